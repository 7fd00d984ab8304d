import { OneAtATime } from './one-at-a-time.js';

export interface QueueOptions {
  /** How much work is done at once, whatever its keys. Default: any amount. */
  readonly concurrent?: number;
  /** Milliseconds on a clock that never goes back. Default: that of the process. */
  readonly now?: () => number;
}

/** The work of one key that waits or is done. */
interface Line {
  readonly turns: OneAtATime;
  length: number;
}

/**
 * Work of the same key is done one after another, in the order in which it came; work of different keys is done at once, as far
 * as the queue allows. It keeps nothing of a key that has no work.
 */
export class QueueByKey {
  readonly #concurrent: number;
  readonly #now: () => number;
  readonly #lines = new Map<string, Line>();
  /** Work whose turn it is, and which waits for other keys' work to end. */
  readonly #resting: (() => void)[] = [];
  #length = 0;
  #working = 0;

  constructor({ concurrent = Infinity, now = () => performance.now() }: QueueOptions = {}) {
    this.#concurrent = concurrent;
    this.#now = now;
  }

  /** How much work waits or is done, of all keys together. */
  get length(): number {
    return this.#length;
  }

  /** How much work of a key waits or is done. */
  lengthOf(key: string): number {
    return this.#lines.get(key)?.length ?? 0;
  }

  /**
   * Does the work once all work of the key that came before has ended.
   * @param work gets the time that it waited for that, in milliseconds; 0 if nothing came before. It may then decline to begin.
   * @throws what the work throws.
   */
  async run<Result>(key: string, work: (waitedMs: number) => Promise<Result>): Promise<Result> {
    const line = this.#lines.get(key) ?? { turns: new OneAtATime(), length: 0 };
    const cameAt = line.length === 0 ? undefined : this.#now();
    this.#lines.set(key, line);
    this.#count(line, 1);
    try {
      return await line.turns.run(() => this.#limited(() => work(cameAt === undefined ? 0 : this.#now() - cameAt)));
    } finally {
      this.#count(line, -1);
      if (line.length === 0) this.#lines.delete(key);
    }
  }

  #count(line: Line, change: 1 | -1): void {
    line.length += change;
    this.#length += change;
  }

  async #limited<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#working >= this.#concurrent) await new Promise<void>((resolve) => this.#resting.push(resolve));
    else this.#working += 1;
    try {
      return await work();
    } finally {
      const next = this.#resting.shift();
      if (next === undefined) this.#working -= 1;
      else next();
    }
  }
}
