import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { collect } from '../../testing/contract/collect.js';
import { sampleAppend, temporaryDirectory, type TemporaryDirectory, testHeads } from '../../testing/index.js';
import { type EventStore, NO_STREAM } from '../event-store.js';
import { openSqliteEventStore } from './sqlite-event-store.js';

/** The files of a ledger right after an append was answered. */
interface Moment {
  readonly ids: readonly string[];
  /** How long the write-ahead log was, and so how much of it had been handed to the disk. */
  readonly synced: number;
  readonly mark: Buffer;
}

/** What may stand on the disk in place of what had not been handed to it. */
const TAILS = ['gone', 'as it was written', 'zeros', 'of before'] as const;

const APPENDS = 16;

let temporary: TemporaryDirectory;
let path: string;
let whole: Buffer;
const moments: Moment[] = [];

const open = (of: string): EventStore =>
  openSqliteEventStore({ path: of, trialId: 'NCT00904501', ledger: 'trial', heads: testHeads(of) });
const idsIn = async (store: EventStore) => (await collect(store.read())).map(({ id }) => id);

beforeAll(async () => {
  temporary = temporaryDirectory();
  path = `${temporary.path}/trial.db`;
  const store = open(path);
  for (let number = 0; number < APPENDS; number += 1) {
    await store.append(sampleAppend(`stream-${number}`, NO_STREAM, 1 + (number % 3)));
    const ids = await idsIn(store);
    moments.push({ ids, synced: readFileSync(`${path}-wal`).length, mark: readFileSync(`${path}.mark`) });
  }
  // The database itself is written when it is closed: a power cut leaves it as it is now.
  whole = readFileSync(`${path}-wal`);
  copyFileSync(path, `${path}.unwritten`);
  await store.close();
});
afterAll(() => temporary[Symbol.dispose]());

/** The write-ahead log after a power cut: whole as far as it was synced, and then whatever the disk had got of the next commit. */
function cutAt({ synced }: Moment, until: number, part: number, tail: (typeof TAILS)[number]): Buffer {
  const cut = synced + Math.floor(part * (until - synced));
  const rest = until - cut;
  if (tail === 'gone') return whole.subarray(0, cut);
  if (tail === 'as it was written') return whole.subarray(0, until);
  const filled = tail === 'zeros' ? Buffer.alloc(rest) : whole.subarray(0, rest);
  return Buffer.concat([whole.subarray(0, cut), filled]);
}

const powerCut = fc.record({
  after: fc.nat(APPENDS - 2),
  part: fc.double({ min: 0, max: 1, noNaN: true }),
  tail: fc.constantFrom(...TAILS),
  /** The mark in the keys' directory is handed to the disk once in a second: the last ones may be lost. */
  lostMarks: fc.nat(3),
});

describe('a power cut', () => {
  it('[P11-10e] takes no event that was acknowledged, wherever it cuts what was not synced, and the ledger goes on', async () => {
    let number = 0;
    const cut = fc.asyncProperty(powerCut, async ({ after, part, tail, lostMarks }) => {
      const of = `${temporary.path}/cut-${(number += 1)}.db`;
      const [moment, next] = [moments[after]!, moments[after + 1]!];
      copyFileSync(`${path}.unwritten`, of);
      writeFileSync(`${of}-wal`, cutAt(moment, next.synced, part, tail));
      writeFileSync(`${of}.mark`, moments[Math.max(0, after - lostMarks)]!.mark);
      const store = open(of);
      try {
        const ids = await idsIn(store);
        expect(store.held).toBeUndefined();
        // The commit that was under way is there whole, or not at all.
        expect([moment.ids, next.ids]).toContainEqual(ids);
        await store.append(sampleAppend('afterwards', NO_STREAM));
        expect(await idsIn(store)).toHaveLength(ids.length + 1);
      } finally {
        await store.close();
      }
    });
    await fc.assert(cut, { numRuns: 60 });
  });

  it('is noticed where it took a synced commit all the same, as a disk does that lies: the ledger is held', async () => {
    const of = `${temporary.path}/lost.db`;
    const [before, last] = [moments[APPENDS - 3]!, moments[APPENDS - 2]!];
    copyFileSync(`${path}.unwritten`, of);
    writeFileSync(`${of}-wal`, whole.subarray(0, before.synced));
    writeFileSync(`${of}.mark`, last.mark);
    const store = open(of);
    expect(store.held).toBeDefined();
    await store.close();
  });
});
