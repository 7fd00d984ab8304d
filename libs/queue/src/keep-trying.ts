/** The first pause is short: most failures are over at once, such as a lock that another process held. */
const FIRST_PAUSE_MS = 100;
/** Somebody who has made room on a full disk does not wait longer than this until all goes on. */
const LONGEST_PAUSE_MS = 10_000;

/** How long to wait after a number of failures in a row (from 1): twice as long each time, and a random part of it. */
export function pauseAfterMs(failures: number, random: number): number {
  const longestMs = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
  return longestMs * (0.5 + random / 2);
}

export interface KeepTrying {
  /** Work that goes on until the signal is aborted. It calls `worked` when it has come further: the next pause is short again. */
  readonly attempt: (worked: () => void) => Promise<void>;
  /** Is told of each failure, before the pause that follows it. */
  readonly failed: (error: unknown) => void;
  readonly signal: AbortSignal;
  /** Resolves after that time, or when the signal is aborted. Default: the machine's own timers. */
  readonly pause?: (pauseMs: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Does work that goes on for ever, such as following a ledger, and begins it again after each failure, with back-off. It never
 * gives up: whatever failed (a full disk, a lock, a store that is away), nobody has to restart anything once it is over.
 * Resolves when the signal is aborted.
 */
export async function keepTrying({ attempt, failed, signal, pause = paused }: KeepTrying): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      await attempt(() => (failures = 0));
    } catch (error) {
      if (isAborted(signal)) return;
      failures += 1;
      failed(error);
      await pause(pauseAfterMs(failures, Math.random()), signal);
    }
  }
}

function paused(pauseMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, pauseMs);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}

/** A function, so that the compiler does not take an earlier answer for the present one. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
