import { setImmediate } from 'node:timers/promises';
import type { DatabaseSync } from 'node:sqlite';
import type { EventStore, StoredEvent } from '@bali/event-store';
import { equalBytes, leafHash } from '@bali/ledger';
import { keepTrying } from '@bali/queue';
import { BehaviorSubject, filter, firstValueFrom, fromEvent, type Observable, Subject, takeUntil } from 'rxjs';
import { NotYetApplied, ProjectionFailed, ProjectionsNotServed } from './errors.js';
import type { LedgerEvent, Projection } from './projection.js';
import { ProjectionSet } from './projection-set.js';
import { openOrMakeProjectionsFile, type ProjectionsFile } from './projections-file.js';

/** Where the runner stands. Only `following` is ready to be asked. */
export interface RunnerState {
  /** `failed`: it waits before it tries again, and goes on by itself once it can. */
  readonly phase: 'catching-up' | 'following' | 'failed' | 'stopped';
  /** The last position that all projections have applied and committed; -1 when there is none. */
  readonly lastApplied: number;
  /** What failed last: a {@link ProjectionFailed}, or what the store or the file said. */
  readonly failure?: Error;
}

/** Where the runner tells what an operator should know; a pino logger fits. */
export interface RunnerLog {
  info(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface RunnerOptions {
  /** The projections file. It is made if it is not there, and belongs to this runner alone until it is closed. */
  readonly path: string;
  readonly store: EventStore;
  readonly projections: readonly Projection[];
  readonly log: RunnerLog;
}

/** Number of events that share a transaction while catching up: a page or document touched by many is written once. */
const EVENTS_PER_TRANSACTION = 100_000;

/**
 * Feeds all projections from one ledger, in order, each event exactly once: what they write and how far they have come
 * is committed in one transaction. First it catches up those that are behind, then it follows the ledger. After a failure it
 * tries again, with back-off, from what is committed.
 */
export class ProjectionRunner {
  /** Where a file of ours is now that was damaged, so that another one was made. */
  readonly putAside: string | undefined;
  readonly #path: string;
  readonly projections: readonly Projection[];
  readonly #store: EventStore;
  readonly #log: RunnerLog;
  readonly #file: ProjectionsFile;
  readonly #set: ProjectionSet;
  readonly #state: BehaviorSubject<RunnerState>;
  readonly #applied = new Subject<readonly LedgerEvent[]>();
  #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #withheld = false;

  /** @throws NotAProjectionsFile, ProjectionsInUse */
  constructor({ path, store, projections, log }: RunnerOptions) {
    this.#path = path;
    this.projections = projections;
    this.#store = store;
    this.#log = log;
    let putAside: string | undefined;
    this.#file = openOrMakeProjectionsFile(path, (aside) => {
      putAside = aside;
      log.error({ file: path, aside }, 'this projections file was damaged: it was put aside, and is made anew');
    });
    this.putAside = putAside;
    try {
      this.#set = new ProjectionSet(this.#file.writer, projections);
    } catch (error) {
      this.#file.close();
      throw error;
    }
    this.#state = new BehaviorSubject<RunnerState>({ phase: 'stopped', lastApplied: this.#set.position });
  }

  /**
   * A connection for queries: it sees what is committed, and cannot write. It is asked for anew by each query.
   * @throws ProjectionsNotServed while they are made anew.
   */
  get reader(): DatabaseSync {
    if (this.#withheld) throw new ProjectionsNotServed();
    return this.#file.reader;
  }

  get state(): RunnerState {
    return this.#state.value;
  }

  /** The state now, and at every change. */
  get state$(): Observable<RunnerState> {
    return this.#state.asObservable();
  }

  get lastApplied(): number {
    return this.state.lastApplied;
  }

  /**
   * The events that come while the runner follows the ledger, each page after it was committed. What was there before
   * is not repeated: who needs it reads the ledger.
   */
  get applied$(): Observable<readonly LedgerEvent[]> {
    return this.#applied.asObservable();
  }

  /** Begins to catch up and then to follow, in the background: the state tells how it goes. */
  start(): void {
    if (this.#running !== undefined) return;
    this.#stopping = new AbortController();
    const { signal } = this.#stopping;
    this.#enter('catching-up');
    const attempt = (worked: () => void) => this.#run(signal, worked);
    this.#running = keepTrying({ signal, attempt, failed: (error) => this.#fail(error) });
  }

  /** Resolves once the projections have caught up. @throws the failure if they fail; an Error if they are stopped. */
  async ready(): Promise<void> {
    const { phase, failure } = await firstValueFrom(this.#state.pipe(filter((state) => state.phase !== 'catching-up')));
    if (phase !== 'following') throw failure ?? new Error('the projections are stopped');
  }

  /** The position of the last event that the ledger has, whether it is applied or not. */
  lastRecorded(): Promise<number> {
    return this.#store.lastPosition();
  }

  /**
   * Resolves once the event at a position is applied, so that whoever wrote it reads it.
   * @throws NotYetApplied when the signal is aborted before, or the runner has stopped or fails.
   */
  async waitFor(position: number, signal: AbortSignal): Promise<void> {
    const settled = (): boolean => this.lastApplied >= position || this.#isDown();
    if (!settled() && !signal.aborted) {
      const aborted$ = fromEvent(signal, 'abort');
      await firstValueFrom(this.#state.pipe(filter(settled), takeUntil(aborted$)), { defaultValue: undefined });
    }
    if (this.lastApplied >= position) return;
    const why = this.#isDown() ? `the projections are ${this.state.phase}` : 'waited long enough';
    throw new NotYetApplied(position, this.lastApplied, why, { cause: this.state.failure });
  }

  /**
   * Empties projections and computes them again from the ledger's start. Nothing is served from this call on, until they have
   * caught up: then it resolves.
   * @param only the name of the one that is made anew. Default: all of them.
   */
  async rebuild(only?: string): Promise<void> {
    this.#withheld = true;
    await this.#stop();
    this.#set.reset(({ name }) => only === undefined || name === only);
    this.start();
    await this.ready();
  }

  /** Stops after the page under way and lets go of the file. */
  async close(): Promise<void> {
    await this.#stop();
    this.#applied.complete();
    this.#file.close();
  }

  async #stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    this.#running = undefined;
    this.#enter('stopped');
  }

  async #run(signal: AbortSignal, worked: () => void): Promise<void> {
    if (this.state.phase === 'failed') this.#set.open();
    await this.#resetIfLedgerDiffers();
    await this.#catchUp(signal);
    if (isAborted(signal)) return;
    this.#set.serveReaders();
    if (this.state.phase === 'failed') this.#log.info({ file: this.#path }, 'the projections go on');
    worked();
    this.#withheld = false;
    this.#enter('following');
    for await (const page of this.#store.follow(this.lastApplied + 1, signal)) {
      this.#set.begin();
      const events = this.#apply(page, this.lastApplied + 1);
      this.#set.commit();
      worked();
      this.#enter('following');
      this.#applied.next(events);
    }
    if (!isAborted(signal)) throw new Error('the store ended the subscription');
  }

  /** A ledger restored from an older back-up may be shorter than what was applied, or go on differently. */
  async #resetIfLedgerDiffers(): Promise<void> {
    const differing = new Set<Projection>();
    for (const { projection, position, leafHash: applied } of this.#set.checkpoints()) {
      const event = position < 0 ? undefined : await eventAt(this.#store, position);
      if (position < 0 || (event !== undefined && applied && equalBytes(leafHash(event.leaf), applied))) continue;
      this.#log.info({ projection: projection.name, position }, 'this is not the ledger that was applied: rebuilding');
      differing.add(projection);
    }
    if (differing.size > 0) this.#set.reset((projection) => differing.has(projection));
  }

  async #catchUp(signal: AbortSignal): Promise<void> {
    let next = this.#set.position + 1;
    let committed = next;
    this.#set.begin();
    for await (const page of this.#store.read(next)) {
      if (signal.aborted) break;
      next += this.#apply(page, next).length;
      if (next - committed >= EVENTS_PER_TRANSACTION) {
        this.#set.commit();
        committed = next;
        // Those that failed are not up again before they have come as far as the ledger.
        if (this.state.phase !== 'failed') this.#enter('catching-up');
        this.#set.begin();
      }
      await setImmediate(); // Requests, health above all, are answered meanwhile.
    }
    if (!signal.aborted) this.#set.createIndexes();
    this.#set.commit();
  }

  #apply(page: readonly StoredEvent[], next: number): readonly LedgerEvent[] {
    const first = page[0]?.position ?? next;
    if (first !== next) throw new Error(`the store gave position ${first} where ${next} comes next`);
    return this.#set.apply(page);
  }

  #isDown(): boolean {
    return this.state.phase === 'failed' || this.state.phase === 'stopped';
  }

  #enter(phase: RunnerState['phase']): void {
    this.#state.next({ phase, lastApplied: this.#set.position });
  }

  /** Says each failure once, however often it comes in a row. */
  #fail(error: unknown): void {
    this.#set.giveUp();
    const failure = error instanceof Error ? error : new Error(String(error));
    if (this.state.failure?.message !== failure.message) {
      const where = failure instanceof ProjectionFailed ? { projection: failure.projection, at: failure.position } : {};
      this.#log.error({ err: failure, file: this.#path, ...where }, 'the projections cannot go on: tried again');
    }
    this.#state.next({ phase: 'failed', lastApplied: this.#set.position, failure });
  }
}

/** Asked anew each time: it changes while the runner waits for the store. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

async function eventAt(store: EventStore, position: number): Promise<StoredEvent | undefined> {
  if ((await store.lastPosition()) < position) return undefined;
  for await (const [event] of store.read(position)) return event;
  return undefined;
}
