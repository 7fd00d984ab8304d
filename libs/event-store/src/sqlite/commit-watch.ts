import { StoreUnavailable } from '../errors.js';

interface Waiter {
  readonly wake: () => void;
  readonly fail: (error: Error) => void;
}

/**
 * Wakes followers when something was committed: at once if this process committed it, else at the next look at the file's
 * data version. It looks only while a follower waits. It may wake one without cause, but never misses a commit.
 */
export class CommitWatch {
  readonly #dataVersion: () => number;
  readonly #intervalMs: number;
  readonly #waiters = new Set<Waiter>();
  #timer: NodeJS.Timeout | undefined;
  /** Never newer than what any waiter has read last, so that a difference is news to each of them. */
  #seen: number;

  constructor(dataVersion: () => number, intervalMs: number) {
    this.#dataVersion = dataVersion;
    this.#intervalMs = intervalMs;
    this.#seen = dataVersion();
  }

  /**
   * Resolves after the next commit, or when the signal is aborted. To miss nothing, read and then call it in the same
   * turn of the event loop.
   * @throws StoreUnavailable when the store is closed meanwhile.
   */
  next(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const stop = () => {
        signal.removeEventListener('abort', waiter.wake);
        this.#waiters.delete(waiter);
        if (this.#waiters.size === 0) this.#stopLooking();
      };
      const waiter: Waiter = {
        wake: () => {
          stop();
          resolve();
        },
        fail: (error) => {
          stop();
          reject(error);
        },
      };
      signal.addEventListener('abort', waiter.wake);
      this.#waiters.add(waiter);
      this.#timer ??= setInterval(() => this.#look(), this.#intervalMs);
    });
  }

  /** Wakes every waiter. */
  wake(): void {
    for (const waiter of [...this.#waiters]) waiter.wake();
  }

  close(): void {
    this.#fail(new StoreUnavailable('the store was closed'));
  }

  #look(): void {
    try {
      const version = this.#dataVersion();
      if (version === this.#seen) return;
      this.#seen = version;
      this.wake();
    } catch (error) {
      this.#fail(new StoreUnavailable('the ledger could not be read', { cause: error }));
    }
  }

  #fail(error: Error): void {
    for (const waiter of [...this.#waiters]) waiter.fail(error);
  }

  #stopLooking(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
