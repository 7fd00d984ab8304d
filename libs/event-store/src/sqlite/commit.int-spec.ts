import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { collect, refusalOf } from '../../testing/contract/collect.js';
import { directoryOnDisk, openTemporaryStore, sampleAppend, testHeads } from '../../testing/index.js';
import { StoreOverloaded, StoreUnavailable } from '../errors.js';
import { NO_STREAM } from '../event-store.js';
import { openSqliteEventStore } from './sqlite-event-store.js';

const appendsTo = (count: number) =>
  Array.from({ length: count }, (_, number) => sampleAppend(`stream-${number}`, NO_STREAM));

describe('committing', () => {
  it('commits together what waits together', async () => {
    await using ledger = openTemporaryStore();
    const other = new DatabaseSync(ledger.path, { readOnly: true });
    const version = () => other.prepare('PRAGMA data_version').get()?.['data_version'];
    const seen = new Set([version()]);
    await Promise.all(appendsTo(64).map((append) => ledger.store.append(append).then(() => seen.add(version()))));
    other.close();
    expect(seen.size).toBe(2);
    expect(await ledger.store.lastPosition()).toBe(63);
  });

  it('refuses what it has no room for, writes nothing of it, and takes the rest', async () => {
    await using ledger = openTemporaryStore('trial', { maxWaitingAppends: 10 });
    const outcomes = await Promise.allSettled(appendsTo(25).map((append) => ledger.store.append(append)));
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : []));
    expect(refusals).toHaveLength(15);
    for (const refusal of refusals) expect(refusal).toBeInstanceOf(StoreOverloaded);
    expect(await ledger.store.lastPosition()).toBe(9);
    expect(await ledger.store.append(sampleAppend('later', NO_STREAM))).toEqual({ revision: 0, position: 10 });
  });

  it('waits for the lock of another process without blocking, and then commits', async () => {
    await using ledger = openTemporaryStore();
    const other = new DatabaseSync(ledger.path);
    other.exec('BEGIN IMMEDIATE');
    const waiting = ledger.store.append(sampleAppend('a', NO_STREAM));
    // Others have their turn while it waits; nothing of it can be seen.
    for (let turn = 0; turn < 20; turn += 1) {
      await new Promise(setImmediate);
      expect(await ledger.store.lastPosition()).toBe(-1);
    }
    other.exec('ROLLBACK');
    expect(await waiting).toEqual({ revision: 0, position: 0 });
    other.close();
  });

  it('gives up when its patience is at its end, and can be tried again', async () => {
    await using ledger = openTemporaryStore('trial', { lockPatienceMs: 20 });
    const other = new DatabaseSync(ledger.path);
    other.exec('BEGIN IMMEDIATE');
    expect(await refusalOf(ledger.store.append(sampleAppend('a', NO_STREAM)))).toBeInstanceOf(StoreUnavailable);
    other.exec('ROLLBACK');
    other.close();
    expect(await ledger.store.append(sampleAppend('a', NO_STREAM))).toEqual({ revision: 0, position: 0 });
  });

  it('writes nothing by halves when the disk takes no more, and goes on when it does again', () => {
    using directory = directoryOnDisk();
    const program = fileURLToPath(new URL('../../testing/full-disk-process.ts', import.meta.url));
    const root = fileURLToPath(new URL('../../../../', import.meta.url));
    // A file may not grow beyond 256 KiB: writing more fails as on a disk that is full.
    const command = 'ulimit -f 256; exec "$0" --import ./tools/typescript-hooks.mjs "$@"';
    const run = spawnSync('bash', ['-c', command, process.execPath, program, `${directory.path}/trial.db`], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(run.stderr).toBe('');
    expect(JSON.parse(run.stdout)).toEqual({
      tooLarge: 'StoreUnavailable',
      besideIt: 'StoreUnavailable',
      afterwards: { revision: 0, position: 1 },
      streams: ['before', 'after'],
    });
  });
});

describe('a ledger opened for reading only', () => {
  it('reads and follows what others write, and writes nothing itself', async () => {
    await using ledger = openTemporaryStore();
    await ledger.store.append(sampleAppend('a', NO_STREAM, 3));
    const { path } = ledger;
    const reader = openSqliteEventStore({
      ...{ path, trialId: 'NCT00904501', ledger: 'trial', heads: testHeads(path), readOnly: true },
    });
    expect(await collect(reader.read())).toHaveLength(3);
    const stop = new AbortController();
    const seen: number[] = [];
    for await (const page of reader.follow(2, stop.signal)) {
      seen.push(...page.map(({ position }) => position));
      if (seen.length === 1) await ledger.store.append(sampleAppend('a', 2));
      else stop.abort();
    }
    expect(seen).toEqual([2, 3]);
    expect(await refusalOf(reader.append(sampleAppend('a', 3)))).toBeInstanceOf(StoreUnavailable);
    expect(await refusalOf(reader.eraseText('any'))).toBeInstanceOf(StoreUnavailable);
    await reader.close();
  });
});
