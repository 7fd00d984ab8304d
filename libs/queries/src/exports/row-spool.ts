import type { Row } from '@bali/exports';
import { closeSync, createReadStream, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Characters of a table that are kept in memory before they are written. */
const KEPT_LENGTH = 64 * 1024;

interface SpooledTable {
  readonly file: number;
  readonly path: string;
  count: number;
  kept: string;
}

/** Rows of tables on their way into files: they lie on the disk, since memory must not grow with the trial. */
export class RowSpool implements Disposable {
  readonly #directory: string;
  readonly #tables = new Map<string, SpooledTable>();

  /** @param directory which is made, and is its own. */
  constructor(directory: string) {
    mkdirSync(directory, { mode: 0o700 });
    this.#directory = directory;
  }

  add(tables: ReadonlyMap<string, readonly Row[]>): void {
    for (const [name, rows] of tables) {
      if (rows.length === 0) continue;
      const table = this.#table(name);
      table.count += rows.length;
      table.kept += rows.map((row) => `${JSON.stringify(row)}\n`).join('');
      if (table.kept.length > KEPT_LENGTH) flush(table);
    }
  }

  count(name: string): number {
    return this.#tables.get(name)?.count ?? 0;
  }

  async *rows(name: string): AsyncGenerator<Row> {
    const table = this.#tables.get(name);
    if (table === undefined) return;
    flush(table);
    const lines = createInterface({ input: createReadStream(table.path), crlfDelay: Infinity });
    for await (const line of lines) yield JSON.parse(line) as Row;
  }

  [Symbol.dispose](): void {
    for (const { file } of this.#tables.values()) closeSync(file);
    this.#tables.clear();
  }

  #table(name: string): SpooledTable {
    const known = this.#tables.get(name);
    if (known !== undefined) return known;
    const path = join(this.#directory, name);
    const table = { file: openSync(path, 'wx', 0o600), path, count: 0, kept: '' };
    this.#tables.set(name, table);
    return table;
  }
}

function flush(table: SpooledTable): void {
  // `writeSync` would write, on a disk that is nearly full, what there is room for, and not throw.
  if (table.kept !== '') writeFileSync(table.file, Buffer.from(table.kept, 'utf8'));
  table.kept = '';
}
