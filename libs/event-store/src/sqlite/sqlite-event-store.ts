import type { FreeText, Ledger } from '@bali/ledger';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppendQueue } from '../append-queue.js';
import { checkAppend, checkCheckpoint, checkPlace, checkStreamName, checkTexts } from '../append-request.js';
import { LedgerHeld, StoreUnavailable } from '../errors.js';
import type { Append, Appended, EventStore, FoundTexts, KeptCheckpoint, StoredEvent } from '../event-store.js';
import { pagesAsTheyCome, pagesBetween } from '../pages.js';
import { CheckpointTable } from './checkpoint-table.js';
import { CommitWatch } from './commit-watch.js';
import type { EventRows } from './event-rows.js';
import { GroupCommit } from './group-commit.js';
import { headedRows, HeadVerification } from './head-verification.js';
import { HeadWriter, markOf } from './head-writer.js';
import { type Connections, type LedgerFile, openLedgerFile } from './ledger-file.js';
import { LedgerReader } from './ledger-reader.js';
import { TextEraser } from './text-eraser.js';
import { TextKeeper } from './text-keeper.js';
import { inTransaction } from './transaction.js';
import { VerifiedRows } from './verified-rows.js';

export interface SqliteEventStoreOptions extends LedgerFile {
  /** How many appends may wait. More are refused with StoreOverloaded. Default: 10,000. */
  readonly maxWaitingAppends?: number;
  /** Time between two looks of a follower for what other processes have committed. Default: 25 ms. */
  readonly pollIntervalMs?: number;
  /** How long an append waits for other processes' locks before it fails. Default: 10 s. */
  readonly lockPatienceMs?: number;
  /** The most events in a page. Default: 500. */
  readonly pageEvents?: number;
}

/**
 * Opens the ledger in a file, or creates it. Several processes may have it open, and write to it, at once.
 *
 * @throws NotThisLedger when something else is at that path, or a damaged ledger.
 * @throws StoreUnavailable when the path cannot be read or written.
 */
export function openSqliteEventStore(options: SqliteEventStoreOptions): SqliteEventStore {
  return new SqliteEventStore(openLedgerFile(options), options);
}

interface Writing {
  readonly appends: AppendQueue;
  readonly keep: (texts: readonly FreeText[]) => Promise<void>;
  readonly eraser: TextEraser;
  readonly keepCheckpoint: (checkpoint: KeptCheckpoint) => Promise<void>;
}

/** One ledger in one SQLite file. What it guarantees, and what it does not, is in the README. */
export class SqliteEventStore implements EventStore {
  readonly ledger: Ledger;
  readonly #connections: Connections;
  readonly #reader: LedgerReader;
  /** The events: those that are believed, where the ledger is verified. */
  readonly #events: EventRows;
  readonly #verification: HeadVerification | undefined;
  readonly #heads: SqliteEventStoreOptions['heads'];
  readonly #checkpoints: CheckpointTable;
  readonly #writing: Writing | undefined;
  readonly #watch: CommitWatch;
  readonly #pageEvents: number;
  /** Texts and checkpoints that are being written. */
  readonly #writesBeside = new Set<Promise<unknown>>();
  #closed: Promise<void> | undefined;

  /** @internal Use {@link openSqliteEventStore}. */
  constructor(connections: Connections, options: SqliteEventStoreOptions) {
    const { ledger, maxWaitingAppends, pollIntervalMs = 25, lockPatienceMs = 10_000 } = options;
    this.ledger = ledger;
    this.#connections = connections;
    this.#pageEvents = options.pageEvents ?? 500;
    const reader = new LedgerReader(connections.reader);
    const watch = new CommitWatch(() => reader.dataVersion(), pollIntervalMs);
    this.#reader = reader;
    this.#checkpoints = new CheckpointTable(connections.reader);
    this.#watch = watch;
    this.#heads = options.heads;
    this.#verification = verificationOf(connections, options);
    this.#events =
      this.#verification === undefined ? reader : new VerifiedRows(headedRows(connections.reader), this.#verification);
    if (!connections.writer || this.#verification === undefined || options.heads === 'not-verified') return;
    const { writer } = connections;
    const heads = new HeadWriter(writer, this.#verification, options.heads.mark);
    const commits = new GroupCommit(writer, { patienceMs: lockPatienceMs, heads, committed: () => watch.wake() });
    const appends = new AppendQueue({ maxWaiting: maxWaitingAppends, commit: (batch) => commits.commit(batch) });
    const texts = new TextKeeper(writer);
    const keep = (kept: readonly FreeText[]) => inTransaction(writer, lockPatienceMs, () => texts.keep(kept));
    const checkpoints = new CheckpointTable(writer);
    const keepCheckpoint = (checkpoint: KeptCheckpoint) =>
      inTransaction(writer, lockPatienceMs, () => checkpoints.keep(checkpoint));
    this.#writing = { appends, keep, eraser: new TextEraser(writer, lockPatienceMs), keepCheckpoint };
  }

  async append(append: Append): Promise<Appended> {
    checkAppend(append);
    return this.#writable().appends.append(append);
  }

  async readStream(stream: string, fromRevision = 0): Promise<readonly StoredEvent[]> {
    checkStreamName(stream);
    checkPlace(fromRevision);
    return this.#read(() => this.#events.stream(stream, fromRevision));
  }

  async *read(
    fromPosition = 0,
    pageEvents = this.#pageEvents,
  ): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    checkPlace(fromPosition);
    const end = await this.lastPosition();
    const read = (from: number) => this.#readNow(() => this.#events.page(from, end, pageEvents));
    yield* pagesBetween(fromPosition, end, read);
  }

  lastPosition(): Promise<number> {
    return this.#read(() => this.#events.lastPosition());
  }

  async *follow(fromPosition: number, signal: AbortSignal): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    checkPlace(fromPosition);
    const read = (from: number) =>
      this.#readNow(() => this.#events.page(from, Number.MAX_SAFE_INTEGER, this.#pageEvents));
    yield* pagesAsTheyCome(fromPosition, signal, read, (stop) => this.#watch.next(stop));
  }

  readTexts(hashes: readonly string[]): Promise<FoundTexts> {
    return this.#read((reader) => reader.texts(hashes));
  }

  async *allTexts(): AsyncGenerator<FoundTexts, void, undefined> {
    for (let after: string | undefined = ''; after !== undefined;) {
      const before: string = after;
      const { found, last } = await this.#read((reader) => reader.textsAfter(before, this.#pageEvents));
      after = last;
      if (last !== undefined) yield found;
      await nextTurn();
    }
  }

  async keepTexts(texts: readonly FreeText[]): Promise<void> {
    checkTexts(texts);
    await this.#writeBeside(this.#writable().keep(texts), 'the texts may not be kept yet: try again');
  }

  async eraseText(hash: string): Promise<boolean> {
    return this.#writeBeside(this.#writable().eraser.erase(hash), 'the text may not be erased yet: try again');
  }

  async keepCheckpoint(checkpoint: KeptCheckpoint): Promise<void> {
    checkCheckpoint(checkpoint);
    const kept = this.#writable().keepCheckpoint(checkpoint);
    await this.#writeBeside(kept, 'the checkpoint may not be kept yet: try again');
  }

  async *readCheckpoints(fromSize = 0): AsyncGenerator<readonly KeptCheckpoint[], void, undefined> {
    checkPlace(fromSize);
    let next = await this.#read(() => this.#checkpoints.firstOf(fromSize));
    while (next !== undefined) {
      const from: number = next;
      const page = await this.#read(() => this.#checkpoints.page(from, this.#pageEvents));
      next = page.length === 0 ? undefined : from + page.length;
      if (page.length > 0) yield page;
    }
  }

  lastCheckpoint(): Promise<KeptCheckpoint | undefined> {
    return this.#read(() => this.#checkpoints.last());
  }

  get held(): LedgerHeld | undefined {
    return this.#verification?.held;
  }

  async syncMark(): Promise<void> {
    if (this.#heads !== 'not-verified') await this.#heads.mark.sync();
  }

  close(): Promise<void> {
    this.#closed ??= this.#letGo();
    return this.#closed;
  }

  async #letGo(): Promise<void> {
    this.#watch.close();
    await this.#writing?.appends.idle();
    await Promise.allSettled(this.#writesBeside);
    this.#connections.reader.close();
    this.#connections.writer?.close();
    if (this.#heads !== 'not-verified') this.#heads.mark.close();
  }

  /** Writes texts or checkpoints. Closing the store waits for it. */
  async #writeBeside<Result>(write: Promise<Result>, complaint: string): Promise<Result> {
    this.#writesBeside.add(write);
    try {
      return await write;
    } catch (error) {
      if (error instanceof RangeError) throw error;
      throw asUnavailable(error, complaint);
    } finally {
      this.#writesBeside.delete(write);
    }
  }

  #read<Result>(read: (reader: LedgerReader) => Result): Promise<Result> {
    return new Promise((resolve) => resolve(this.#readNow(read)));
  }

  #readNow<Result>(read: (reader: LedgerReader) => Result): Result {
    this.#refuseIfClosed();
    try {
      return read(this.#reader);
    } catch (error) {
      throw asUnavailable(error, 'the ledger could not be read');
    }
  }

  #writable() {
    this.#refuseIfClosed();
    if (!this.#writing) throw new StoreUnavailable('the ledger was opened for reading only');
    return this.#writing;
  }

  #refuseIfClosed(): void {
    if (this.#closed) throw new StoreUnavailable('the store is closed');
  }
}

/** Verifies the ledger as it is found, and moves the mark to its newest head. */
function verificationOf(
  { reader, writer }: Connections,
  { ledger, heads }: SqliteEventStoreOptions,
): HeadVerification | undefined {
  if (heads === 'not-verified') return undefined;
  const mark = heads.mark.read();
  const verification = new HeadVerification(ledger, heads);
  verification.begin(headedRows(reader), mark, () => heads.mark.read());
  const { head } = verification.events;
  if (writer && verification.held === undefined && head !== undefined) heads.mark.write(markOf(head));
  return verification;
}

function asUnavailable(error: unknown, message: string): Error {
  if (error instanceof StoreUnavailable || error instanceof LedgerHeld) return error;
  return new StoreUnavailable(message, { cause: error });
}
