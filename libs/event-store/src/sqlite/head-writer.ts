import { toHex } from '@bali/ledger';
import type { DatabaseSync } from 'node:sqlite';
import type { StoredEvent } from '../event-store.js';
import type { HeadMark, Mark } from '../heads/head-mark.js';
import type { StoredHead } from '../heads/ledger-heads.js';
import { type HeadedRows, headedRows, type HeadVerification } from './head-verification.js';

/** Seals each commit with a head, and remembers the head outside the file once it is committed. */
export class HeadWriter {
  readonly #verification: HeadVerification;
  readonly #mark: HeadMark;
  /** On the connection that writes: it sees what the transaction under way has written. */
  readonly #written: HeadedRows;

  constructor(database: DatabaseSync, verification: HeadVerification, mark: HeadMark) {
    this.#verification = verification;
    this.#mark = mark;
    this.#written = headedRows(database);
  }

  /** Called first in each transaction: what others have committed is verified. @throws LedgerHeld */
  begin(): void {
    this.#verification.refresh(this.#written);
    this.#verification.refuseIfHeld();
  }

  /** Called last in each transaction that appends. @returns the head, which is believed once the transaction is committed. */
  seal(events: readonly StoredEvent[]): StoredHead | undefined {
    if (events.length === 0) return undefined;
    const verified = this.#verification.events;
    verified.forgetAdded();
    verified.add(events);
    const before = verified.head;
    const number = (before?.number ?? -1) + 1;
    const head = { number, size: verified.sizeWithAdded, ...verified.seal(before?.mac) };
    this.#written.heads.add(head);
    return head;
  }

  /** Called once the transaction is committed, in the same turn of the event loop. */
  committed(head: StoredHead | undefined): void {
    if (head === undefined) return;
    this.#verification.events.believe(head);
    this.#mark.write(markOf(head));
  }
}

export function markOf({ number, mac }: StoredHead): Mark {
  return { number, mac: toHex(mac) };
}
