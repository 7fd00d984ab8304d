import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

/** Number of rows that share a statement: what a call costs is then small against what a row costs. */
const ROWS = 32;

/** Inserts rows into a table, in the order given, many with each statement. */
export class BulkInsert {
  readonly #columns: number;
  readonly #one: StatementSync;
  readonly #many: StatementSync;
  #held: SQLInputValue[] = [];

  /** @param columns how many the table has. */
  constructor(database: DatabaseSync, table: string, columns: number) {
    const row = `(${Array<string>(columns).fill('?').join(', ')})`;
    this.#columns = columns;
    this.#one = database.prepare(`INSERT INTO ${table} VALUES ${row}`);
    this.#many = database.prepare(`INSERT INTO ${table} VALUES ${Array<string>(ROWS).fill(row).join(', ')}`);
  }

  /** @param values as many as there are columns; what they refer to is held until it is written. */
  add(...values: readonly SQLInputValue[]): void {
    this.#held.push(...values);
    if (this.#held.length < ROWS * this.#columns) return;
    this.#many.run(...this.#held);
    this.#held = [];
  }

  flush(): void {
    for (let start = 0; start < this.#held.length; start += this.#columns) {
      this.#one.run(...this.#held.slice(start, start + this.#columns));
    }
    this.#held = [];
  }
}
