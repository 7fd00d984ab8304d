import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { OneAtATime, QueueByKey } from './index.js';

/** Work that ends when it is told to, and the order in which such work began and ended. */
class Works {
  readonly seen: string[] = [];
  readonly #ends = new Map<string, PromiseWithResolvers<string>>();

  of(name: string): () => Promise<string> {
    const end = Promise.withResolvers<string>();
    this.#ends.set(name, end);
    return async () => {
      this.seen.push(`${name} begins`);
      const result = await end.promise.finally(() => this.seen.push(`${name} ends`));
      return result;
    };
  }

  end(name: string): void {
    this.#ends.get(name)?.resolve(name);
  }

  fail(name: string): void {
    this.#ends.get(name)?.reject(new Error(name));
  }
}

describe('work that is done one at a time', () => {
  it('begins when the work before it has ended, also when that failed', async () => {
    const [works, queue] = [new Works(), new OneAtATime()];
    const [one, two] = [queue.run(works.of('one')), queue.run(works.of('two'))];
    works.end('two');
    await nextTurn();
    expect(works.seen).toEqual(['one begins']);
    works.fail('one');
    await expect(one).rejects.toThrow('one');
    expect(await two).toBe('two');
    expect(works.seen).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
  });

  it('is waited for until all of it that came has ended', async () => {
    const [works, queue] = [new Works(), new OneAtATime()];
    const done = [queue.run(works.of('one')), queue.run(works.of('two'))];
    const idle = queue.idle().then(() => works.seen.push('idle'));
    works.end('one');
    works.end('two');
    await Promise.all([...done, idle]);
    expect(works.seen.at(-1)).toBe('idle');
  });
});

describe('the queue by key', () => {
  it('does work of one key in its order, and does not delay the work of another', async () => {
    const [works, queue] = [new Works(), new QueueByKey()];
    const done = [queue.run('a', works.of('a1')), queue.run('a', works.of('a2')), queue.run('b', works.of('b1'))];
    await nextTurn();
    expect(works.seen).toEqual(['a1 begins', 'b1 begins']);
    expect([queue.length, queue.lengthOf('a'), queue.lengthOf('b'), queue.lengthOf('c')]).toEqual([3, 2, 1, 0]);
    for (const name of ['a1', 'a2', 'b1']) works.end(name);
    expect(await Promise.all(done)).toEqual(['a1', 'a2', 'b1']);
    expect([queue.length, queue.lengthOf('a')]).toEqual([0, 0]);
  });

  it('does only so much at once as it is told, whatever the keys', async () => {
    const [works, queue] = [new Works(), new QueueByKey({ concurrent: 2 })];
    const done = ['a', 'b', 'c', 'd'].map((key) => queue.run(key, works.of(key)));
    await nextTurn();
    expect(works.seen).toEqual(['a begins', 'b begins']);
    works.fail('a');
    await expect(done[0]).rejects.toThrow('a');
    await nextTurn();
    expect(works.seen.filter((what) => what.endsWith('begins'))).toHaveLength(3);
    for (const name of ['b', 'c', 'd']) works.end(name);
    expect(await Promise.all(done.slice(1))).toEqual(['b', 'c', 'd']);
  });

  it('tells work how long it waited: nothing, where nothing came before', async () => {
    let now = 1_000;
    const queue = new QueueByKey({ now: () => now });
    const work = (takesMs: number) => (waitedMs: number) => {
      now += takesMs;
      return Promise.resolve(waitedMs);
    };
    expect(await Promise.all([queue.run('a', work(7)), queue.run('a', work(5)), queue.run('a', work(0))])).toEqual([
      0, 7, 12,
    ]);
    expect(await queue.run('a', work(0))).toBe(0);
  });

  it('never does two pieces of work of a key at once, and keeps their order, whatever comes', async () => {
    const piece = fc.record({ key: fc.constantFrom('a', 'b', 'c'), turns: fc.nat({ max: 3 }), fails: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 30 }),
        fc.integer({ min: 1, max: 4 }),
        async (pieces, concurrent) => {
          const queue = new QueueByKey({ concurrent });
          const begun: number[] = [];
          const working = new Map<string, number>();
          const total = () => [...working.values()].reduce((sum, count) => sum + count, 0);
          const results = await Promise.allSettled(
            pieces.map(({ key, turns, fails }, number) =>
              queue.run(key, async () => {
                begun.push(number);
                working.set(key, (working.get(key) ?? 0) + 1);
                expect([working.get(key), total() <= concurrent]).toEqual([1, true]);
                for (let turn = 0; turn < turns; turn += 1) await nextTurn();
                working.set(key, 0);
                if (fails) throw new Error(`piece ${number}`);
                return number;
              }),
            ),
          );
          expect(results.map(({ status }) => status === 'rejected')).toEqual(pieces.map(({ fails }) => fails));
          for (const key of ['a', 'b', 'c']) {
            const ofKey = begun.filter((number) => pieces[number]!.key === key);
            expect(ofKey).toEqual(ofKey.toSorted((one, other) => one - other));
          }
          expect(queue.length).toBe(0);
        },
      ),
      { numRuns: 50 },
    );
  });
});
