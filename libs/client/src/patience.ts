import { ProblemError } from './problem-error.js';

/** How long the client tries. */
export interface Patience {
  /** How long one attempt may take until its answer has been read. Default: 30 s. */
  readonly timeoutMs: number;
  /** How long all attempts of one request may take together. Default: 60 s. */
  readonly patienceMs: number;
}

export const DEFAULT_PATIENCE: Patience = { timeoutMs: 30_000, patienceMs: 60_000 };

/** Time, as the client uses it. Tests hand in their own. */
export interface Timers {
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number;
  /** @throws the signal's reason, once it is aborted. */
  readonly wait: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

export const SYSTEM_TIMERS: Timers = {
  now: () => performance.now(),
  wait: (ms, signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', abort);
        resolve();
      }, ms);
      const abort = () => {
        clearTimeout(timer);
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', abort, { once: true });
    }),
};

/** Nobody knows whether the server did what it was asked: it did not answer, or the answer was cut off. */
export class NoAnswerError extends Error {
  /** The Idempotency-Key of the command that was sent: sent again with it, the command is recorded once. */
  readonly key: string | undefined;

  constructor(what: string, key: string | undefined, cause: unknown) {
    const again = key === undefined ? '' : ` It may have been recorded: send it again with the same key, ${key}.`;
    super(`${what} was not answered (${reasonOf(cause)}).${again}`, { cause });
    this.name = 'NoAnswerError';
    this.key = key;
  }
}

/** What went wrong, in the words of the innermost error: `fetch failed` alone says nothing. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? `${cause.message}: ${cause.cause.message}` : cause.message;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;

/** How long to wait after a failure: as long as the server asks; else longer each time, and never the same for two clients. */
export function waitMsAfter(error: unknown, failures: number): number {
  const asked = error instanceof ProblemError ? error.retryAfterSeconds : undefined;
  if (asked !== undefined) return asked * 1_000;
  const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 10));
  return longest * (0.5 + Math.random() / 2);
}

/**
 * Whether a failure may be over when the same is asked again. Of a request that must not be done twice, this is so only if the server
 * says that it did nothing (429).
 */
export function mayPass(error: unknown, mayRepeat: boolean): boolean {
  if (error instanceof ProblemError) return error.status === 429 || (error.status >= 500 && mayRepeat);
  return error instanceof NoAnswerError && mayRepeat;
}

export interface Trying {
  /** Whether the same request may reach the server twice: a query, or a command with its key. */
  readonly mayRepeat: boolean;
  readonly patienceMs: number;
  readonly timers: Timers;
  readonly signal: AbortSignal | undefined;
}

/**
 * Does something until it succeeds, until it fails for good, or until the next attempt would come too late. `Retry-After` is kept to.
 * @throws what the last attempt threw
 */
export async function patiently<Result>(attempt: () => Promise<Result>, trying: Trying): Promise<Result> {
  const { mayRepeat, patienceMs, timers, signal } = trying;
  const end = timers.now() + patienceMs;
  for (let failures = 1; ; failures += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!mayPass(error, mayRepeat)) throw error;
      const waitMs = waitMsAfter(error, failures);
      if (timers.now() + waitMs > end) throw error;
      await timers.wait(waitMs, signal);
    }
  }
}
