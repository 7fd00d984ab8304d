import { setImmediate as nextTurn } from 'node:timers/promises';
import { StoreOverloaded } from './errors.js';
import type { Append, Appended } from './event-store.js';

/** The most appends in one batch: it bounds how long the others wait for one to be committed. */
const MAX_BATCH = 512;

export interface AppendQueueOptions {
  /** How many appends may wait. Default: 10,000. */
  readonly maxWaiting?: number | undefined;
  /** The most bytes of leaves in one batch, where a store takes no more at once; an append that is larger goes alone. */
  readonly maxBatchBytes?: number;
  /**
   * Appends all of them, each with its own expectation, and returns the answer or the refusal of each, in their order. What it
   * throws is the answer to all of them.
   */
  readonly commit: (appends: readonly Append[]) => Promise<readonly (Appended | Error)[]>;
}

interface Waiting {
  readonly append: Append;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The appends that wait for a store to take them, in the order in which they came. Those that wait are committed together.
 *
 * An append waits for nothing but the turn of the event loop it came in: alone, it is committed alone and at once; those
 * that come while a batch is committed are the next one.
 */
export class AppendQueue {
  readonly #options: AppendQueueOptions;
  readonly #maxWaiting: number;
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;

  constructor(options: AppendQueueOptions) {
    this.#options = options;
    this.#maxWaiting = options.maxWaiting ?? 10_000;
  }

  /** @throws StoreOverloaded when too many are waiting; the refusal that `commit` returned, or what it threw. */
  append(append: Append): Promise<Appended> {
    if (this.#waiting.length >= this.#maxWaiting) return Promise.reject(new StoreOverloaded(this.#waiting.length));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ append, resolve, reject });
      this.#running ??= this.#commitWaiting();
    });
  }

  /** Resolves when no append is waiting. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #commitWaiting(): Promise<void> {
    while (this.#waiting.length > 0) {
      await nextTurn();
      await this.#commit(this.#waiting.splice(0, this.#batchSize()));
    }
    this.#running = undefined;
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.#options.commit(batch.map(({ append }) => append));
      for (const [index, { resolve, reject }] of batch.entries()) {
        const outcome = outcomes[index];
        if (outcome instanceof Error) reject(outcome);
        else if (outcome !== undefined) resolve(outcome);
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  #batchSize(): number {
    const { maxBatchBytes } = this.#options;
    const most = Math.min(this.#waiting.length, MAX_BATCH);
    if (maxBatchBytes === undefined) return most;
    let bytes = 0;
    const next = this.#waiting.slice(0, most);
    const tooMuch = next.findIndex(({ append }, index) => {
      bytes += append.events.reduce((sum, { leaf }) => sum + leaf.byteLength, 0);
      return index > 0 && bytes > maxBatchBytes;
    });
    return tooMuch < 0 ? most : tooMuch;
  }
}
