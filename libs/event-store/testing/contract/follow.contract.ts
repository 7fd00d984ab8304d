import { NO_STREAM, type StoredEvent, StoreUnavailable } from '@bali/event-store';
import { describe, expect, it } from '@jest/globals';
import { sampleAppend } from '../sample-events.js';
import { collect, follow, plain, refusalOf } from './collect.js';
import type { StoreFactory } from './store-under-test.js';
import { WriterProcess } from './writer-process-handle.js';

const positionsOf = (events: readonly StoredEvent[]) => events.map(({ position }) => position);
const positions = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

/** What every adapter guarantees of following. */
export function describeFollowing(name: string, factory: StoreFactory): void {
  describe(`${name}: following`, () => {
    describeWhatIsSeen(factory);
    describeTheEnd(factory);
  });
}

function describeWhatIsSeen(factory: StoreFactory): void {
  it('gives what is there and then what comes, each once, from any position', async () => {
    await using storage = factory();
    const store = await storage.open();
    await store.append(sampleAppend('a', NO_STREAM, 8));
    const followers = positions(0, 12).map((from) => follow(store, from, 14 - from));
    for (let revision = 7; revision < 13; revision += 1) await store.append(sampleAppend('a', revision));
    const all = plain(await collect(store.read()));
    for (const [from, seen] of (await Promise.all(followers)).entries()) expect(plain(seen)).toEqual(all.slice(from));
  });

  it('misses and repeats nothing that is appended while it catches up', async () => {
    await using storage = factory();
    const store = await storage.open();
    await store.append(sampleAppend('a', NO_STREAM, 12));
    const stop = new AbortController();
    const seen: StoredEvent[] = [];
    let revision = 11;
    for await (const page of store.follow(0, stop.signal)) {
      seen.push(...page);
      if (seen.length >= 40) stop.abort();
      else ({ revision } = await store.append(sampleAppend('a', revision, 2)));
    }
    expect(positionsOf(seen)).toEqual(positions(0, seen.length));
  });

  it('gives several followers the same, each at its own pace', async () => {
    await using storage = factory();
    const store = await storage.open();
    const slow = (async () => {
      const seen: StoredEvent[] = [];
      const stop = new AbortController();
      for await (const page of store.follow(0, stop.signal)) {
        seen.push(...page);
        await store.lastPosition();
        if (seen.length >= 30) stop.abort();
      }
      return seen;
    })();
    const fast = [follow(store, 0, 30), follow(store, 0, 30)];
    for (let revision = -1; revision < 29; revision += 1) await store.append(sampleAppend('a', revision));
    for (const seen of await Promise.all([slow, ...fast])) expect(positionsOf(seen)).toEqual(positions(0, 30));
  });

  it('sees what other processes append', async () => {
    await using storage = factory();
    const store = await storage.open();
    const seen = follow(store, 0, 40);
    await using writer = WriterProcess.start(storage.description, { name: 'one', streams: ['a'], appends: 40 });
    await writer.finished();
    expect(positionsOf(await seen)).toEqual(positions(0, 40));
  });

  it('takes a page from the store only when the last was taken in', async () => {
    await using storage = factory();
    const store = await storage.open();
    await store.append(sampleAppend('a', NO_STREAM, 20));
    const stop = new AbortController();
    const pages = store.follow(0, stop.signal)[Symbol.asyncIterator]();
    const first = await pages.next();
    expect((first.value as readonly StoredEvent[]).length).toBeLessThan(20);
    stop.abort();
    expect(await pages.next()).toEqual({ done: true, value: undefined });
  });
}

function describeTheEnd(factory: StoreFactory): void {
  it('ends when it is aborted: before it begins, while it waits, and between pages', async () => {
    await using storage = factory();
    const store = await storage.open();
    await store.append(sampleAppend('a', NO_STREAM, 20));
    expect(await collect(store.follow(0, AbortSignal.abort()))).toEqual([]);
    const stop = new AbortController();
    const waiting = collect(store.follow(20, stop.signal));
    await store.lastPosition();
    stop.abort();
    expect(await waiting).toEqual([]);
  });

  it('ends for one follower without ending for another', async () => {
    await using storage = factory();
    const store = await storage.open();
    const stop = new AbortController();
    const [ended, going] = [collect(store.follow(0, stop.signal)), follow(store, 0, 1)];
    stop.abort();
    expect(await ended).toEqual([]);
    await store.append(sampleAppend('a', NO_STREAM));
    expect(await going).toHaveLength(1);
  });

  it('fails, so that nobody takes it for the end of the trial, when the store is closed', async () => {
    await using storage = factory();
    const store = await storage.open();
    const waiting = refusalOf(collect(store.follow(0, new AbortController().signal)));
    await store.lastPosition();
    await store.close();
    expect(await waiting).toBeInstanceOf(StoreUnavailable);
  });

  it.each([-1, 0.5])('refuses to follow from %d', async (from) => {
    await using storage = factory();
    const following = collect((await storage.open()).follow(from, AbortSignal.abort()));
    await expect(following).rejects.toThrow(RangeError);
  });
}
