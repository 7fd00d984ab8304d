import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable } from '../errors.js';
import { isDefinite, reasonOf } from './cluster-errors.js';

/** How time passes while the cluster is waited for: handed in, so that a test need not wait. */
export interface Pacing {
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number;
  /** A number from 0, below 1: it spreads the attempts of several instances. */
  readonly random: () => number;
  /** Resolves after that time, or when the signal is aborted. */
  readonly pause: (pauseMs: number, signal: AbortSignal) => Promise<void>;
}

export const REAL_PACING: Pacing = {
  now: () => performance.now(),
  random: () => Math.random(),
  pause: async (pauseMs, signal) => {
    if (signal.aborted) return;
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
  },
};

/** The first pause is short: most failures are a single answer that was lost. */
const FIRST_PAUSE_MS = 25;
/** Writes resume some 2.5 s after a leader is killed: with longer pauses, its successor would be noticed late. */
const LONGEST_PAUSE_MS = 2_000;

/** How long to wait before an attempt (the first retry is 0): twice as long each time, and a random part of it. */
export function backOffMs(retry: number, random: number): number {
  const longestMs = Math.min(FIRST_PAUSE_MS * 2 ** retry, LONGEST_PAUSE_MS);
  return longestMs * (0.5 + random / 2);
}

/** Tries again for as long as the outcome is unknown, and its patience lasts. */
export class Patience {
  readonly #pacing: Pacing;
  readonly #patienceMs: number;
  readonly #closed: AbortSignal;

  constructor(pacing: Pacing, patienceMs: number, closed: AbortSignal) {
    this.#pacing = pacing;
    this.#patienceMs = patienceMs;
    this.#closed = closed;
  }

  /** The store is closed: nothing is waited for any more. */
  get isClosed(): boolean {
    return this.#closed.aborted;
  }

  /** When to give up what begins now. @param longestMs where less patience is enough */
  deadline(longestMs = this.#patienceMs): number {
    return this.#pacing.now() + Math.min(longestMs, this.#patienceMs);
  }

  isOver(deadline: number): boolean {
    return this.#closed.aborted || this.#pacing.now() >= deadline;
  }

  pause(retry: number): Promise<void> {
    return this.#pacing.pause(backOffMs(retry, this.#pacing.random()), this.#closed);
  }

  /**
   * @throws what an attempt throws if it says for certain that nothing was done (a wrong expectation, no such stream, no
   *   right to do it); StoreUnavailable when the cluster could not be reached before the patience ended.
   */
  async retry<Result>(attempt: (retry: number) => Promise<Result>): Promise<Result> {
    const deadline = this.deadline();
    for (let retry = 0; ; retry += 1) {
      try {
        return await attempt(retry);
      } catch (error) {
        if (isDefinite(error)) throw error;
        if (this.isOver(deadline))
          throw new StoreUnavailable(`the event store cluster cannot be reached${reasonOf(error)}`, { cause: error });
        await this.pause(retry);
      }
    }
  }
}
