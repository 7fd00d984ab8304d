import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { StoredHead } from '../heads/ledger-heads.js';
import { STATEMENTS } from './statements.js';

/** The heads in a ledger's file: one for each commit. */
export class HeadTable {
  readonly #newest: StatementSync;
  readonly #head: StatementSync;
  readonly #before: StatementSync;
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#newest = database.prepare(STATEMENTS.newestHead);
    this.#head = database.prepare(STATEMENTS.head);
    this.#before = database.prepare(STATEMENTS.headBefore);
  }

  newest(): StoredHead | undefined {
    return this.#newest.get() as StoredHead | undefined;
  }

  at(number: number): StoredHead | undefined {
    return this.#head.get(number) as StoredHead | undefined;
  }

  /** The HMAC of the head before one; `undefined` if that one is the first. */
  macBefore(number: number): Uint8Array | undefined {
    return this.#before.get(number)?.['mac'] as Uint8Array | undefined;
  }

  /** Every head, in order. */
  all(): readonly StoredHead[] {
    return this.#database.prepare(STATEMENTS.heads).all() as unknown as readonly StoredHead[];
  }

  /** Must be called within the transaction that wrote the events. */
  add({ number, size, key, mac }: StoredHead): void {
    this.#database.prepare(STATEMENTS.insertHead).run(number, size, key, mac);
  }
}
