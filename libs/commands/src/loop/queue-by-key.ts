import { performance } from 'node:perf_hooks';
import { TooContended } from './errors.js';

/** How long work waits for its turn by default. */
const TURN_MS = 30_000;

/** Work of the same key is done one after another, in the order in which it came; work of different keys is not delayed. */
export class QueueByKey {
  readonly #limitMs: number;
  readonly #last = new Map<string, Promise<unknown>>();

  /** @param limitMs how long work waits for its turn before it is given up. */
  constructor(limitMs = TURN_MS) {
    this.#limitMs = limitMs;
  }

  /**
   * Does the work once all work of the key that came before has ended, whatever came of it. While a store is away each piece of
   * work takes all of the store's patience: the limit keeps a queue behind it from waiting for the sum of these.
   * @throws TooContended when the turn came too late: then the work was not begun.
   */
  async run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const latest = performance.now() + this.#limitMs;
    const before = this.#last.get(key);
    const inTime = () => {
      if (performance.now() > latest) throw new TooContended(key);
      return work();
    };
    const mine = before === undefined ? work() : before.then(inTime);
    const ended = mine.catch(() => undefined);
    this.#last.set(key, ended);
    try {
      return await mine;
    } finally {
      if (this.#last.get(key) === ended) this.#last.delete(key);
    }
  }
}
