import { describe, expect, it } from '@jest/globals';
import { sampleEvent } from '../testing/index.js';
import { AppendQueue, type AppendQueueOptions } from './append-queue.js';
import { StoreOverloaded, StoreUnavailable, WrongExpectedRevision } from './errors.js';
import type { Append, Appended } from './event-store.js';

const append = (stream: string, bytes = 1): Append => ({
  stream,
  expectedRevision: -1,
  events: [sampleEvent(stream, new Uint8Array(bytes))],
});
const answer = (position: number): Appended => ({ revision: 0, position });

/** A queue, and the batches that it has committed. */
function queueOf(options: Partial<AppendQueueOptions> = {}) {
  const batches: string[][] = [];
  const commit = (appends: readonly Append[]) => {
    batches.push(appends.map(({ stream }) => stream));
    return Promise.resolve(appends.map((_, index) => answer(index)));
  };
  return { batches, queue: new AppendQueue({ commit, ...options }) };
}

describe('the queue of waiting appends', () => {
  it('commits together those that wait together, in the order in which they came', async () => {
    const { batches, queue } = queueOf();
    const answers = await Promise.all(['a', 'b', 'c'].map((stream) => queue.append(append(stream))));
    expect(answers).toEqual([answer(0), answer(1), answer(2)]);
    expect(batches).toEqual([['a', 'b', 'c']]);
  });

  it('commits next those that come while a batch is committed', async () => {
    const begun = Promise.withResolvers<undefined>();
    const going = Promise.withResolvers<undefined>();
    const batches: number[] = [];
    const queue = new AppendQueue({
      commit: async (appends) => {
        batches.push(appends.length);
        begun.resolve(undefined);
        await going.promise;
        return appends.map((_, index) => answer(index));
      },
    });
    const first = queue.append(append('a'));
    await begun.promise;
    const later = [queue.append(append('b')), queue.append(append('c'))];
    going.resolve(undefined);
    await Promise.all([first, ...later]);
    expect(batches).toEqual([1, 2]);
  });

  it('commits at most 512 at once', async () => {
    const { batches, queue } = queueOf();
    await Promise.all(Array.from({ length: 1_025 }, (_, number) => queue.append(append(`${number}`))));
    expect(batches.map(({ length }) => length)).toEqual([512, 512, 1]);
  });

  it('commits no more bytes at once than it is told, but one append however large it is', async () => {
    const { batches, queue } = queueOf({ maxBatchBytes: 10 });
    const sizes = { a: 4, b: 6, c: 1, d: 30, e: 10, f: 1 };
    await Promise.all(Object.entries(sizes).map(([stream, bytes]) => queue.append(append(stream, bytes))));
    expect(batches).toEqual([['a', 'b'], ['c'], ['d'], ['e'], ['f']]);
  });

  it('refuses each append by itself, and does the others no harm', async () => {
    const refusal = new WrongExpectedRevision('b', -1, 3);
    const { queue } = queueOf({ commit: () => Promise.resolve([answer(0), refusal, answer(1)]) });
    const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((stream) => queue.append(append(stream))));
    expect(outcomes).toEqual([
      { status: 'fulfilled', value: answer(0) },
      { status: 'rejected', reason: refusal },
      { status: 'fulfilled', value: answer(1) },
    ]);
  });

  it('answers the whole batch with what committing it throws, and goes on with the next', async () => {
    const failure = new StoreUnavailable('away');
    const results = [() => Promise.reject(failure), () => Promise.resolve([answer(7)])];
    const { queue } = queueOf({ commit: () => results.shift()?.() ?? Promise.resolve([]) });
    const outcomes = await Promise.allSettled([queue.append(append('a')), queue.append(append('b'))]);
    expect(outcomes).toEqual(outcomes.map(() => ({ status: 'rejected', reason: failure })));
    expect(await queue.append(append('c'))).toEqual(answer(7));
  });

  it('refuses what it has no room for, and is idle once the rest is answered', async () => {
    const { batches, queue } = queueOf({ maxWaiting: 2 });
    const outcomes = ['a', 'b', 'c'].map((stream) => queue.append(append(stream)));
    await expect(outcomes[2]).rejects.toThrow(StoreOverloaded);
    await queue.idle();
    expect(batches).toEqual([['a', 'b']]);
    await Promise.all(outcomes.slice(0, 2));
    await queue.idle();
  });
});
