import { type EventStore, LedgerHeld, NotThisLedger } from '@bali/event-store';
import { patience } from '@bali/event-store/testing';
import {
  decodeEntryBundle,
  leafHash,
  MerkleTree,
  openNote,
  parseCheckpoint,
  tilesOf,
  verifyConsistency,
  verifyInclusion,
  verifyProof,
} from '@bali/ledger';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { createInterface } from 'node:readline';
import { Registry } from 'prom-client';
import { filter, firstValueFrom } from 'rxjs';
import { fileURLToPath } from 'node:url';
import { append, LogFixture, ORIGIN } from '../testing/index.js';
import { LogInUse, NotYetInLog, SigningRefused, TreeDiffers } from './errors.js';
import { watchLogs } from './log-metrics.js';
import { Signer } from './signer/signer.js';
import { makeSigningKeys, readSigningKeys } from './signer/signing-keys.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

let fixture: LogFixture;
beforeEach(() => {
  fixture = new LogFixture();
});
afterEach(() => fixture[Symbol.asyncDispose]());

async function leavesOf(store: EventStore): Promise<Uint8Array[]> {
  const leaves: Uint8Array[] = [];
  for await (const page of store.read()) leaves.push(...page.map(({ leaf }) => leaf));
  return leaves;
}

function rootOver(leaves: readonly Uint8Array[]): Uint8Array {
  const tree = new MerkleTree();
  for (const leaf of leaves) tree.append(leaf);
  return tree.root();
}

const verifiers = () => readSigningKeys(fixture.files.keys, ORIGIN)!.verifiers;
const checkpointIn = (note: string) => parseCheckpoint(openNote(note, verifiers()).text);

describe('a transparency log', () => {
  it('follows its ledger: every tile, root, proof and bundle is that of the events', async () => {
    const store = fixture.openStore();
    await append(store, 300);
    const log = fixture.openLog(store);
    await log.follower.waitFor(300, patience());
    await append(store, 300);
    await log.follower.waitFor(600, patience());
    const leaves = await leavesOf(store);
    for (const size of [0, 1, 255, 256, 257, 300, 599, 600]) {
      expect(log.reader.rootAt(size)).toEqual(rootOver(leaves.slice(0, size)));
      const proof = log.reader.consistencyProof(size, 600);
      expect(
        verifyConsistency({ size, root: log.reader.rootAt(size) }, { size: 600, root: log.reader.rootAt(600) }, proof),
      ).toBe(true);
    }
    for (const index of [0, 255, 256, 599])
      expect(
        verifyInclusion(
          leafHash(leaves[index]!),
          index,
          600,
          log.reader.inclusionProof(index, 600),
          log.reader.rootAt(600),
        ),
      ).toBe(true);
    for (const tile of tilesOf(600)) expect(log.reader.tile(tile).byteLength).toBe(tile.width * 32);
    expect(decodeEntryBundle(await log.reader.entries(2, 88))).toEqual(
      leaves.slice(512).map((leaf) => Buffer.from(leaf)),
    );
    expect(() => log.reader.rootAt(601)).toThrow(RangeError);
    expect(() => log.reader.tile({ level: 0, index: 2, width: 89 })).toThrow(RangeError);
    await expect(log.reader.entries(2, 89)).rejects.toThrow(RangeError);
  });

  it('goes on where it was, without reading the events again', async () => {
    const store = fixture.openStore();
    await append(store, 700);
    const first = fixture.openLog(store);
    await first.follower.waitFor(700, patience());
    await first.close();
    // A wrong hash in a full tile stays, as nothing is computed again; the last leaf's hash stands elsewhere.
    const database = new DatabaseSync(fixture.tiles);
    database.exec('UPDATE tile SET hashes = zeroblob(8192) WHERE level = 0 AND place = 0');
    database.close();
    await append(store, 10);
    const second = fixture.openLog(store);
    await second.follower.waitFor(710, patience());
    expect(Buffer.from(second.reader.tile({ level: 0, index: 0, width: 256 })).every((byte) => byte === 0)).toBe(true);
    expect(second.reader.tile({ level: 0, index: 2, width: 198 }).byteLength).toBe(198 * 32);
  });

  it('[P11-10a] says that its tree is that of another ledger, and does not make it again by itself', async () => {
    const other = fixture.openStore('other.db');
    await append(other, 20, 'other');
    const log = fixture.openLog(other);
    await log.follower.waitFor(20, patience());
    await log.close();
    const store = fixture.openStore();
    await append(store, 10);
    const again = fixture.openLog(store);
    await expect(again.signing.sign()).rejects.toThrow(NotYetInLog);
    expect(again.follower.state).toMatchObject({ phase: 'failed', size: 0, failure: expect.any(TreeDiffers) });
    expect(fixture.complaints[0]).toBe('the transparency log cannot go on: tried again');
    expect(again.signing.state.failing).toBe('tree-differs');
  });

  it('makes its tree again when the file is damaged, gone or not ours', async () => {
    const store = fixture.openStore();
    await append(store, 30);
    const expected = rootOver(await leavesOf(store));
    const rootNow = async () => {
      const again = fixture.openLog(store);
      await again.follower.waitFor(30, patience());
      const root = again.reader.rootAt(30);
      await again.close();
      return root;
    };
    expect(await rootNow()).toEqual(expected);
    rmSync(fixture.tiles);
    expect(await rootNow()).toEqual(expected);
    writeFileSync(fixture.tiles, 'no database'.repeat(1000));
    expect(await rootNow()).toEqual(expected);
    const database = new DatabaseSync(fixture.tiles);
    database.exec('DELETE FROM tile');
    database.close();
    expect(await rootNow()).toEqual(expected);
  });

  it('goes on without a restart after it could not write, from what is committed', async () => {
    const store = fixture.openStore();
    await append(store, 300);
    const log = fixture.openLog(store);
    await log.follower.waitFor(300, patience());
    const other = new DatabaseSync(fixture.tiles);
    other.exec('BEGIN IMMEDIATE');
    await append(store, 300);
    await firstValueFrom(log.follower.state$.pipe(filter(({ phase }) => phase === 'failed')));
    expect([log.follower.size, fixture.complaints]).toEqual([300, ['the transparency log cannot go on: tried again']]);
    await expect(log.follower.waitFor(301, patience())).rejects.toThrow(NotYetInLog);
    other.exec('ROLLBACK');
    other.close();
    await firstValueFrom(log.follower.state$.pipe(filter(({ phase }) => phase === 'following')));
    await append(store, 1);
    await log.follower.waitFor(601, patience());
    expect(log.reader.rootAt(601)).toEqual(rootOver(await leavesOf(store)));
    expect(fixture.told).toEqual(['the transparency log goes on']);
    expect((await log.signing.sign()).size).toBe(601);
    expect(await log.receipt(600, patience())).toBeDefined();
  });

  it('has a file of its own, which no other process may have', async () => {
    const store = fixture.openStore();
    fixture.openLog(store);
    expect(() => fixture.openLog(store, { signs: false })).toThrow(LogInUse);
    expect(() => fixture.openLog(store, { tiles: fixture.inside('another.db') })).toThrow(LogInUse);
    const follower = fixture.openLog(store, { tiles: fixture.inside('another.db'), signs: false });
    await append(store, 3);
    await follower.follower.waitFor(3, patience());
    expect(follower.signing.canSign).toBe(false);
    await expect(follower.signing.sign()).rejects.toThrow('no key');
  });

  it('gives a receipt that verifies without us, at once after the event', async () => {
    const store = fixture.openStore();
    const log = fixture.openLog(store);
    await append(store, 5);
    const receipt = (await log.receipt(4, patience()))!;
    const leaves = await leavesOf(store);
    const about = { origin: ORIGIN, keys: verifiers() };
    expect(verifyProof(receipt, leafHash(leaves[4]!), about)).toMatchObject({ index: 4, checkpoint: { size: 5 } });
    await append(store, 5);
    // What a checkpoint covers already needs no other one.
    expect(verifyProof((await log.receipt(2, patience()))!, leafHash(leaves[2]!), about).checkpoint.size).toBe(5);
    await expect(log.receipt(99, AbortSignal.timeout(100))).resolves.toBeUndefined();
  });
});

describe('the signer', () => {
  it('signs what grows, and every checkpoint is kept', async () => {
    const store = fixture.openStore();
    const log = fixture.openLog(store);
    const first = await log.signing.sign();
    await append(store, 3);
    const second = await log.signing.sign();
    expect((await log.signing.sign()).note).toBe(second.note);
    const kept = [];
    for await (const page of log.reader.checkpoints()) kept.push(...page);
    expect(kept).toEqual([first, second]);
    expect(checkpointIn(second.note)).toMatchObject({
      origin: ORIGIN,
      size: 3,
      root: Uint8Array.from(log.reader.rootAt(3)),
    });
    expect(log.signing.state).toMatchObject({
      lastSize: 3,
      lastAt: fixture.now,
      failures: new Map(),
      failing: undefined,
    });
  });

  it('[P11-10a] refuses a ledger that was cut short, or restored from an older copy, loudly', async () => {
    const store = fixture.openStore();
    await append(store, 3);
    await fixture.openLog(store).follower.caughtUp(patience());
    await fixture.close();
    copyFileSync(fixture.inside('trial.db'), fixture.inside('copy.db'));
    const grown = fixture.openStore();
    await append(grown, 2);
    await fixture.openLog(grown).signing.sign();
    await fixture.close();
    copyFileSync(fixture.inside('copy.db'), fixture.inside('trial.db'));
    const held = fixture.openLog(fixture.openStore());
    await expect(held.signing.sign()).rejects.toThrow(LedgerHeld);
    expect(held.signing.state).toMatchObject({ failures: new Map([['ledger-held', 1]]) });
    await fixture.close();
    // A person decided to go on with it: the signer does not forget what it signed.
    rmSync(fixture.inside('trial.db.mark'));
    rmSync(fixture.tiles);
    fixture.complaints.length = 0;
    const log = fixture.openLog(fixture.openStore());
    await expect(log.signing.sign()).rejects.toThrow(
      expect.objectContaining({ name: SigningRefused.name, why: 'truncated' }),
    );
    expect(fixture.complaints).toEqual(['REFUSED TO SIGN: the ledger was changed, cut or restored']);
    expect(log.signing.state).toMatchObject({ failures: new Map([['truncated', 1]]), failing: 'truncated' });
    expect(log.follower.state.phase).toBe('following');
    expect(await log.reader.latestCheckpoint()).toBeUndefined();
  });

  it('[P11-10a] is as loud where the store itself finds that the ledger was changed', async () => {
    const store = fixture.openStore();
    await append(store, 1);
    const log = fixture.openLog(store);
    jest.spyOn(store, 'keepCheckpoint').mockRejectedValueOnce(new NotThisLedger('its beginning is gone'));
    await expect(log.signing.sign()).rejects.toThrow('its beginning is gone');
    expect(fixture.complaints).toEqual(['REFUSED TO SIGN: the ledger was changed, cut or restored']);
    expect(log.signing.state).toMatchObject({ lastSize: undefined, failures: new Map([['not-this-ledger', 1]]) });
  });

  it('[P11-10a] counts each failure to sign, also where the key was replaced, and signs again with the right one', async () => {
    const store = fixture.openStore();
    await append(store, 1);
    const log = fixture.openLog(store);
    await log.signing.sign();
    const right = readFileSync(fixture.files.keys);
    rmSync(fixture.files.keys);
    await expect(log.signing.sign()).rejects.toThrow(/no signing keys of .* at .*signing\.json\. Put the file back/);
    makeSigningKeys(fixture.files.keys, ORIGIN, new Uint8Array(32).fill(9), fixture.now);
    for (const _ of ['once', 'again'])
      await expect(log.signing.sign()).rejects.toThrow(/signed by none of its keys\. Put back .*signing\.json/);
    const { failures, failing } = log.signing.state;
    expect([...failures, failing]).toEqual([['signing-keys-missing', 1], ['unknown-key', 2], 'unknown-key']);
    expect(fixture.complaints).toHaveLength(2);
    const registry = new Registry();
    watchLogs(registry, [{ name: 'trial', log, mayBeCounted: true }], () => fixture.now);
    expect(await registry.getSingleMetricAsString('transparency_log_signing_failures_total')).toContain(
      '{ledger="trial",reason="unknown-key"} 2',
    );
    writeFileSync(fixture.files.keys, right);
    await log.signing.sign();
    expect(log.signing.state.failing).toBeUndefined();
  });

  it.each([
    ['cut', (note: string) => note.slice(0, note.length / 2)],
    ['emptied', () => ''],
    ['altered', (note: string) => note.replace(/\n1\n/, '\n2\n')],
  ])('names the file of what was signed last when it is %s, and what to do', async (_, altered) => {
    const store = fixture.openStore();
    await append(store, 1);
    const log = fixture.openLog(store);
    const { note } = await log.signing.sign();
    writeFileSync(fixture.files.lastSigned, altered(note));
    await append(store, 1);
    await expect(log.signing.sign()).rejects.toThrow(
      /what was signed last cannot be read\. .*last-signed\.txt is cut or damaged\. Put it back .* take the file away/,
    );
    expect(log.signing.state.failing).toBe('memory-unreadable');
    rmSync(fixture.files.lastSigned);
    expect((await log.signing.sign()).size).toBe(2);
  });

  it('[P11-10a] refuses a ledger that goes on differently, also when it grew beyond what was signed', async () => {
    const store = fixture.openStore();
    await append(store, 4);
    await fixture.openLog(store).signing.sign();
    await fixture.close();
    const fork = fixture.openStore('fork.db');
    await append(fork, 9, 'fork');
    const log = fixture.openLog(fork, { tiles: fixture.inside('log-fork.db') });
    await expect(log.signing.sign()).rejects.toThrow(expect.objectContaining({ why: 'forked' }));
  });

  it('[P11-10a] holds a tree to the checkpoints in the store as well, when its own memory is an older copy', async () => {
    const store = fixture.openStore();
    await append(store, 2);
    await fixture.openLog(store).signing.sign();
    const before = readFileSync(fixture.files.lastSigned);
    await fixture.close();
    const again = fixture.openStore();
    await append(again, 2);
    const { note, size } = await fixture.openLog(again).signing.sign();
    await fixture.close();
    writeFileSync(fixture.files.lastSigned, before);
    const fork = fixture.openStore('fork.db');
    for await (const page of fixture.openStore().read()) {
      for (const { stream, id, type, leaf } of page.slice(0, 3))
        await fork.append({ stream, expectedRevision: -1, events: [{ id, type, leaf }] });
    }
    await append(fork, 4, 'fork');
    await fork.keepCheckpoint({ note, size });
    const log = fixture.openLog(fork, { tiles: fixture.inside('log-fork.db') });
    await expect(log.signing.sign()).rejects.toThrow(expect.objectContaining({ why: 'forked' }));
  });

  it('keeps a checkpoint that was signed when the process ended before it was kept', async () => {
    const store = fixture.openStore();
    await append(store, 2);
    const log = fixture.openLog(store, { signs: false });
    await log.follower.caughtUp(patience());
    const signer = new Signer(fixture.files, ORIGIN);
    const lost = signer.sign({ size: 2, root: log.reader.rootAt(2) }, () => [], [], fixture.now);
    signer.close();
    await fixture.close();
    const again = fixture.openStore();
    await append(again, 1);
    const { note } = await fixture.openLog(again).signing.sign();
    expect((await again.lastCheckpoint())?.note).toBe(note);
    const notes = [];
    for await (const page of again.readCheckpoints()) notes.push(...page.map((kept) => kept.note));
    expect(notes).toEqual([lost, note]);
  });

  it('[P11-10a] never signs a fork after SIGKILL, whenever it comes: what was released is remembered', async () => {
    let released: string | undefined;
    for (const notesBeforeTheKill of [1, 2, 5]) {
      const program = fileURLToPath(new URL('../testing/signing-process.ts', import.meta.url));
      const args = ['--import', './tools/typescript-hooks.mjs', program, fixture.path, ORIGIN];
      const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'], env: {} });
      let told = 0;
      for await (const line of createInterface({ input: child.stdout })) {
        released = JSON.parse(line) as string;
        told += 1;
        if (told === notesBeforeTheKill) child.kill('SIGKILL');
      }
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      expect(child.signalCode).toBe('SIGKILL');
      const { size } = checkpointIn(released!);
      const remembered = checkpointIn(readFileSync(fixture.files.lastSigned, 'utf8'));
      expect(remembered.size).toBeGreaterThanOrEqual(size);
      const fork = fixture.openStore(`fork-${notesBeforeTheKill}.db`);
      await append(fork, remembered.size + 2, 'fork');
      const log = fixture.openLog(fork, { tiles: fixture.inside(`fork-${notesBeforeTheKill}-log.db`) });
      await expect(log.signing.sign()).rejects.toThrow(SigningRefused);
      await fixture.close();
    }
    const store = fixture.openStore();
    const { size } = await fixture.openLog(store).signing.sign();
    expect(size).toBe((await store.lastPosition()) + 1);
  });
});
