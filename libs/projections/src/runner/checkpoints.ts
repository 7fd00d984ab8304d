import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Projection } from './projection.js';

/** How far a projection has come. */
export interface Checkpoint {
  /** The last position that it applied; -1 when it applied none. */
  readonly position: number;
  /** The leaf hash of the event at that position: whether it is still the same ledger. */
  readonly leafHash: Uint8Array | undefined;
  /** Whether its indexes are made: they are only once it has caught up, because sorting once is much faster. */
  readonly indexed: boolean;
  /** The version of the projection that wrote it; undefined when none did. */
  readonly version: number | undefined;
}

/** The projections' tables and checkpoints in the runner's file. Everything here happens in the caller's transaction. */
export class Checkpoints {
  readonly #database: DatabaseSync;
  readonly #save: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#save = database.prepare('UPDATE projection SET position = ?, leaf_hash = ? WHERE name = ?');
  }

  /** Makes the tables of what is new or has another version, and drops those of what is no more. */
  install(projections: readonly Projection[]): void {
    const wanted = new Map(projections.map((projection) => [projection.name, projection]));
    const installed = new Set<string>();
    for (const row of this.#database.prepare('SELECT name, version, tables FROM projection').all()) {
      const name = String(row['name']);
      if (wanted.get(name)?.version === row['version']) installed.add(name);
      else this.#drop(name, JSON.parse(String(row['tables'])) as string[]);
    }
    for (const projection of projections) if (!installed.has(projection.name)) this.#create(projection);
  }

  /** Empties a projection: it begins from the start. */
  reset(projection: Projection): void {
    this.#drop(
      projection.name,
      projection.tables.map((table) => table.name),
    );
    this.#create(projection);
  }

  of({ name }: Projection): Checkpoint {
    const row = this.#database
      .prepare('SELECT position, leaf_hash, indexed, version FROM projection WHERE name = ?')
      .get(name);
    const hash = row?.['leaf_hash'];
    return {
      position: Number(row?.['position'] ?? -1),
      leafHash: hash instanceof Uint8Array ? hash : undefined,
      indexed: row?.['indexed'] === 1,
      version: row === undefined ? undefined : Number(row['version']),
    };
  }

  save({ name }: Projection, position: number, leafHash: Uint8Array): void {
    this.#save.run(position, leafHash, name);
  }

  createIndexes(projection: Projection): void {
    for (const table of projection.tables) {
      for (const [index, columns] of Object.entries(table.indexes ?? {})) {
        this.#database.exec(`CREATE INDEX "${index}" ON "${table.name}" ${columns}`);
      }
    }
    this.#database.prepare('UPDATE projection SET indexed = 1 WHERE name = ?').run(projection.name);
  }

  #create({ name, version, tables }: Projection): void {
    for (const table of tables) this.#database.exec(`CREATE TABLE "${table.name}" ${table.definition}`);
    this.#database
      .prepare('INSERT INTO projection (name, version, tables, position, indexed) VALUES (?, ?, ?, -1, 0)')
      .run(name, version, JSON.stringify(tables.map((table) => table.name)));
  }

  #drop(name: string, tables: readonly string[]): void {
    for (const table of tables) this.#database.exec(`DROP TABLE IF EXISTS "${table}"`);
    this.#database.prepare('DELETE FROM projection WHERE name = ?').run(name);
  }
}
