import { type Ledger, recordedAtOf } from '@bali/ledger';
import { Buffer } from 'node:buffer';
import type { StatementSync } from 'node:sqlite';
import type { LedgerPlaces } from '../append-decision.js';
import { NotThisLedger, StoreUnavailable } from '../errors.js';
import type { StoredEvent } from '../event-store.js';
import type { StoredHead } from '../heads/ledger-heads.js';
import { CommitWatch } from '../sqlite/commit-watch.js';
import { HeadTable } from '../sqlite/head-table.js';
import { type HeadedRows, headedRows } from '../sqlite/head-verification.js';
import { type Connections, openLedgerFile } from '../sqlite/ledger-file.js';
import { LedgerReader } from '../sqlite/ledger-reader.js';
import { isAgainstRules } from '../sqlite/sqlite-error.js';
import { STATEMENTS } from '../sqlite/statements.js';
import { inTransaction } from '../sqlite/transaction.js';

/** How long another process of this installation may hold the replica's lock. */
const LOCK_PATIENCE_MS = 10_000;

export interface ReplicaOptions {
  readonly path: string;
  readonly trialId: string;
  readonly ledger: Ledger;
  readonly pollIntervalMs: number;
}

/** An event whose place, in its stream or among the ids, another event has already. */
export class CannotStand extends NotThisLedger {}

/** An event, and the heads that cover the ledger up to it. */
export interface TakenEvent {
  readonly event: StoredEvent;
  readonly heads: readonly StoredHead[];
}

/**
 * The ledger's events as far as this installation has seen them. The file answers where a stream stands, where an id is, and
 * every read. It may be thrown away, and is then made again from the cluster.
 *
 * It only grows, event by event in the ledger's order, so whatever it holds is the beginning of the ledger.
 */
export class LedgerReplica implements LedgerPlaces {
  readonly reader: LedgerReader;
  readonly watch: CommitWatch;
  readonly path: string;
  readonly #connections: Connections;
  readonly #lastEvent: StatementSync;
  readonly #lastRevision: StatementSync;
  readonly #event: StatementSync;
  readonly #insert: StatementSync | undefined;
  readonly #heads: HeadTable | undefined;

  constructor({ path, trialId, ledger, pollIntervalMs }: ReplicaOptions) {
    const connections = openLedgerFile({ path, trialId, ledger, heads: 'not-verified' });
    const { reader, writer } = connections;
    // A power cut may take events from its end: these are read from the cluster again.
    writer?.exec('PRAGMA synchronous = NORMAL');
    this.path = path;
    this.#connections = connections;
    this.reader = new LedgerReader(reader);
    this.watch = new CommitWatch(() => this.reader.dataVersion(), pollIntervalMs);
    this.#lastEvent = reader.prepare(STATEMENTS.lastEvent);
    this.#lastRevision = reader.prepare(STATEMENTS.lastRevision);
    this.#event = reader.prepare(STATEMENTS.event);
    this.#insert = writer?.prepare(STATEMENTS.insertEvent);
    this.#heads = writer && new HeadTable(writer);
  }

  lastPosition(): number {
    return this.reader.lastPosition();
  }

  lastRecordedAt(): string | undefined {
    const row = this.#lastEvent.get() as Pick<StoredEvent, 'leaf'> | undefined;
    return row && recordedAtOf(row.leaf);
  }

  lastRevision(stream: string): number | undefined {
    const last = this.#lastRevision.get(stream)?.['last'];
    return typeof last === 'number' ? last : undefined;
  }

  event(id: string): StoredEvent | undefined {
    return this.#event.get(id) as StoredEvent | undefined;
  }

  /** Whether an event holds this text as it is. Every event is looked into, so it is asked for what should never happen. */
  isNamed(hash: string): boolean {
    const { reader } = this.#connections;
    return reader.prepare('SELECT 1 FROM event WHERE instr(leaf, ?) LIMIT 1').get(Buffer.from(hash)) !== undefined;
  }

  /** The events, and the heads that were taken in with them, as what verifies them reads them. */
  headed(): HeadedRows {
    return headedRows(this.#connections.reader);
  }

  /**
   * Takes in events as the cluster gives them, each with the heads that cover all events up to it. Those that are in the copy
   * already do no harm.
   * @throws CannotStand when others have written one of them: those before it are taken in. NotThisLedger when the cluster does not go on from where this ledger was seen last.
   */
  async take(taken: readonly TakenEvent[]): Promise<void> {
    const { writer } = this.#connections;
    if (!writer) throw new StoreUnavailable('the local copy of the ledger cannot be written to');
    let refused: CannotStand | undefined;
    await inTransaction(writer, LOCK_PATIENCE_MS, () => {
      refused = undefined;
      let last = this.#lastWritten();
      for (const { event, heads } of taken) {
        if (event.position > last + 1) throw new StoreUnavailable('an event that comes before was not seen yet');
        if (event.position <= last) this.#expectSame(event);
        else refused = this.#refusalOf(event, heads);
        if (refused !== undefined) return;
        last = Math.max(last, event.position);
      }
    });
    this.watch.wake();
    if (refused !== undefined) throw refused;
  }

  close(): void {
    this.watch.close();
    this.#connections.reader.close();
    this.#connections.writer?.close();
  }

  /** Also sees what the transaction under way has written. */
  #lastWritten(): number {
    const last = this.#connections.writer?.prepare(STATEMENTS.lastPosition).get()?.['last'];
    return typeof last === 'number' ? last : -1;
  }

  #expectSame({ position, id }: StoredEvent): void {
    const known = this.#connections.writer?.prepare(STATEMENTS.event).get(id);
    if (known?.['position'] === position) return;
    throw new NotThisLedger(
      `an event in the cluster is not the one that this installation has seen there (${this.path}): ` +
        'the cluster was restored from an older back-up, or is another one',
    );
  }

  /** Writes an event, or returns why it cannot be written. */
  #refusalOf(
    { position, stream, revision, id, type, leaf }: StoredEvent,
    heads: readonly StoredHead[],
  ): CannotStand | undefined {
    try {
      this.#insert?.run(position, stream, revision, id, type, leaf);
      for (const head of heads) this.#heads?.add(head);
      return undefined;
    } catch (error) {
      // A full disk is no fault of the event's.
      if (!isAgainstRules(error)) throw error;
      return new CannotStand('an event of the ledger cannot stand where it stands in the cluster', { cause: error });
    }
  }
}
