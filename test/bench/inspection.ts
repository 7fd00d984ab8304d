import { testHeads } from '@bali/event-store/testing';
import { openSqliteEventStore } from '@bali/event-store';
import { wholeLedger, writePackage } from '@bali/inspection';
import { formatCheckpoint, MerkleTree, noteSigner, sha256, signNote } from '@bali/ledger';
import { ProjectionRunner, replay, StateAsOf, TRIAL_HISTORY_PROJECTIONS } from '@bali/projections';
import { TRIAL } from '@bali/protocol';
import { execFile } from 'node:child_process';
import { createPrivateKey, hash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { type Comparison, compared, type Measured, measured } from './measure.js';
import { synthesizeLedger } from './synthetic-ledger.js';

export interface Verifying extends Comparison {
  /** The most memory that a process held that did nothing else, MiB. */
  readonly peakMebibytes: number;
}

const ORIGIN = `bench.localhost/${TRIAL.id}/trial`;

/**
 * Verifying an inspection package against hashing the same bytes, leaves and nodes; and the state as of any event against a
 * replay to it from the ledger's start.
 */
export async function benchInspection(directory: string, events: number): Promise<readonly (Comparison | Verifying)[]> {
  const path = join(directory, 'inspected.db');
  const size = await synthesizeLedger(path, events);
  const out = join(directory, 'package');
  await makePackage(path, size, out);
  const baseline = await hashRaw(path, size);
  const verified = async (checks: 'tree' | 'everything', what: string, atLeast: number): Promise<Verifying> => {
    const { ours, peakMebibytes } = await verifiedAlone(size, out, checks);
    const row = { what: `verifying a package of ${size.toLocaleString('en')} events, ${what}`, atLeast };
    const against = 'hashing the same leaves and nodes with node:crypto';
    return { ...compared({ ...row, against }, ours, baseline), peakMebibytes };
  };
  const tree = await verified('tree', 'hashes, tiles, checkpoints', 0.5);
  const everything = await verified('everything', 'with the derived files', 0.2);
  // Last: what it is compared with holds a whole state in memory.
  const asOf = await benchAsOf(path, join(directory, 'inspected-projections.db'), size);
  return [tree, everything, asOf];
}

async function makePackage(path: string, size: number, out: string): Promise<void> {
  const store = openSqliteEventStore({
    ...{ path, trialId: TRIAL.id, ledger: 'trial', heads: testHeads(path), readOnly: true },
  });
  const tree = new MerkleTree();
  for await (const page of store.read()) for (const { leaf } of page) tree.append(leaf);
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), sha256(Buffer.from('bench'))]);
  const signer = noteSigner(ORIGIN, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
  const checkpoint = signNote(formatCheckpoint(ORIGIN, { size, root: tree.root() }), [signer]);
  await writePackage(
    wholeLedger('included'),
    { trialId: TRIAL.id, store, checkpoint, earlier: [], keys: [signer.key] },
    {
      ...{ out, reason: 'benchmark', madeAt: '2026-01-01T00:00:00.000Z' },
      madeBy: { userId: 'bench', name: 'Bench', role: 'administrator', organisation: TRIAL.sponsor },
      software: { version: '0', commit: '0' },
    },
  );
  await store.close();
}

/** What any verifier has to do at least: a hash for each leaf, and one for each node above them. */
function hashRaw(path: string, size: number): Promise<Measured> {
  const database = new DatabaseSync(path, { readOnly: true });
  const leaves = database.prepare('SELECT leaf FROM event ORDER BY position').iterate();
  const node = Buffer.alloc(65, 1);
  return measured(size, () => {
    let hashed = 0;
    for (const { leaf } of leaves) {
      hash('sha256', Buffer.concat([Uint8Array.of(0), leaf as Uint8Array]), 'buffer');
      hashed += 1;
      if (hashed > 1) hash('sha256', node, 'buffer');
    }
    database.close();
  });
}

async function benchAsOf(ledger: string, path: string, size: number): Promise<Comparison> {
  const store = openSqliteEventStore({
    ...{ path: ledger, trialId: TRIAL.id, ledger: 'trial', heads: testHeads(ledger), readOnly: true },
  });
  const log = { info: () => undefined, error: console.error };
  const runner = new ProjectionRunner({ path, store, projections: TRIAL_HISTORY_PROJECTIONS, log });
  runner.start();
  await runner.ready();
  const asOf = new StateAsOf(runner, store, dirname(path));
  const position = Math.floor(size / 2);
  const ask = async (at: number): Promise<void> => {
    await asOf.trial(at);
    asOf.statusCounts(at);
    await asOf.page(at, {}, undefined, 50);
  };
  await ask(position); // Warm.
  const times = 20;
  const ours = await measured(times, async () => {
    for (let time = 0; time < times; time += 1) await ask(Math.floor((size * time) / times));
  });
  // To the middle: what is asked for lies there on average.
  const baseline = await measured(1, async () => {
    await replay(store, { position });
  });
  await runner.close();
  await store.close();
  const what = `state as of an event of ${size.toLocaleString('en')}: trial, counts, a page of patients`;
  return compared({ what, against: 'a replay from the start to the middle', atLeast: 100 }, ours, baseline);
}

/** In a process of its own, whose memory is that of verifying alone. */
async function verifiedAlone(
  count: number,
  path: string,
  checks: 'tree' | 'everything',
): Promise<{ readonly ours: Measured; readonly peakMebibytes: number }> {
  const program = join(import.meta.dirname, 'verifying-process.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, program, path, checks]);
  const { seconds, peakMebibytes } = JSON.parse(stdout) as { seconds: number; peakMebibytes: number };
  return { ours: { count, seconds, perSecond: count / seconds }, peakMebibytes };
}
