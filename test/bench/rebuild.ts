import { testHeads } from '@bali/event-store/testing';
import { openSqliteEventStore } from '@bali/event-store';
import { TRIAL } from '@bali/protocol';
import { ProjectionRunner, TRIAL_PROJECTIONS } from '@bali/projections';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Comparison, compared, type Measured, measured } from './measure.js';
import { synthesizeLedger } from './synthetic-ledger.js';

export interface Rebuilt extends Comparison {
  /** The most memory that the process held meanwhile, MiB. */
  readonly peakMebibytes: number;
}

/** Rebuilding all projections of the trial ledger, against reading and parsing the same rows raw. */
export async function benchRebuild(directory: string, events: number): Promise<Rebuilt> {
  const path = join(directory, 'trial.db');
  const size = await synthesizeLedger(path, events);
  const baseline = await readRaw(path, size);
  const { ours, peakMebibytes } = await rebuild(path, join(directory, 'projections.db'), size);
  const what = `rebuilding all projections from a ledger of ${size.toLocaleString('en')} events`;
  return {
    ...compared({ what, against: 'reading and parsing the same rows raw', atLeast: 0.4 }, ours, baseline),
    peakMebibytes,
  };
}

export function readRaw(path: string, size: number): Promise<Measured> {
  return measured(size, () => {
    const database = new DatabaseSync(path, { readOnly: true });
    const decoder = new TextDecoder();
    for (const { leaf } of database.prepare('SELECT leaf FROM event ORDER BY position').iterate()) {
      JSON.parse(decoder.decode(leaf as Uint8Array));
    }
    database.close();
  });
}

async function rebuild(
  ledger: string,
  path: string,
  size: number,
): Promise<{ readonly ours: Measured; readonly peakMebibytes: number }> {
  const store = openSqliteEventStore({ path: ledger, trialId: TRIAL.id, ledger: 'trial', heads: testHeads(ledger) });
  const log = { info: () => undefined, error: console.error };
  const runner = new ProjectionRunner({ path, store, projections: TRIAL_PROJECTIONS, log });
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
  const ours = await measured(size, async () => {
    runner.start();
    await runner.ready();
  });
  clearInterval(watch);
  await runner.close();
  await store.close();
  return { ours, peakMebibytes: Math.round(Math.max(peak, process.memoryUsage.rss()) / 2 ** 20) };
}
