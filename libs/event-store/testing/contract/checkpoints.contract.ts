import { type EventStore, type KeptCheckpoint, NO_STREAM } from '@bali/event-store';
import { describe, expect, it } from '@jest/globals';
import { sampleAppend } from '../sample-events.js';
import { collect, plain } from './collect.js';
import type { StoreFactory } from './store-under-test.js';

const checkpoint = (size: number, note = `bali.example/trial\n${size}\n\n\u2014 a signature\n`) => ({ size, note });

async function checkpointsOf(store: EventStore, fromSize?: number): Promise<readonly KeptCheckpoint[]> {
  const checkpoints: KeptCheckpoint[] = [];
  for await (const page of store.readCheckpoints(fromSize)) checkpoints.push(...page);
  return checkpoints;
}

/** What every adapter guarantees of the signed checkpoints beside the ledger. */
export function describeCheckpoints(name: string, factory: StoreFactory): void {
  describe(`${name}: checkpoints`, () => {
    it('has none at first', async () => {
      await using storage = factory();
      const store = await storage.open();
      expect(await checkpointsOf(store)).toEqual([]);
      expect(await store.lastCheckpoint()).toBeUndefined();
    });

    it('keeps each in order, for every reader and after a restart', async () => {
      await using storage = factory();
      const store = await storage.open();
      const kept = [0, 1, 1, 4, 9, 9, 12, 30].map((size, place) => checkpoint(size, `note ${place}\n`));
      for (const one of kept) await store.keepCheckpoint(one);
      expect(await checkpointsOf(await storage.open())).toEqual(kept);
      await store.close();
      const again = await storage.open();
      expect(await checkpointsOf(again)).toEqual(kept);
      expect(await again.lastCheckpoint()).toEqual(kept.at(-1));
    });

    it('gives those of a minimum tree size', async () => {
      await using storage = factory();
      const store = await storage.open();
      for (const size of [2, 5, 7, 40]) await store.keepCheckpoint(checkpoint(size));
      const sizesFrom = async (size: number) => (await checkpointsOf(store, size)).map((kept) => kept.size);
      expect(await sizesFrom(0)).toEqual([2, 5, 7, 40]);
      expect(await sizesFrom(5)).toEqual([5, 7, 40]);
      expect(await sizesFrom(6)).toEqual([7, 40]);
      expect(await sizesFrom(41)).toEqual([]);
    });

    it('keeps the very same one once, also an older one, whoever keeps it', async () => {
      await using storage = factory();
      const [store, other] = await Promise.all([storage.open(), storage.open()]);
      const [older, newer] = [checkpoint(3), checkpoint(8)];
      await store.keepCheckpoint(older);
      await Promise.all([store.keepCheckpoint(newer), other.keepCheckpoint(newer), store.keepCheckpoint(newer)]);
      await other.keepCheckpoint(older);
      expect(await checkpointsOf(other)).toEqual([older, newer]);
    });

    it('keeps one once more with what witnesses and authorities have put under it, to the largest that there may be', async () => {
      await using storage = factory();
      const [store, other] = await Promise.all([storage.open(), storage.open()]);
      const signed = checkpoint(5);
      const cosigned = checkpoint(5, `${signed.note}\u2014 witness.example/w AAAA\n`);
      const stamped = checkpoint(5, cosigned.note.padEnd(65_535, 'A') + '\n');
      for (const one of [signed, cosigned, stamped]) await store.keepCheckpoint(one);
      expect(await checkpointsOf(other)).toEqual([signed, cosigned, stamped]);
      expect(await other.lastCheckpoint()).toEqual(stamped);
      await other.keepCheckpoint(checkpoint(6));
      expect(await checkpointsOf(store, 5)).toEqual([signed, cosigned, stamped, checkpoint(6)]);
      await store.close();
      expect(await checkpointsOf(await storage.open(), 5)).toHaveLength(4);
    });

    it('refuses one of a smaller tree than the last, and what no store could take', async () => {
      await using storage = factory();
      const [store, other] = await Promise.all([storage.open(), storage.open()]);
      await store.keepCheckpoint(checkpoint(8));
      await expect(other.keepCheckpoint(checkpoint(7))).rejects.toThrow(RangeError);
      for (const wrong of [checkpoint(-1), checkpoint(8.5), checkpoint(9, ''), checkpoint(9, 'a\ud800')])
        await expect(store.keepCheckpoint(wrong)).rejects.toThrow(RangeError);
      await expect(store.keepCheckpoint(checkpoint(9, 'x'.repeat(65_537)))).rejects.toThrow(RangeError);
      expect(await checkpointsOf(store)).toEqual([checkpoint(8)]);
    });

    it('leaves the events as they are, whoever appends meanwhile', async () => {
      await using storage = factory();
      const [store, other] = await Promise.all([storage.open(), storage.open()]);
      const writes = Array.from({ length: 10 }, (_, number) => other.append(sampleAppend(`a-${number}`, NO_STREAM)));
      for (let size = 0; size < 10; size += 1) await store.keepCheckpoint(checkpoint(size));
      await Promise.all(writes);
      expect(plain(await collect(store.read())).map(({ position }) => position)).toEqual([
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
      ]);
      expect(await checkpointsOf(other)).toHaveLength(10);
    });
  });
}
