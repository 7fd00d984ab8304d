import type { EventStore, StoredEvent } from '@bali/event-store';
import { equalBytes, leafHash } from '@bali/ledger';
import { keepTrying } from '@bali/queue';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { BehaviorSubject, filter, firstValueFrom, fromEvent, type Observable, takeUntil } from 'rxjs';
import { NotYetInLog, TreeDiffers } from '../errors.js';
import type { Log } from '../log.js';
import type { TileFile } from './tile-file.js';

/** How far a log has come. */
export interface LogState {
  /** `failed`: it waits before it tries again, and goes on by itself once it can. */
  readonly phase: 'catching-up' | 'following' | 'failed' | 'stopped';
  /** How many events are in the tree. 0 until it is known that the tree is that of the ledger. */
  readonly size: number;
  readonly failure?: Error;
}

export interface LogFollowerOptions {
  readonly store: EventStore;
  readonly origin: string;
  readonly tiles: TileFile;
  readonly log: Log;
}

/** How long events gather while nobody waits for one: adding many in one transaction costs less than one by one. */
const GATHER_MS = 50;

/** How many events are added in one transaction while catching up. */
const EVENTS_AT_ONCE = 25_000;

/**
 * Integrates what a ledger's store has appended into the tree: each event in its order, exactly once. After a failure it tries
 * again, with back-off, from what is committed.
 */
export class LogFollower {
  readonly #options: LogFollowerOptions;
  readonly #state = new BehaviorSubject<LogState>({ phase: 'stopped', size: 0 });
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #waiting = 0;
  #hurry: () => void = () => undefined;

  constructor(options: LogFollowerOptions) {
    this.#options = options;
  }

  get state(): LogState {
    return this.#state.value;
  }

  get state$(): Observable<LogState> {
    return this.#state.asObservable();
  }

  /** How many events are in the tree. */
  get size(): number {
    return this.state.size;
  }

  /** Begins to catch up and then to follow, in the background: the state says how it goes. */
  start(): void {
    if (this.#running !== undefined) return;
    const { signal } = this.#stopping;
    this.#state.next({ phase: 'catching-up', size: 0 });
    const attempt = (worked: () => void) => this.#run(signal, worked);
    this.#running = keepTrying({ signal, attempt, failed: (error) => this.#fail(error) });
  }

  /**
   * Resolves once the tree has reached a size.
   * @throws NotYetInLog when the signal is aborted before, or the log has stopped or fails.
   */
  async waitFor(size: number, signal: AbortSignal): Promise<void> {
    const settled = ({ phase, size: reached }: LogState) =>
      reached >= size || phase === 'failed' || phase === 'stopped';
    if (!settled(this.state) && !signal.aborted) {
      const aborted$ = fromEvent(signal, 'abort');
      this.#waiting += 1;
      this.#hurry();
      await firstValueFrom(this.#state.pipe(filter(settled), takeUntil(aborted$)), { defaultValue: undefined });
      this.#waiting -= 1;
    }
    if (this.size < size) throw new NotYetInLog({ cause: this.state.failure });
  }

  /** Resolves once every event is in the tree that was acknowledged before the call. @throws NotYetInLog */
  async caughtUp(signal: AbortSignal): Promise<number> {
    const size = (await this.#options.store.lastPosition()) + 1;
    await this.waitFor(size, signal);
    return size;
  }

  /** Stops after the page under way. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    this.#state.next({ phase: 'stopped', size: this.size });
  }

  async #run(signal: AbortSignal, worked: () => void): Promise<void> {
    const { store, tiles } = this.#options;
    await this.#refuseIfLedgerDiffers();
    // One that failed is not up again before it has come as far as the ledger.
    if (this.state.phase !== 'failed') this.#enter('catching-up');
    await this.#catchUp(signal);
    if (signal.aborted) return;
    this.#enterFollowing(worked);
    for await (const page of store.follow(tiles.size, signal)) {
      this.#add(page);
      this.#enterFollowing(worked);
      await this.#gather(signal);
    }
    if (!isAborted(signal)) throw new Error('the store ended the subscription');
  }

  #enterFollowing(worked: () => void): void {
    const { origin, log } = this.#options;
    if (this.state.phase === 'failed') log.info({ origin }, 'the transparency log goes on');
    worked();
    this.#enter('following');
  }

  /**
   * A tree that is longer than its ledger, or ends otherwise, is never made again by itself: it may be all that shows that the ledger
   * was cut or replaced. @throws TreeDiffers
   */
  async #refuseIfLedgerDiffers(): Promise<void> {
    const { store, origin, tiles } = this.#options;
    const { size, lastLeafHash } = tiles;
    if (size === 0) return;
    const event = await eventAt(store, size - 1);
    if (event !== undefined && lastLeafHash && equalBytes(leafHash(event.leaf), lastLeafHash)) return;
    throw new TreeDiffers(origin, tiles.path);
  }

  async #catchUp(signal: AbortSignal): Promise<void> {
    let waiting: StoredEvent[] = [];
    for await (const page of this.#options.store.read(this.#options.tiles.size)) {
      if (signal.aborted) return;
      waiting.push(...page);
      if (waiting.length >= EVENTS_AT_ONCE) {
        this.#add(waiting);
        waiting = [];
        if (this.state.phase !== 'failed') this.#enter('catching-up');
      }
      await nextTurn();
    }
    this.#add(waiting);
  }

  /** Resolves after a moment, or as soon as somebody waits for an event or the log is closed. */
  async #gather(signal: AbortSignal): Promise<void> {
    if (this.#waiting > 0 || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, GATHER_MS);
      this.#hurry = done;
      signal.addEventListener('abort', done);
    });
  }

  #add(events: readonly StoredEvent[]): void {
    const { tiles } = this.#options;
    const first = events[0]?.position ?? tiles.size;
    // The message has no positions: readers of the server's log may not learn the size of the sealed ledger.
    if (first !== tiles.size) throw new Error('the store left out events, or gave some again');
    tiles.add(events.map((event) => event.leafHash ?? leafHash(event.leaf)));
  }

  #enter(phase: LogState['phase']): void {
    this.#state.next({ phase, size: this.#options.tiles.size });
  }

  /** Says each failure once, however often it comes in a row. */
  #fail(error: unknown): void {
    const { origin, tiles, log } = this.#options;
    const failure = error instanceof Error ? error : new Error(String(error));
    if (this.state.failure?.message !== failure.message) {
      const details = { err: failure, origin, ...(tiles.path !== undefined && { file: tiles.path }) };
      log.error(details, 'the transparency log cannot go on: tried again');
    }
    // A tree that is not that of the ledger gives no root and no proof.
    const size = failure instanceof TreeDiffers ? 0 : tiles.size;
    this.#state.next({ phase: 'failed', size, failure });
  }
}

/** A function, so that the compiler does not take an earlier answer for the present one. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

async function eventAt(store: EventStore, position: number): Promise<StoredEvent | undefined> {
  if ((await store.lastPosition()) < position) return undefined;
  for await (const [event] of store.read(position)) return event;
  return undefined;
}
