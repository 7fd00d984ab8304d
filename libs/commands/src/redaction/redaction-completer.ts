import type { EventStore, StoredEvent } from '@bali/event-store';
import { recordOf } from '@bali/ledger';
import { redactedBy, type RunnerLog } from '@bali/projections';
import { LedgerFollower } from '../saga/ledger-follower.js';
import type { Erasing } from './erasing.js';

export interface RedactionCompleterOptions {
  readonly trialLedger: EventStore;
  readonly sealedLedger: EventStore;
  readonly accessLedger: EventStore;
  readonly erasing: Erasing;
  /** Erases what is redacted of accounts. */
  readonly accounts: { finishRedactions(): Promise<void> };
  readonly log: RunnerLog;
}

/**
 * Follows the three ledgers, and erases what they say is redacted and what a crash, here or of another instance, left beside
 * them.
 */
export class RedactionCompleter {
  readonly #options: RedactionCompleterOptions;
  readonly #followers: readonly LedgerFollower[];

  constructor(options: RedactionCompleterOptions) {
    const { trialLedger, sealedLedger, accessLedger, erasing, log } = options;
    this.#options = options;
    const notYet = 'a redacted text is not erased yet: tried again';
    this.#followers = [
      new LedgerFollower({ ledger: trialLedger, log, notYet, settle: (page) => this.#settleTrial(page) }),
      // Which of the sealed events redact something is inside them.
      new LedgerFollower({ ledger: sealedLedger, log, notYet, settle: () => erasing.allFromSealed() }),
      new LedgerFollower({ ledger: accessLedger, log, notYet, settle: (page) => this.#settleAccess(page) }),
    ];
  }

  /** False while a redacted text cannot be erased. */
  get isUp(): boolean {
    return this.#followers.every(({ isUp }) => isUp);
  }

  /** Resolves once all that was redacted before is erased: nothing may be served earlier. */
  async start(): Promise<void> {
    const { erasing, accounts } = this.#options;
    await erasing.allFromTrial();
    await erasing.allFromSealed();
    await accounts.finishRedactions();
    for (const follower of this.#followers) follower.start();
  }

  async stop(): Promise<void> {
    for (const follower of this.#followers) await follower.stop();
  }

  async #settleTrial(page: readonly StoredEvent[] | undefined): Promise<void> {
    const { erasing } = this.#options;
    if (page === undefined) return erasing.allFromTrial();
    for (const hash of redactedIn(page)) await erasing.fromTrial(hash);
  }

  async #settleAccess(page: readonly StoredEvent[] | undefined): Promise<void> {
    const { accounts, accessLedger } = this.#options;
    if (page === undefined) return accounts.finishRedactions();
    for (const hash of redactedIn(page)) await accessLedger.eraseText(hash);
  }
}

function redactedIn(page: readonly StoredEvent[]): readonly string[] {
  const redactions = page.filter(({ type }) => type === 'TextRedacted');
  return redactions.flatMap(({ leaf }) => redactedBy(recordOf(leaf)) ?? []);
}
