import type { Ledger } from '@bali/ledger';
import type { LedgerHeld } from '../errors.js';
import type { StoredEvent } from '../event-store.js';
import type { LedgerHeads, StoredHead } from '../heads/ledger-heads.js';
import { type HeadedRows, HeadVerification } from '../sqlite/head-verification.js';
import { markOf } from '../sqlite/head-writer.js';
import { VerifiedRows } from '../sqlite/verified-rows.js';
import type { LedgerReplica } from './ledger-replica.js';

export interface ReplicaHeadsOptions {
  readonly ledger: Ledger;
  readonly heads: LedgerHeads;
  readonly replica: LedgerReplica;
  /** The head of a person's decision to use the ledger as it was found: a mark that is older says nothing any more. */
  readonly accepted?: StoredHead | undefined;
  /** Whether this installation may remember which head it has seen last. */
  readonly readOnly: boolean;
}

/**
 * Believes of a copy what a genuine head covers, and makes the heads of what is appended. Whatever others have appended to the
 * cluster is verified before anybody reads it.
 */
export class ReplicaHeads {
  /** The events that are believed. */
  readonly rows: VerifiedRows;
  readonly #verification: HeadVerification;
  readonly #found: HeadedRows;
  readonly #options: ReplicaHeadsOptions;
  /** As it was before the cluster was read: other instances may share the keys' directory, and write to the cluster. */
  readonly #marked: ReturnType<LedgerHeads['mark']['read']>;
  #hasBegun = false;

  constructor(options: ReplicaHeadsOptions) {
    this.#options = options;
    this.#found = options.replica.headed();
    this.#marked = markSince(options.accepted, options.heads.mark.read());
    this.#verification = new HeadVerification(options.ledger, options.heads);
    this.rows = new VerifiedRows(this.#found, this.#verification);
  }

  /** The head that covers the events that are believed; `undefined` if none are. */
  get head(): StoredHead | undefined {
    return this.#verification.events.head;
  }

  get held(): LedgerHeld | undefined {
    return this.#verification.held;
  }

  /** Verifies the whole copy, which has everything that the cluster has, and compares it with what was seen there last. */
  begin(): void {
    this.#hasBegun = true;
    this.#verification.begin(this.#found, this.#marked);
    this.#remember();
  }

  /** Verifies what was taken in since. What is taken in before {@link begin} is verified there. */
  refresh(): void {
    if (!this.#hasBegun) return;
    this.#verification.refresh(this.#found);
    this.#remember();
  }

  /** Holds the ledger for what was found in the cluster. */
  hold(why: 'head-missing' | 'head-does-not-fit'): void {
    this.#verification.hold(why);
  }

  /** @throws LedgerHeld when the ledger is held. */
  refuseIfHeld(): void {
    this.#verification.refuseIfHeld();
  }

  /**
   * The head of the ledger with events that are to follow. It fits them at their place, and nowhere else.
   * @returns `undefined` if the place is not after the last event that is believed. @throws LedgerHeld
   */
  sealed(events: readonly StoredEvent[]): StoredHead | undefined {
    this.refresh();
    this.refuseIfHeld();
    const verified = this.#verification.events;
    if (events[0]?.position !== verified.size) return undefined;
    const before = verified.head;
    verified.forgetAdded();
    verified.add(events);
    const number = (before?.number ?? -1) + 1;
    const head = { number, size: verified.sizeWithAdded, ...verified.seal(before?.mac) };
    // Whether it comes to this place is known later, and others are verified meanwhile.
    verified.forgetAdded();
    return head;
  }

  #remember(): void {
    const { head } = this.#verification.events;
    const { heads, readOnly } = this.#options;
    if (!readOnly && this.held === undefined && head !== undefined) heads.mark.write(markOf(head));
  }
}

function markSince(accepted: StoredHead | undefined, mark: ReturnType<LedgerHeads['mark']['read']>): typeof mark {
  const isOlder = accepted !== undefined && typeof mark === 'object' && mark.number < accepted.number;
  return isOlder ? undefined : mark;
}
