import type { DatabaseSync } from 'node:sqlite';
import type { StoredEvent } from '@bali/event-store';
import { leafHash, recordOf } from '@bali/ledger';
import { type Checkpoint, Checkpoints } from './checkpoints.js';
import { ProjectionFailed } from './errors.js';
import type { LedgerEvent, Projection, ProjectionWriter } from './projection.js';

interface Entry {
  readonly projection: Projection;
  readonly writer: ProjectionWriter;
  position: number;
  indexed: boolean;
}

/** All projections of a file, and the transactions in which they are written. */
export class ProjectionSet {
  readonly #database: DatabaseSync;
  readonly #projections: readonly Projection[];
  readonly #checkpoints: Checkpoints;
  #entries: readonly Entry[] = [];
  #last: { readonly event: LedgerEvent; readonly leaf: Uint8Array } | undefined;

  constructor(database: DatabaseSync, projections: readonly Projection[]) {
    this.#database = database;
    this.#projections = projections;
    this.#checkpoints = new Checkpoints(database);
    this.#inTransaction(() => this.#checkpoints.install(projections));
    this.open();
  }

  /** The last position that all of them have applied and committed; -1 when there is none. */
  get position(): number {
    return this.#entries.length === 0 ? -1 : Math.min(...this.#entries.map((entry) => entry.position));
  }

  /** Begins where the last commit left off: nothing that was held in memory, or is not committed, is kept. */
  open(): void {
    this.#rollBack();
    this.#last = undefined;
    this.#entries = this.#projections.map((projection) => {
      const { position, indexed } = this.#checkpoints.of(projection);
      return { projection, position, indexed, writer: projection.open(this.#database) };
    });
  }

  /** Empties those that the test picks: they begin from the ledger's start. */
  reset(test: (projection: Projection) => boolean): void {
    this.#inTransaction(() => {
      for (const projection of this.#projections) if (test(projection)) this.#checkpoints.reset(projection);
    });
    this.open();
  }

  checkpoints(): readonly (Checkpoint & { readonly projection: Projection })[] {
    return this.#projections.map((projection) => ({ ...this.#checkpoints.of(projection), projection }));
  }

  /**
   * Lets queries go on while something is written. A new file is filled before it, with a rollback journal: pages that
   * were not there before are then written once, and not into a log first.
   */
  serveReaders(): void {
    this.#database.exec('PRAGMA journal_mode = WAL');
  }

  /** Gives up what is not committed, as far as the disk allows: it is given up again before anything else is written. */
  giveUp(): void {
    try {
      this.#rollBack();
    } catch {
      // The failure that made it necessary is the one to be told.
    }
  }

  begin(): void {
    // One that could not even be rolled back, on a disk that failed, must not stand in the way for ever.
    this.#rollBack();
    this.#database.exec('BEGIN IMMEDIATE');
  }

  #rollBack(): void {
    if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
  }

  /** Applies the next page, each event to those projections that have not applied it. */
  apply(page: readonly StoredEvent[]): readonly LedgerEvent[] {
    const events = page.map(({ position, leaf }) => ({ position, record: recordOf(leaf), bytes: leaf.byteLength }));
    for (const entry of this.#entries) applyAll(entry, events);
    const event = events.at(-1);
    const leaf = page.at(-1)?.leaf;
    if (event !== undefined && leaf !== undefined) this.#last = { event, leaf };
    return events;
  }

  /** Commits what was applied, together with how far each projection has come. */
  commit(): void {
    const last = this.#last;
    const behind = this.#entries.filter((entry) => last !== undefined && entry.position < last.event.position);
    if (last !== undefined && behind.length > 0) {
      const hash = leafHash(last.leaf);
      for (const { projection, writer } of behind) {
        try {
          writer.flush();
        } catch (error) {
          throw new ProjectionFailed(projection, last.event, error);
        }
        this.#checkpoints.save(projection, last.event.position, hash);
      }
    }
    this.#database.exec('COMMIT');
    for (const entry of behind) entry.position = last?.event.position ?? entry.position;
  }

  createIndexes(): void {
    for (const entry of this.#entries) {
      if (!entry.indexed) this.#checkpoints.createIndexes(entry.projection);
      entry.indexed = true;
    }
  }

  #inTransaction(work: () => void): void {
    this.begin();
    try {
      work();
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }
}

function applyAll({ projection, writer, position }: Entry, events: readonly LedgerEvent[]): void {
  let current: LedgerEvent | undefined;
  try {
    for (const event of events) {
      current = event;
      if (event.position > position) writer.apply(event);
    }
  } catch (error) {
    throw current === undefined ? error : new ProjectionFailed(projection, current, error);
  }
}
