import type { EventStore, StoredEvent } from '@bali/event-store';
import type { RunnerLog } from '@bali/projections';
import {
  concat,
  concatMap,
  defer,
  EMPTY,
  from,
  fromEvent,
  lastValueFrom,
  of,
  retry,
  takeUntil,
  tap,
  timer,
} from 'rxjs';

/** Long enough for a store that is being restarted. */
const RETRY_AFTER_MS = 1_000;

export interface FollowerOptions {
  readonly ledger: EventStore;
  readonly log: RunnerLog;
  /** What an operator is told when it fails. */
  readonly notYet: string;
  /**
   * Does what is to be done. @param page what came in: nothing at the start and after it failed; then all is looked at that
   * may have been left undone.
   */
  readonly settle: (page: readonly StoredEvent[] | undefined, signal: AbortSignal) => Promise<void>;
}

/**
 * A process manager: follows a ledger, and finishes what a crash, here or of another instance, has left undone, without
 * anyone asking. What fails is tried again, until it is stopped.
 */
export class LedgerFollower {
  readonly #options: FollowerOptions;
  readonly #stopping = new AbortController();
  #following: Promise<unknown> = Promise.resolve();

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  start(): void {
    const { ledger, settle } = this.#options;
    const { signal } = this.#stopping;
    const stopped$ = fromEvent(signal, 'abort');
    const pages$ = defer(async () => (await ledger.lastPosition()) + 1).pipe(
      concatMap((next) => concat(of(undefined), from(ledger.follow(next, signal)))),
      concatMap((page) => settle(page, signal)),
      tap({ error: (error: unknown) => this.#report(error) }),
      // A delay that ends without a value ends the whole.
      retry({
        delay: () => (signal.aborted ? EMPTY : timer(RETRY_AFTER_MS).pipe(takeUntil(stopped$))),
      }),
    );
    this.#following = lastValueFrom(pages$, { defaultValue: undefined });
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#following;
  }

  #report(error: unknown): void {
    if (!this.#stopping.signal.aborted) this.#options.log.error({ err: error }, this.#options.notYet);
  }
}
