import type { DatabaseSync } from 'node:sqlite';
import { StoreUnavailable } from '../errors.js';
import type { Append, Appended } from '../event-store.js';
import { LedgerWriter } from './ledger-writer.js';
import { inTransaction } from './transaction.js';

export interface GroupCommitOptions {
  /** How long to wait for other processes' locks. */
  readonly patienceMs: number;
  /** Called after each commit, before the appends are answered. */
  readonly committed: () => void;
}

/**
 * Commits appends together: one transaction and one fsync for all of them, each with its own expectation. What is refused
 * does no harm to the others; what cannot be committed is committed for none of them.
 */
export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #writer: LedgerWriter;
  readonly #options: GroupCommitOptions;

  constructor(database: DatabaseSync, options: GroupCommitOptions) {
    this.#database = database;
    this.#writer = new LedgerWriter(database);
    this.#options = options;
  }

  /** @throws StoreUnavailable when none of them could be committed. */
  async commit(appends: readonly Append[]): Promise<readonly (Appended | Error)[]> {
    const { patienceMs, committed } = this.#options;
    const work = () => this.#writer.appendAll(appends);
    try {
      const outcomes = await inTransaction(this.#database, patienceMs, work);
      committed();
      return outcomes;
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      throw new StoreUnavailable('the ledger could not be written to', { cause: error });
    }
  }
}
