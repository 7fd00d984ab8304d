import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { checkCheckpointOrder } from '../append-request.js';
import type { KeptCheckpoint } from '../event-store.js';
import { STATEMENTS } from './statements.js';

interface Row extends KeptCheckpoint {
  readonly number: number;
}

/** The signed checkpoints in a ledger's file. */
export class CheckpointTable {
  readonly #database: DatabaseSync;
  readonly #last: StatementSync;
  readonly #first: StatementSync;
  readonly #page: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#last = database.prepare(STATEMENTS.lastCheckpoint);
    this.#first = database.prepare(STATEMENTS.firstCheckpoint);
    this.#page = database.prepare(STATEMENTS.checkpoints);
  }

  /** Must be called within a transaction. @throws RangeError when it is of a smaller tree than the last. */
  keep({ size, note }: KeptCheckpoint): void {
    if (this.#database.prepare(STATEMENTS.checkpoint).get(size, note) !== undefined) return;
    const last = this.#last.get() as Row | undefined;
    checkCheckpointOrder(last, size);
    this.#database.prepare(STATEMENTS.insertCheckpoint).run((last?.number ?? -1) + 1, size, note);
  }

  last(): KeptCheckpoint | undefined {
    const row = this.#last.get() as Row | undefined;
    return row && { size: row.size, note: row.note };
  }

  /** The number of the first checkpoint of a minimum tree size. */
  firstOf(size: number): number | undefined {
    return (this.#first.get(size) as Pick<Row, 'number'> | undefined)?.number;
  }

  /** Checkpoints from a number on, up to a limit: they are numbered from 0, without gaps. */
  page(fromNumber: number, count: number): readonly KeptCheckpoint[] {
    const rows = this.#page.all(fromNumber, count) as unknown as readonly Row[];
    return rows.map(({ size, note }) => ({ size, note }));
  }
}
