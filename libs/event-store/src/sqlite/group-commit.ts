import type { DatabaseSync } from 'node:sqlite';
import { LedgerHeld, StoreUnavailable } from '../errors.js';
import type { Append, Appended } from '../event-store.js';
import type { HeadWriter } from './head-writer.js';
import { LedgerWriter } from './ledger-writer.js';
import { inTransaction } from './transaction.js';

export interface GroupCommitOptions {
  /** How long to wait for other processes' locks. */
  readonly patienceMs: number;
  /** Seals each commit with a head. */
  readonly heads: HeadWriter;
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
    const { patienceMs, heads, committed } = this.#options;
    const work = () => {
      heads.begin();
      const { outcomes, events } = this.#writer.appendAll(appends);
      return { outcomes, head: heads.seal(events) };
    };
    try {
      const { outcomes } = await inTransaction(this.#database, patienceMs, work, ({ head }) => heads.committed(head));
      committed();
      return outcomes;
    } catch (error) {
      if (error instanceof StoreUnavailable || error instanceof LedgerHeld) throw error;
      throw new StoreUnavailable('the ledger could not be written to', { cause: error });
    }
  }
}
