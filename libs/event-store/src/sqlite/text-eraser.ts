import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { STATEMENTS } from './statements.js';
import { inTransaction, untilFree } from './transaction.js';

/**
 * Erases texts so that no byte of them is left in the ledger's file or in its write-ahead log.
 *
 * Deleting the row is not enough, not even with `secure_delete`: when SQLite moves rows from page to page, copies stay
 * behind in the unused parts of pages. So the whole table is emptied, which sets all its pages to zero, and what is to
 * stay is written anew. That takes time in proportion to the texts; erasing is rare.
 */
export class TextEraser {
  readonly #database: DatabaseSync;
  readonly #patienceMs: number;
  readonly #text: StatementSync;
  readonly #checkpoint: StatementSync;

  constructor(database: DatabaseSync, patienceMs: number) {
    // In memory only (`temp_store`), and empty but during an erasure.
    database.exec('CREATE TEMP TABLE kept_text (hash TEXT, salt TEXT, text BLOB) STRICT');
    this.#database = database;
    this.#patienceMs = patienceMs;
    this.#text = database.prepare(STATEMENTS.text);
    this.#checkpoint = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  /** Returns whether the text was there. */
  async erase(hash: string): Promise<boolean> {
    const wasThere = await inTransaction(this.#database, this.#patienceMs, () => this.#eraseFromTable(hash));
    // The log is emptied also when the text was not there: an earlier attempt may have come no further than the table.
    await untilFree(this.#patienceMs, () => this.#emptyWriteAheadLog());
    return wasThere;
  }

  #eraseFromTable(hash: string): boolean {
    if (this.#text.get(hash) === undefined) return false;
    this.#database
      .prepare('INSERT INTO kept_text SELECT hash, salt, text FROM text WHERE hash <> ? ORDER BY number')
      .run(hash);
    this.#database.exec(`
      DELETE FROM text;
      INSERT INTO text (hash, salt, text) SELECT hash, salt, text FROM kept_text;
      DELETE FROM kept_text;
    `);
    return true;
  }

  /** Returns false as long as a connection still reads from the log. */
  #emptyWriteAheadLog(): boolean {
    return this.#checkpoint.get()?.['busy'] === 0;
  }
}
