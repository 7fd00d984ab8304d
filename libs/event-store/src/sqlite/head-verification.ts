import { equalBytes, type Ledger, toHex } from '@bali/ledger';
import type { DatabaseSync } from 'node:sqlite';
import { type HeldBecause, LedgerHeld } from '../errors.js';
import type { Mark } from '../heads/head-mark.js';
import type { LedgerHeads, StoredHead } from '../heads/ledger-heads.js';
import { VerifiedEvents } from '../heads/verified-events.js';
import { HeadTable } from './head-table.js';
import { LedgerReader } from './ledger-reader.js';

/** How many events are read and hashed at once. */
const EVENTS_AT_ONCE = 1_000;

/** A connection to a ledger's file, as verification reads it. */
export interface HeadedRows {
  readonly rows: LedgerReader;
  readonly heads: HeadTable;
}

export function headedRows(database: DatabaseSync): HeadedRows {
  return { rows: new LedgerReader(database), heads: new HeadTable(database) };
}

/**
 * Believes the events of one ledger's file as far as a genuine head covers them, whichever process wrote them, and holds the
 * ledger when what is found does not fit. A ledger that is held stays so until it is opened again.
 */
export class HeadVerification {
  readonly events: VerifiedEvents;
  readonly #ledger: Ledger;
  readonly #heads: LedgerHeads;
  #held: LedgerHeld | undefined;

  constructor(ledger: Ledger, heads: LedgerHeads) {
    this.events = new VerifiedEvents(heads.keys, ledger);
    this.#ledger = ledger;
    this.#heads = heads;
  }

  get held(): LedgerHeld | undefined {
    return this.#held;
  }

  /**
   * Verifies the whole ledger when it is opened, and compares it with its mark.
   * @param mark as it was before the ledger was read: another process may be writing to it.
   * @param markNow as it is when it is called; absent where a ledger may be new here, and older elsewhere.
   */
  begin(found: HeadedRows, mark: Mark | 'unreadable' | undefined, markNow?: () => unknown): void {
    this.refresh(found);
    if (this.#held !== undefined) this.#believeWhatFits(found);
    else if (mark === 'unreadable') this.hold('mark-unreadable');
    else if (mark !== undefined) this.#compare(found, mark);
    // Another process may have made the ledger, and its mark, since the mark was looked for.
    else if (this.#wasMarked() && markNow !== undefined && markNow() === undefined) this.hold('mark-gone');
  }

  /** A process can end between its first head and its first mark, and at no later time without one. */
  #wasMarked(): boolean {
    return (this.events.head?.number ?? 0) > 0;
  }

  /** Verifies what was committed since, and believes it. */
  refresh(found: HeadedRows): void {
    if (this.#held !== undefined) return;
    const newest = found.heads.newest();
    const { head } = this.events;
    if (newest === undefined) {
      if (head !== undefined || found.rows.lastPosition() >= 0) this.hold('head-missing');
    } else if (head === undefined) {
      this.#believe(found, newest);
    } else {
      this.#goOn(found, head, newest);
    }
  }

  /** @throws LedgerHeld when the ledger is held. */
  refuseIfHeld(): void {
    if (this.#held !== undefined) throw this.#held;
  }

  /** Holds the ledger from now on. */
  hold(why: HeldBecause): LedgerHeld {
    this.events.forgetAdded();
    if (this.#held === undefined) {
      this.#held = new LedgerHeld(this.#ledger, why);
      this.#heads.onHeld?.(this.#held);
    }
    return this.#held;
  }

  /** @param head the one that is believed. */
  #goOn(found: HeadedRows, head: StoredHead, newest: StoredHead): void {
    if (newest.number < head.number || newest.size < head.size) this.hold('behind-its-mark');
    else if (!isSame(found.heads.at(head.number), head)) this.hold('not-the-marked-history');
    else if (newest.number > head.number) this.#believe(found, newest);
  }

  #believe(found: HeadedRows, newest: StoredHead): void {
    // What a transaction that failed had added is still there.
    this.events.forgetAdded();
    if (this.#addUpTo(found, newest.size) && this.#isSealedBy(found, newest)) this.events.believe(newest);
    else this.hold('head-does-not-fit');
  }

  #isSealedBy({ heads }: HeadedRows, head: StoredHead): boolean {
    return this.events.isSealedBy(head, heads.macBefore(head.number));
  }

  /** @returns whether the file has as many events. */
  #addUpTo({ rows }: HeadedRows, size: number): boolean {
    while (this.events.sizeWithAdded < size) {
      const next = this.events.sizeWithAdded;
      const page = rows.page(next, size - 1, EVENTS_AT_ONCE);
      if (page[0]?.position !== next) return false;
      this.events.add(page);
    }
    return true;
  }

  #compare({ heads }: HeadedRows, mark: Mark): void {
    const newest = this.events.head;
    const marked = heads.at(mark.number);
    if (newest === undefined || mark.number > newest.number) this.hold('behind-its-mark');
    else if (marked === undefined || toHex(marked.mac) !== mark.mac) this.hold('not-the-marked-history');
  }

  /** The newest head does not fit: an earlier one may, and what it covers is read. */
  #believeWhatFits(found: HeadedRows): void {
    const bySize = Map.groupBy(found.heads.all(), ({ size }) => size);
    for (const [size, heads] of [...bySize].sort(([one], [other]) => one - other)) {
      if (size < this.events.sizeWithAdded) continue;
      if (!this.#addUpTo(found, size)) break;
      const head = heads.find((candidate) => this.#isSealedBy(found, candidate));
      if (head !== undefined) this.events.believe(head);
    }
    this.events.forgetAdded();
  }
}

function isSame(found: StoredHead | undefined, head: StoredHead): boolean {
  return found?.size === head.size && equalBytes(found.mac, head.mac);
}
