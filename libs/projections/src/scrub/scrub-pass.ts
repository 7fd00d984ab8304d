import type { EventStore, StoredEvent } from '@bali/event-store';
import { FoldedProjections } from '../runner/folded-projections.js';
import type { ProjectionRunner } from '../runner/projection-runner.js';
import { firstMismatch, type Mismatch } from './compare-rows.js';
import { type Listing, listingsOf, type Row, rowsAfter } from './listing.js';

export interface ScrubbedFile {
  readonly runner: Pick<ProjectionRunner, 'projections' | 'reader' | 'lastApplied' | 'state'>;
  readonly store: Pick<EventStore, 'read'>;
  /** A directory in which a scratch file takes its space. */
  readonly directory: string;
}

/** Steps are small against a slice of 2 ms, also where a patient's document is large. */
const EVENTS_A_STEP = 8;
const ROWS_A_STEP = 16;

/**
 * Compares a projections file with what is folded anew from the ledger, once, in small steps: first all events are folded into a
 * scratch file, then each table and each index is compared row by row. Both are compared as of the same event: what came
 * meanwhile is folded before each step. A row that is altered after it was compared is found by the next pass.
 */
export class ScrubPass {
  readonly #file: ScrubbedFile;
  readonly #folded: FoldedProjections;
  readonly #listings: readonly Listing[];
  #pages: AsyncIterator<readonly StoredEvent[], unknown> | undefined;
  /** Events that were read, and that the projections have not applied yet. */
  #ahead: readonly StoredEvent[] = [];
  #current = 0;
  #last: Row | undefined;
  #mismatch: Mismatch | undefined;

  constructor(file: ScrubbedFile) {
    this.#file = file;
    this.#folded = new FoldedProjections(file.directory, file.runner.projections);
    // An index that is made at the end takes less time in all, but takes it at once.
    this.#folded.createIndexes();
    this.#listings = listingsOf(file.runner.projections);
  }

  /** The first row that is not what the ledger says, once one was found. */
  get mismatch(): Mismatch | undefined {
    return this.#mismatch;
  }

  get isOver(): boolean {
    return this.#mismatch !== undefined || this.#current >= this.#listings.length;
  }

  /**
   * Does a small piece of the work; nothing while the projections are not following the ledger.
   * @throws what the store throws, and what the scratch file does when the disk is full.
   */
  async step(): Promise<void> {
    const { runner } = this.#file;
    if (this.isOver || runner.state.phase !== 'following') return;
    if (this.#folded.position < runner.lastApplied) await this.#fold();
    else this.#compare();
  }

  async close(): Promise<void> {
    this.#folded.close();
    await this.#pages?.return?.();
  }

  async #fold(): Promise<void> {
    const { runner, store } = this.#file;
    if (this.#ahead.length === 0) this.#ahead = await this.#nextPage(store);
    const applicable = this.#ahead.filter(({ position }) => position <= runner.lastApplied);
    this.#ahead = this.#ahead.slice(applicable.length);
    this.#folded.apply(applicable);
  }

  async #nextPage(store: ScrubbedFile['store']): Promise<readonly StoredEvent[]> {
    this.#pages ??= store.read(this.#folded.position + 1, EVENTS_A_STEP)[Symbol.asyncIterator]();
    const next = await this.#pages.next();
    if (next.done !== true) return next.value;
    this.#pages = undefined;
    return [];
  }

  /** In one turn of the event loop, in which the runner writes nothing. */
  #compare(): void {
    const listing = this.#listings[this.#current];
    if (listing === undefined) return;
    const expected = rowsAfter(this.#folded.reader, listing, this.#last, ROWS_A_STEP);
    const found = rowsAfter(this.#file.runner.reader, listing, this.#last, ROWS_A_STEP);
    this.#mismatch = firstMismatch(listing, expected, found);
    this.#last = expected.at(-1);
    if (expected.length === ROWS_A_STEP) return;
    this.#last = undefined;
    this.#current += 1;
  }
}
