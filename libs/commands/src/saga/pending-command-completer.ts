import type { EventStore } from '@bali/event-store';
import type { RunnerLog } from '@bali/projections';
import { LedgerFollower } from './ledger-follower.js';
import type { SealedCommands } from './sealed-commands.js';
import type { TwoLedgerSagas } from './two-ledger-sagas.js';

export interface PendingCommandCompleterOptions {
  readonly sealedLedger: EventStore;
  readonly sealed: SealedCommands;
  readonly sagas: TwoLedgerSagas;
  readonly log: RunnerLog;
}

/**
 * Follows the sealed ledger, and finishes in the trial ledger what began there and was cut off by a crash or a lost
 * connection, of this instance or of another, without anyone asking. What a command is about to finish by itself is
 * finished once, whoever comes first.
 */
export class PendingCommandCompleter {
  readonly #options: PendingCommandCompleterOptions;
  readonly #follower: LedgerFollower;
  /** Number of pending commands that are finished or given up: the first ones. */
  #settled = 0;

  constructor(options: PendingCommandCompleterOptions) {
    const { sealedLedger: ledger, log } = options;
    this.#options = options;
    this.#follower = new LedgerFollower({
      ...{ ledger, log, notYet: 'what was begun in the sealed ledger is not finished yet: tried again' },
      settle: (_, signal) => this.#settle(signal),
    });
  }

  /** False while something that was begun cannot be finished. */
  get isUp(): boolean {
    return this.#follower.isUp;
  }

  /** Resolves when all is finished or given up that had begun before it was started. */
  settled(): Promise<void> {
    return this.#follower.settled();
  }

  start(): void {
    this.#follower.start();
  }

  stop(): Promise<void> {
    return this.#follower.stop();
  }

  /** Finishes all that began and is not finished, in the order in which it began. */
  async #settle(signal: AbortSignal): Promise<void> {
    const { sagas, sealed } = this.#options;
    const { pending } = await sealed.state();
    for (const command of pending.slice(this.#settled)) {
      if (signal.aborted) return;
      if (!command.isGivenUp && !sagas.isKnownToBeFinished(command)) await sagas.finishOrGiveUp(command);
      this.#settled += 1;
    }
  }
}
