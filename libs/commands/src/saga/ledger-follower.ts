import type { EventStore, StoredEvent } from '@bali/event-store';
import type { RunnerLog } from '@bali/projections';
import { keepTrying } from '@bali/queue';

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
 * anyone asking. What fails is tried again, with back-off, until it is stopped.
 */
export class LedgerFollower {
  readonly #options: FollowerOptions;
  readonly #stopping = new AbortController();
  readonly #settled = Promise.withResolvers<undefined>();
  #following: Promise<void> = Promise.resolve();
  #failure: string | undefined;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /** False while something that is to be done cannot be done. */
  get isUp(): boolean {
    return this.#failure === undefined;
  }

  /** Resolves when what had been left undone at the start is done, or when it was stopped before that. */
  settled(): Promise<void> {
    return this.#settled.promise;
  }

  start(): void {
    const { signal } = this.#stopping;
    const attempt = (worked: () => void) => this.#follow(signal, worked);
    this.#following = keepTrying({ signal, attempt, failed: (error) => this.#report(error) });
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#following;
    this.#settled.resolve(undefined);
  }

  async #follow(signal: AbortSignal, worked: () => void): Promise<void> {
    const { ledger, settle } = this.#options;
    const succeeded = (): void => {
      this.#failure = undefined;
      this.#settled.resolve(undefined);
      worked();
    };
    const next = (await ledger.lastPosition()) + 1;
    await settle(undefined, signal);
    succeeded();
    for await (const page of ledger.follow(next, signal)) {
      await settle(page, signal);
      succeeded();
    }
  }

  /** Says each failure once, however often it comes in a row. */
  #report(error: unknown): void {
    const failure = error instanceof Error ? error.message : String(error);
    if (failure !== this.#failure) this.#options.log.error({ err: error }, this.#options.notYet);
    this.#failure = failure;
  }
}
