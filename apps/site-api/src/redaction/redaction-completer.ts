import type { StoredEvent } from '@bali/event-store';
import { recordOf } from '@bali/ledger';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { LedgerFollower } from '../begun/ledger-follower.js';
import { type Resources, RESOURCES } from '../resources.js';
import { Erasing, redactedBy } from './erasing.js';

/**
 * Follows the three ledgers, and erases what they say is redacted and what a crash, here or of another instance, left beside
 * them. All of it is erased before anything is served.
 */
@Injectable()
export class RedactionCompleter implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #erasing: Erasing;
  readonly #resources: Resources;
  readonly #followers: readonly LedgerFollower[];

  constructor(@Inject(RESOURCES) resources: Resources, @Inject(Erasing) erasing: Erasing) {
    this.#erasing = erasing;
    this.#resources = resources;
    const { trialLedger, sealedLedger, accessLedger, log } = resources;
    const notYet = 'a redacted text is not erased yet: tried again';
    this.#followers = [
      new LedgerFollower({ ledger: trialLedger, log, notYet, settle: (page) => this.#settleTrial(page) }),
      // Which of the sealed events redact something is inside them.
      new LedgerFollower({ ledger: sealedLedger, log, notYet, settle: () => this.#erasing.allFromSealed() }),
      new LedgerFollower({ ledger: accessLedger, log, notYet, settle: (page) => this.#settleAccess(page) }),
    ];
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.#erasing.allFromTrial();
    await this.#erasing.allFromSealed();
    await this.#resources.accounts.finishRedactions();
    for (const follower of this.#followers) follower.start();
  }

  async onModuleDestroy(): Promise<void> {
    for (const follower of this.#followers) await follower.stop();
  }

  async #settleTrial(page: readonly StoredEvent[] | undefined): Promise<void> {
    if (page === undefined) return this.#erasing.allFromTrial();
    for (const { leaf } of redactionsIn(page)) await this.#erasing.fromTrial(redactedBy(recordOf(leaf)));
  }

  async #settleAccess(page: readonly StoredEvent[] | undefined): Promise<void> {
    if (page === undefined) return this.#resources.accounts.finishRedactions();
    for (const { leaf } of redactionsIn(page)) await this.#resources.accessLedger.eraseText(redactedBy(recordOf(leaf)));
  }
}

function redactionsIn(page: readonly StoredEvent[]): readonly StoredEvent[] {
  return page.filter(({ type }) => type === 'TextRedacted');
}
