import type { FreeText, Ledger } from '@bali/ledger';
import { checkAppend, checkCheckpoint, checkPlace, checkStreamName, checkTexts } from '../append-request.js';
import { type LedgerHeld, StoreUnavailable } from '../errors.js';
import type { Append, Appended, EventStore, FoundTexts, KeptCheckpoint, StoredEvent } from '../event-store.js';
import { pagesAsTheyCome, pagesBetween } from '../pages.js';
import type { EventRows } from '../sqlite/event-rows.js';
import { asStoreError } from './cluster-errors.js';
import { connectLedger, type EventStoreDbOptions, type LedgerConnection } from './ledger-connection.js';

/** One ledger in an EventStoreDB cluster. What it guarantees, and what it does not, is in the README. */
export class EventStoreDbEventStore implements EventStore {
  readonly ledger: Ledger;
  readonly #options: EventStoreDbOptions;
  readonly #closing = new AbortController();
  readonly #underWay = new Set<Promise<unknown>>();
  #opened: Promise<LedgerConnection> | undefined;
  #connection: LedgerConnection | undefined;
  #closed: Promise<void> | undefined;

  /** It connects when it is first used, or by {@link open}; and again by the next call, if it could not. */
  constructor(options: EventStoreDbOptions) {
    this.ledger = options.ledger;
    this.#options = options;
  }

  /**
   * Connects, checks that it is the ledger that is meant and that all of it is there, and catches up with it.
   * @throws NotThisLedger, StoreUnavailable
   */
  async open(): Promise<void> {
    await this.#use(() => undefined);
  }

  async append(append: Append): Promise<Appended> {
    checkAppend(append);
    return this.#write(({ appends }) => appendTo(appends, append));
  }

  async readStream(stream: string, fromRevision = 0): Promise<readonly StoredEvent[]> {
    checkStreamName(stream);
    checkPlace(fromRevision);
    return this.#useFresh(({ rows }) => rows.stream(stream, fromRevision));
  }

  async *read(
    fromPosition = 0,
    pageEvents = this.#pageEvents,
  ): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    checkPlace(fromPosition);
    const end = await this.lastPosition();
    const read = (from: number) => this.#use(({ rows }) => rows.page(from, end, pageEvents));
    yield* pagesBetween(fromPosition, end, read);
  }

  lastPosition(): Promise<number> {
    return this.#useFresh(({ rows }) => rows.lastPosition());
  }

  async *follow(fromPosition: number, signal: AbortSignal): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    checkPlace(fromPosition);
    if (signal.aborted) return;
    const { feed, replica, rows } = await this.#use((opened) => opened);
    feed.acquire();
    try {
      const read = (from: number) => this.#pageFrom(rows, from);
      yield* pagesAsTheyCome(fromPosition, signal, read, (stop) => replica.watch.next(stop));
    } finally {
      feed.release();
    }
  }

  readTexts(hashes: readonly string[]): Promise<FoundTexts> {
    return this.#use(({ texts }) => texts.read(hashes));
  }

  allTexts(): AsyncGenerator<FoundTexts, void, undefined> {
    return this.#pages(({ texts }) => texts.all());
  }

  async expectTextsWhole(): Promise<void> {
    await this.#use(({ texts, replica }) => texts.expectWhole((hash) => replica.isNamed(hash)));
  }

  async keepTexts(kept: readonly FreeText[]): Promise<void> {
    checkTexts(kept);
    await this.#write(async ({ texts }) => {
      await texts.keep(kept);
      await texts.putRight(kept);
    });
  }

  eraseText(hash: string): Promise<boolean> {
    return this.#write(({ texts }) => texts.erase(hash));
  }

  async keepCheckpoint(checkpoint: KeptCheckpoint): Promise<void> {
    checkCheckpoint(checkpoint);
    await this.#write(async ({ checkpoints, refuseForgotten: refuse }) => {
      // The ledger of a checkpoint must be there whole. Somebody may have set the cluster to forget parts of it meanwhile.
      await refuse();
      await checkpoints.keep(checkpoint);
    });
  }

  async *readCheckpoints(fromSize = 0): AsyncGenerator<readonly KeptCheckpoint[], void, undefined> {
    checkPlace(fromSize);
    yield* this.#pages(({ checkpoints }) => checkpoints.all(fromSize));
  }

  lastCheckpoint(): Promise<KeptCheckpoint | undefined> {
    return this.#use(({ checkpoints }) => checkpoints.last());
  }

  get held(): LedgerHeld | undefined {
    return this.#connection?.heads?.held;
  }

  async syncMark(): Promise<void> {
    const { heads } = this.#options;
    if (heads !== 'not-verified') await heads.mark.sync();
  }

  close(): Promise<void> {
    this.#closed ??= this.#letGo();
    return this.#closed;
  }

  get #pageEvents(): number {
    return this.#options.pageEvents ?? 500;
  }

  async #letGo(): Promise<void> {
    // Followers end first, then calls that are under way, and only then the patience of those.
    const opened = await this.#opened?.catch(() => undefined);
    opened?.replica.watch.close();
    await Promise.allSettled(this.#underWay);
    this.#closing.abort();
    await opened?.feed.close();
    await opened?.cluster.close();
    opened?.replica.close();
    const { heads } = this.#options;
    if (heads !== 'not-verified') heads.mark.close();
  }

  #write<Result>(work: (opened: LedgerConnection) => Promise<Result>): Promise<Result> {
    if (this.#options.readOnly === true || this.#options.heads === 'not-verified')
      return Promise.reject(new StoreUnavailable('the ledger was opened for reading only'));
    return this.#use(work);
  }

  /** Does work on a copy that has every append that was acknowledged before the call, to whichever instance. */
  #useFresh<Result>(work: (opened: LedgerConnection) => Result): Promise<Result> {
    return this.#use(async (opened) => {
      await opened.catchUp.fresh();
      return work(opened);
    });
  }

  /** Does work on the connection. Closing the store waits for it. */
  async #use<Result>(work: (opened: LedgerConnection) => Result | Promise<Result>): Promise<Result> {
    this.#refuseIfClosed();
    const working = this.#connected().then(work);
    this.#underWay.add(working);
    try {
      return await working;
    } catch (error) {
      throw asPortError(error);
    } finally {
      this.#underWay.delete(working);
    }
  }

  /** Pages of something beside the ledger. Each is work of its own, so that closing the store waits for no consumer. */
  async *#pages<Page>(
    pagesOf: (opened: LedgerConnection) => AsyncGenerator<Page, void, undefined>,
  ): AsyncGenerator<Page, void, undefined> {
    const pages = await this.#use((opened) => ({ of: pagesOf(opened) }));
    try {
      for (;;) {
        const next = await this.#use(() => pages.of.next());
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      await pages.of.return();
    }
  }

  #pageFrom(rows: EventRows, from: number): readonly StoredEvent[] {
    this.#refuseIfClosed();
    try {
      return rows.page(from, Number.MAX_SAFE_INTEGER, this.#pageEvents);
    } catch (error) {
      throw asPortError(error);
    }
  }

  #connected(): Promise<LedgerConnection> {
    this.#opened ??= this.#connect().catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }

  async #connect(): Promise<LedgerConnection> {
    this.#connection = await connectLedger(this.#options, this.#closing.signal);
    return this.#connection;
  }

  #refuseIfClosed(): void {
    if (this.#closed) throw new StoreUnavailable('the store is closed');
  }
}

/** A ledger whose heads are not verified was opened for reading only. */
function appendTo(appends: LedgerConnection['appends'], append: Append): Promise<Appended> {
  if (appends === undefined) throw new StoreUnavailable('the ledger was opened for reading only');
  return appends.append(append);
}

/** Passes the port's own refusals as they are. */
function asPortError(error: unknown): Error {
  if (error instanceof Error && REFUSALS.has(error.name)) return error;
  return asStoreError(error);
}

const REFUSALS = new Set(['WrongExpectedRevision', 'EventIdTaken', 'StoreOverloaded']);
