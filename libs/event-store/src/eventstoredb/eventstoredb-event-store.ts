import type { FreeText, Ledger } from '@bali/ledger';
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppendQueue } from '../append-queue.js';
import { checkAppend, checkCheckpoint, checkPlace, checkStreamName, checkTexts } from '../append-request.js';
import { NotThisLedger, StoreUnavailable } from '../errors.js';
import type { Append, Appended, EventStore, KeptCheckpoint, StoredEvent } from '../event-store.js';
import { CatchUp } from './catch-up.js';
import { CheckpointStream } from './checkpoint-stream.js';
import { asStoreError } from './cluster-errors.js';
import { Cluster } from './cluster.js';
import type { ConnectionString } from './connection-string.js';
import { identifyLedger, refuseForgotten } from './ledger-identity.js';
import { LedgerReplica } from './ledger-replica.js';
import { LiveFeed } from './live-feed.js';
import { type Pacing, Patience, REAL_PACING } from './pacing.js';
import { MAX_BATCH_BYTES, Sequencer } from './sequencer.js';
import { streamNames } from './stream-names.js';
import { TextStreams } from './text-streams.js';

export interface EventStoreDbOptions {
  readonly connection: ConnectionString;
  readonly trialId: string;
  readonly ledger: Ledger;
  /** Where this installation keeps its copy of the events; made if it is not there. */
  readonly directory: string;
  /** Refuse a ledger that is not there, instead of making it. */
  readonly mustExist?: boolean;
  /** Refuse to write into the cluster. Implies `mustExist`. */
  readonly readOnly?: boolean;
  /** How many appends may wait; more are refused with StoreOverloaded. 10,000 by default. */
  readonly maxWaitingAppends?: number;
  /** How long to wait for one answer of the cluster, in milliseconds. 5,000 by default. */
  readonly timeLimitMs?: number;
  /** How long to try again before a call fails with StoreUnavailable, in milliseconds. 10,000 by default. */
  readonly patienceMs?: number;
  /**
   * After how long without an event a follower's subscription is looked after, and how long it is believed that the cluster is set
   * to forget nothing, in milliseconds. 10,000 by default.
   */
  readonly idleLimitMs?: number;
  /** How often a follower looks for what other processes have put into the copy, in milliseconds. 25 by default. */
  readonly pollIntervalMs?: number;
  /** The most events in a page. 500 by default. */
  readonly pageEvents?: number;
  readonly pacing?: Pacing;
  readonly newInstanceId?: () => string;
}

interface Opened {
  readonly cluster: Cluster;
  readonly replica: LedgerReplica;
  readonly catchUp: CatchUp;
  readonly appends: AppendQueue;
  readonly texts: TextStreams;
  readonly checkpoints: CheckpointStream;
  readonly feed: LiveFeed;
  readonly refuseForgotten: () => Promise<void>;
}

/** One ledger in an EventStoreDB cluster. What it guarantees, and what it does not, is in the README. */
export class EventStoreDbEventStore implements EventStore {
  readonly ledger: Ledger;
  readonly #options: EventStoreDbOptions;
  readonly #closing = new AbortController();
  readonly #underWay = new Set<Promise<unknown>>();
  #opened: Promise<Opened> | undefined;
  #closed: Promise<void> | undefined;

  /** It connects when it is first used, or by {@link open}; and again by the next call, if it could not. */
  constructor(options: EventStoreDbOptions) {
    this.ledger = options.ledger;
    this.#options = options;
  }

  /**
   * Connects, checks that it is the ledger that is meant, and catches up with it.
   * @throws NotThisLedger, StoreUnavailable
   */
  async open(): Promise<void> {
    await this.#use(({ catchUp }) => catchUp.fresh());
  }

  async append(append: Append): Promise<Appended> {
    checkAppend(append);
    return this.#write(({ appends }) => appends.append(append));
  }

  async readStream(stream: string, fromRevision = 0): Promise<readonly StoredEvent[]> {
    checkStreamName(stream);
    checkPlace(fromRevision);
    return this.#useFresh(({ replica }) => replica.reader.stream(stream, fromRevision));
  }

  async *read(fromPosition = 0): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    checkPlace(fromPosition);
    const end = await this.lastPosition();
    for (let next = fromPosition; next <= end;) {
      const page = await this.#use(({ replica }) => replica.reader.page(next, end, this.#pageEvents));
      next = endOf(page, next);
      yield page;
      // Reading blocks; between pages, others have their turn.
      await nextTurn();
    }
  }

  lastPosition(): Promise<number> {
    return this.#useFresh(({ replica }) => replica.lastPosition());
  }

  async *follow(fromPosition: number, signal: AbortSignal): AsyncGenerator<readonly StoredEvent[], void, undefined> {
    checkPlace(fromPosition);
    if (signal.aborted) return;
    const { feed, replica } = await this.#use((opened) => opened);
    feed.acquire();
    try {
      for (let next = fromPosition; this.#isFollowed(signal);) {
        const page = replica.reader.page(next, Number.MAX_SAFE_INTEGER, this.#pageEvents);
        if (page.length === 0) {
          await replica.watch.next(signal);
        } else {
          next = endOf(page, next);
          yield page;
          await nextTurn();
        }
      }
    } finally {
      feed.release();
    }
  }

  readTexts(hashes: readonly string[]): Promise<ReadonlyMap<string, FreeText>> {
    return this.#use(({ texts }) => texts.read(hashes));
  }

  async *allTexts(): AsyncGenerator<readonly FreeText[], void, undefined> {
    const { texts } = await this.#use((opened) => opened);
    for await (const page of texts.all()) {
      this.#refuseIfClosed();
      yield page;
    }
  }

  async keepTexts(kept: readonly FreeText[]): Promise<void> {
    checkTexts(kept);
    await this.#write(({ texts }) => texts.keep(kept));
  }

  eraseText(hash: string): Promise<boolean> {
    return this.#write(({ texts }) => texts.erase(hash));
  }

  async keepCheckpoint(checkpoint: KeptCheckpoint): Promise<void> {
    checkCheckpoint(checkpoint);
    await this.#write(async ({ checkpoints, refuseForgotten: refuse }) => {
      // What a checkpoint is of must be there whole: somebody may have set the cluster to forget meanwhile.
      await refuse();
      await checkpoints.keep(checkpoint);
    });
  }

  async *readCheckpoints(fromSize = 0): AsyncGenerator<readonly KeptCheckpoint[], void, undefined> {
    checkPlace(fromSize);
    const { checkpoints } = await this.#use((opened) => opened);
    for await (const page of checkpoints.all(fromSize)) {
      this.#refuseIfClosed();
      yield page;
    }
  }

  lastCheckpoint(): Promise<KeptCheckpoint | undefined> {
    return this.#use(({ checkpoints }) => checkpoints.last());
  }

  close(): Promise<void> {
    this.#closed ??= this.#letGo();
    return this.#closed;
  }

  get #pageEvents(): number {
    return this.#options.pageEvents ?? 500;
  }

  async #letGo(): Promise<void> {
    // First what waits for something to happen, then what is on its way, and only then the patience of the latter.
    const opened = await this.#opened?.catch(() => undefined);
    opened?.replica.watch.close();
    await Promise.allSettled(this.#underWay);
    this.#closing.abort();
    await opened?.feed.close();
    await opened?.cluster.close();
    opened?.replica.close();
  }

  #write<Result>(work: (opened: Opened) => Promise<Result>): Promise<Result> {
    if (this.#options.readOnly === true)
      return Promise.reject(new StoreUnavailable('the ledger was opened for reading only'));
    return this.#use(work);
  }

  /** Sees every append that was acknowledged before, to whichever instance. */
  #useFresh<Result>(work: (opened: Opened) => Result): Promise<Result> {
    return this.#use(async (opened) => {
      await opened.catchUp.fresh();
      return work(opened);
    });
  }

  /** Closing waits for it. */
  async #use<Result>(work: (opened: Opened) => Result | Promise<Result>): Promise<Result> {
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

  #connected(): Promise<Opened> {
    this.#opened ??= this.#connect().catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }

  async #connect(): Promise<Opened> {
    const options = this.#options;
    const { connection, ledger, pacing = REAL_PACING } = options;
    const names = streamNames(connection.prefix, ledger);
    const patience = new Patience(pacing, options.patienceMs ?? 10_000, this.#closing.signal);
    const cluster = await Cluster.at({ connection, timeLimitMs: options.timeLimitMs ?? 5_000 });
    try {
      const replica = await this.#replicaOf(cluster, patience);
      const catchUp = new CatchUp(cluster, names.events, replica, patience);
      const texts = new TextStreams(cluster, names, patience);
      const checkpoints = new CheckpointStream(cluster, names.checkpoints, patience);
      const sequencer = new Sequencer({ cluster, names, replica, catchUp, texts, patience });
      const appends = new AppendQueue({
        maxWaiting: options.maxWaitingAppends,
        maxBatchBytes: MAX_BATCH_BYTES,
        commit: (batch) => sequencer.commit(batch),
      });
      const idleLimitMs = options.idleLimitMs ?? 10_000;
      const feed = new LiveFeed({ cluster, stream: names.events, replica, catchUp, pacing, idleLimitMs });
      let lookedAt = pacing.now();
      const refuse = async () => {
        if (pacing.now() - lookedAt < idleLimitMs) return;
        await refuseForgotten(cluster, patience, names);
        lookedAt = pacing.now();
      };
      return { cluster, replica, catchUp, appends, texts, checkpoints, feed, refuseForgotten: refuse };
    } catch (error) {
      await cluster.close();
      throw error;
    }
  }

  /** The copy is that of one ledger in one cluster: its file has the ledger's own identifier in its name. */
  async #replicaOf(cluster: Cluster, patience: Patience): Promise<LedgerReplica> {
    const { connection, trialId, ledger, directory, pollIntervalMs = 25, readOnly = false } = this.#options;
    const { mustExist = readOnly, newInstanceId = randomUUID } = this.#options;
    const names = streamNames(connection.prefix, ledger);
    const instance = await identifyLedger(cluster, patience, names, { trialId, ledger, mustExist, newInstanceId });
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return new LedgerReplica({ path: join(directory, `${ledger}-${instance}.db`), trialId, ledger, pollIntervalMs });
  }

  /** @throws StoreUnavailable when the store is closed. */
  #isFollowed(signal: AbortSignal): boolean {
    if (signal.aborted) return false;
    this.#refuseIfClosed();
    return true;
  }

  #refuseIfClosed(): void {
    if (this.#closed) throw new StoreUnavailable('the store is closed');
  }
}

/** Refusals of the port pass as they are. */
function asPortError(error: unknown): Error {
  if (error instanceof Error && REFUSALS.has(error.name)) return error;
  return asStoreError(error);
}

const REFUSALS = new Set(['WrongExpectedRevision', 'EventIdTaken', 'StoreOverloaded', NotThisLedger.name]);

function endOf(page: readonly StoredEvent[], from: number): number {
  return (page.at(-1)?.position ?? from - 1) + 1;
}
