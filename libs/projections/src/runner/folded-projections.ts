import type { StoredEvent } from '@bali/event-store';
import type { DatabaseSync } from 'node:sqlite';
import type { Projection } from './projection.js';
import { ProjectionSet } from './projection-set.js';
import { openScratchDatabase } from './scratch-database.js';

/** Projections that are folded anew from a ledger's leaves, in a scratch file that nobody else can write. */
export class FoldedProjections {
  readonly #database: DatabaseSync;
  readonly #set: ProjectionSet;

  /** @param directory where the scratch file takes its space; without one, it is in memory. */
  constructor(directory: string | undefined, projections: readonly Projection[]) {
    this.#database = openScratchDatabase(directory);
    try {
      this.#set = new ProjectionSet(this.#database, projections);
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  get reader(): DatabaseSync {
    return this.#database;
  }

  /** The last position that was applied; -1 when there is none. */
  get position(): number {
    return this.#set.position;
  }

  /** Applies the next events. After an error this is of no use any more. */
  apply(page: readonly StoredEvent[]): void {
    const first = page[0]?.position ?? this.position + 1;
    if (first !== this.position + 1)
      throw new Error(`the store gave position ${first} where ${this.position + 1} comes next`);
    this.#set.begin();
    this.#set.apply(page);
    this.#set.commit();
  }

  /** Makes the indexes that the projections have. What is applied afterwards is in them, too. */
  createIndexes(): void {
    this.#set.createIndexes();
  }

  close(): void {
    this.#database.close();
  }
}
