import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { type Resources, RESOURCES } from '../resources.js';
import { SealedCommands } from '../sealed/sealed-commands.js';
import { Finishing } from './finishing.js';
import { LedgerFollower } from './ledger-follower.js';

/**
 * Follows the sealed ledger, and finishes in the trial ledger what was begun there and cut off by a crash or a lost
 * connection, of this instance or of another, without anyone asking. What a command is about to finish by itself is
 * finished once, whoever comes first.
 */
@Injectable()
export class BegunCompleter implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #follower: LedgerFollower;
  /** Number of begun operations that are finished or given up. */
  #settled = 0;

  constructor(
    @Inject(SealedCommands) private readonly sealed: SealedCommands,
    @Inject(Finishing) private readonly finishing: Finishing,
    @Inject(RESOURCES) { sealedLedger: ledger, log }: Resources,
  ) {
    this.#follower = new LedgerFollower({
      ...{ ledger, log, notYet: 'what was begun in the sealed ledger is not finished yet: tried again' },
      settle: (_, signal) => this.#settle(signal),
    });
  }

  onApplicationBootstrap(): void {
    this.#follower.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.#follower.stop();
  }

  /** Finishes all that is begun and not finished, in the order in which it was begun. */
  async #settle(signal: AbortSignal): Promise<void> {
    const { begun } = await this.sealed.state();
    for (const one of begun.slice(this.#settled)) {
      if (signal.aborted) return;
      if (!one.isGivenUp && !this.finishing.isKnownToBeFinished(one)) await this.finishing.finishOrGiveUp(one);
      this.#settled += 1;
    }
  }
}
