import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { EventIdTaken, StoreOverloaded, StoreUnavailable, WrongExpectedRevision } from '../errors.js';
import type { Append, Appended } from '../event-store.js';
import { LedgerWriter } from './ledger-writer.js';
import { inTransaction } from './transaction.js';

/** The most appends in one transaction: it bounds how long one commit takes. */
const MAX_BATCH = 512;

interface Waiting {
  readonly append: Append;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: Error) => void;
}

export interface GroupCommitOptions {
  /** How many appends may wait. */
  readonly maxWaiting: number;
  /** How long to wait for other processes' locks. */
  readonly patienceMs: number;
  /** Called after each commit, before the appends are answered. */
  readonly committed: () => void;
}

/**
 * Commits the appends that are waiting together: one transaction and one fsync for all of them, each with its own
 * expectation. What is refused does no harm to the others; what cannot be committed is committed for none of them.
 *
 * An append waits for nothing but the turn of the event loop it came in: alone, it is committed alone and at once;
 * those that come while a commit is running are the next batch.
 */
export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #writer: LedgerWriter;
  readonly #options: GroupCommitOptions;
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;

  constructor(database: DatabaseSync, options: GroupCommitOptions) {
    this.#database = database;
    this.#writer = new LedgerWriter(database);
    this.#options = options;
  }

  append(append: Append): Promise<Appended> {
    if (this.#waiting.length >= this.#options.maxWaiting)
      return Promise.reject(new StoreOverloaded(this.#waiting.length));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ append, resolve, reject });
      this.#running ??= this.#commitWaiting();
    });
  }

  /** Resolves when no append is waiting. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #commitWaiting(): Promise<void> {
    while (this.#waiting.length > 0) {
      await nextTurn();
      const batch = this.#waiting.slice(0, MAX_BATCH);
      this.#waiting = this.#waiting.slice(MAX_BATCH);
      await this.#commit(batch);
    }
    this.#running = undefined;
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await inTransaction(this.#database, this.#options.patienceMs, () =>
        batch.map(({ append }) => this.#outcome(append)),
      );
      this.#options.committed();
      for (const [index, { resolve, reject }] of batch.entries()) {
        const outcome = outcomes[index];
        if (outcome instanceof Error) reject(outcome);
        else if (outcome !== undefined) resolve(outcome);
      }
    } catch (error) {
      const unavailable = new StoreUnavailable('the ledger could not be written to', { cause: error });
      for (const { reject } of batch) reject(error instanceof StoreUnavailable ? error : unavailable);
    }
  }

  #outcome(append: Append): Appended | Error {
    try {
      return this.#writer.append(append);
    } catch (error) {
      if (error instanceof WrongExpectedRevision || error instanceof EventIdTaken) return error;
      throw error;
    }
  }
}
