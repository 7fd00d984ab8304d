import { type EventStore, type KeptCheckpoint, NotThisLedger, type StoredEvent } from '@bali/event-store';
import {
  encodeEntryBundle,
  equalBytes,
  formatProof,
  leafHash,
  parseCheckpoint,
  parseNote,
  subtreesFromTiles,
  TILE_WIDTH,
  type TileCoordinates,
  type VerifierKey,
} from '@bali/ledger';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { BehaviorSubject, filter, firstValueFrom, fromEvent, type Observable, takeUntil } from 'rxjs';
import { NotYetInLog, SigningRefused } from './errors.js';
import type { Signer } from './signer.js';
import { TileFile } from './tile-file.js';
import { TreeAt } from './tree-at.js';

/** Where the log tells what an operator should know; a pino logger fits. */
export interface Log {
  info(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface TransparencyLogOptions {
  readonly store: EventStore;
  /** The log's name in its checkpoints: `<host>/<trialId>/<ledger>`. */
  readonly origin: string;
  /** The file of the tiles, which belongs to this log alone until it is closed; without one they are kept in memory. */
  readonly tiles?: string;
  /** Without one, the log follows, and does not sign before it has taken over. */
  readonly signer?: Signer;
  /** Gives the signer once no other process is it any more; without it, the log that has no signer never signs. */
  readonly standBy?: () => Signer | undefined;
  /** Gives the keys that verify this log's checkpoints, as they are now, where there is no signer that has them. */
  readonly verifiers?: () => readonly VerifierKey[];
  readonly now: () => Date;
  readonly log: Log;
}

/** Where a log stands. */
export interface LogState {
  readonly phase: 'catching-up' | 'following' | 'failed' | 'stopped';
  /** How many events are in the tree; none before it was seen that the tree is that of the ledger. */
  readonly size: number;
  readonly failure?: Error;
}

/** What has become of signing, for metrics. */
export interface SigningState {
  readonly lastSize: number | undefined;
  readonly lastAt: Date | undefined;
  readonly refusals: number;
}

/**
 * How long to let events gather, in milliseconds, while nobody waits for one: many are added in one transaction for less
 * than one by one.
 */
const GATHER_MS = 50;

/** How many events are added in one transaction while catching up. */
const EVENTS_AT_ONCE = 25_000;

/**
 * The Merkle tree over one ledger: follows its events in order, each exactly once, and keeps the tiles. It gives roots and
 * proofs for every size that it has had, and with a signer it signs checkpoints, which are kept in the store.
 */
export class TransparencyLog {
  readonly origin: string;
  readonly #options: TransparencyLogOptions;
  readonly #tiles: TileFile;
  readonly #state: BehaviorSubject<LogState>;
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #closed: Promise<void> | undefined;
  #signing: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #hurry: () => void = () => undefined;
  #signer: Signer | undefined;
  #signed: SigningState = { lastSize: undefined, lastAt: undefined, refusals: 0 };

  /** @throws LogInUse */
  constructor(options: TransparencyLogOptions) {
    this.origin = options.origin;
    this.#options = options;
    this.#tiles = new TileFile(options.tiles);
    this.#signer = options.signer;
    this.#state = new BehaviorSubject<LogState>({ phase: 'stopped', size: 0 });
  }

  get state(): LogState {
    return this.#state.value;
  }

  get state$(): Observable<LogState> {
    return this.#state.asObservable();
  }

  get size(): number {
    return this.state.size;
  }

  get signing(): SigningState {
    return this.#signed;
  }

  /** What verifies this log's checkpoints; none where there are no keys. */
  get verifiers(): readonly VerifierKey[] {
    return this.#signer?.keys.verifiers ?? this.#options.verifiers?.() ?? [];
  }

  get canSign(): boolean {
    return this.#signer !== undefined;
  }

  /**
   * Signs from now on, if it does not yet and nobody else does any more. What the other signed last is in the files that
   * they share, and in the store: nothing that does not extend it is signed.
   * @returns whether it has taken over. @throws SigningKeysRefused
   */
  takeOver(): boolean {
    if (this.canSign || this.#closed !== undefined) return false;
    this.#signer = this.#options.standBy?.();
    return this.canSign;
  }

  /** Begins to catch up and then to follow, in the background: the state tells how it goes. */
  start(): void {
    this.#running ??= this.#run(this.#stopping.signal).catch((error: unknown) => this.#fail(error));
  }

  /**
   * Resolves once so many events are in the tree.
   * @throws NotYetInLog when the signal is aborted before, or the log has stopped or failed.
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

  /** Roots and proofs in the tree of a size, tiles being read once for many of them. @throws RangeError */
  at(size: number): TreeAt {
    if (!Number.isSafeInteger(size) || size < 0 || size > this.size)
      throw new RangeError(`the log has no tree of ${size} events, but of up to ${this.size}`);
    return new TreeAt(
      size,
      subtreesFromTiles(size, (tile) => this.#tiles.tile(tile)),
    );
  }

  rootAt(size: number): Uint8Array {
    return this.at(size).root();
  }

  inclusionProof(index: number, size: number): readonly Uint8Array[] {
    return this.at(size).inclusionProof(index);
  }

  consistencyProof(from: number, to: number): readonly Uint8Array[] {
    return this.at(to).consistencyProof(from);
  }

  /** The bytes of a tile (C2SP tlog-tiles). @throws RangeError when the log has no such tile. */
  tile(tile: TileCoordinates): Uint8Array {
    return this.#tiles.tile(tile);
  }

  /** The entries under a tile of level 0. @throws RangeError when the log has not so many. */
  async entries(index: number, width: number = TILE_WIDTH): Promise<Uint8Array> {
    const start = index * TILE_WIDTH;
    if (start + width > this.size) throw new RangeError(`the log has no entries ${start} to ${start + width - 1}`);
    const leaves: Uint8Array[] = [];
    for await (const page of this.#options.store.read(start)) {
      leaves.push(...page.slice(0, width - leaves.length).map(({ leaf }) => leaf));
      if (leaves.length >= width) break;
    }
    return encodeEntryBundle(leaves);
  }

  /** The checkpoint that was kept last. */
  latestCheckpoint(): Promise<KeptCheckpoint | undefined> {
    return this.#options.store.lastCheckpoint();
  }

  /** Every checkpoint ever kept, of at least so many events, in order, in pages. */
  checkpoints(fromSize?: number): AsyncIterable<readonly KeptCheckpoint[]> {
    return this.#options.store.readCheckpoints(fromSize);
  }

  /** The first checkpoint of at least so many events that is of the tree as it is; signed now if there is none. */
  async checkpointFor(minSize: number): Promise<KeptCheckpoint | undefined> {
    const kept = await this.#keptFor(minSize);
    if (kept !== undefined || !this.canSign) return kept;
    // Those who wait for the signing under way look again afterwards: one signature may do for many.
    const signed = await this.#signing.then(() => this.#keptFor(minSize));
    if (signed !== undefined) return signed;
    const now = await this.sign();
    return now.size >= minSize ? now : undefined;
  }

  async #keptFor(minSize: number): Promise<KeptCheckpoint | undefined> {
    for await (const [kept] of this.checkpoints(minSize)) if (kept) return kept;
    return undefined;
  }

  /**
   * Signs the tree of all events acknowledged so far, and keeps the checkpoint.
   * @throws SigningRefused when it does not extend what was signed before; NotYetInLog when the log cannot follow.
   */
  sign(signal: AbortSignal = AbortSignal.timeout(60_000)): Promise<KeptCheckpoint> {
    const signed = this.#signing.then(() => this.#sign(signal));
    this.#signing = signed.catch(() => undefined);
    return signed;
  }

  /** A receipt of an event: its inclusion proof in a signed checkpoint (C2SP tlog-proof). Undefined: none signed yet. */
  async receipt(index: number, signal: AbortSignal): Promise<string | undefined> {
    const kept = await this.checkpointFor(index + 1);
    if (kept === undefined) return undefined;
    await this.waitFor(kept.size, signal);
    return formatProof({ index, hashes: this.inclusionProof(index, kept.size), checkpoint: kept.note });
  }

  /** Stops after the page under way, and lets go of the tiles and the signer. */
  close(): Promise<void> {
    this.#closed ??= this.#letGo();
    return this.#closed;
  }

  async #letGo(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    await this.#signing;
    this.#state.next({ phase: 'stopped', size: this.size });
    this.#tiles.close();
    this.#signer?.close();
  }

  async #sign(signal: AbortSignal): Promise<KeptCheckpoint> {
    const { store, now, log } = this.#options;
    const signer = this.#signer;
    if (signer === undefined) throw new Error(`this instance has no key to sign ${this.origin} with`);
    try {
      const kept = await store.lastCheckpoint();
      const size = await this.caughtUp(signal);
      const tree = this.at(size);
      const head = { size, root: tree.root() };
      const proof = (older: number) => tree.consistencyProof(older);
      await this.#keepWhatACrashLeft(signer, kept, head, proof);
      const note = signer.sign(head, proof, kept === undefined ? [] : [kept.note], now());
      await store.keepCheckpoint({ size, note });
      this.#signed = { ...this.#signed, lastSize: size, lastAt: now() };
      return { size, note };
    } catch (error) {
      if (error instanceof SigningRefused || error instanceof NotThisLedger) {
        this.#signed = { ...this.#signed, refusals: this.#signed.refusals + 1 };
        const why = error instanceof SigningRefused ? error.why : 'not-this-ledger';
        log.error({ err: error, origin: this.origin, why }, 'REFUSED TO SIGN: the ledger was changed, cut or restored');
      }
      throw error;
    }
  }

  /** A note that was signed and not kept, because the process ended in between, is kept now: every checkpoint is. */
  async #keepWhatACrashLeft(
    signer: Signer,
    kept: KeptCheckpoint | undefined,
    head: { readonly size: number; readonly root: Uint8Array },
    proof: (older: number) => readonly Uint8Array[],
  ): Promise<void> {
    const last = signer.lastSigned();
    if (last === undefined || last === kept?.note) return;
    const { size } = parseCheckpoint(parseNote(last).text);
    if (size < (kept?.size ?? 0)) return;
    signer.check(head, proof);
    await this.#options.store.keepCheckpoint({ size, note: last });
  }

  async #run(signal: AbortSignal): Promise<void> {
    this.#state.next({ phase: 'catching-up', size: 0 });
    await this.#clearIfLedgerDiffers();
    this.#enter('catching-up');
    await this.#catchUp(signal);
    if (signal.aborted) return;
    this.#enter('following');
    for await (const page of this.#options.store.follow(this.#tiles.size, signal)) {
      this.#add(page);
      this.#enter('following');
      await this.#gather(signal);
    }
    if (!isAborted(signal)) throw new Error('the store ended the subscription');
  }

  /** A ledger restored from an older back-up may be shorter than its tree, or go on differently. */
  async #clearIfLedgerDiffers(): Promise<void> {
    const { size, lastLeafHash } = this.#tiles;
    if (size === 0) return;
    const event = await eventAt(this.#options.store, size - 1);
    if (event !== undefined && lastLeafHash && equalBytes(leafHash(event.leaf), lastLeafHash)) return;
    this.#options.log.info({ origin: this.origin }, 'this is not the ledger of the tree: making it again');
    this.#tiles.clear();
  }

  async #catchUp(signal: AbortSignal): Promise<void> {
    let waiting: StoredEvent[] = [];
    for await (const page of this.#options.store.read(this.#tiles.size)) {
      if (signal.aborted) return;
      waiting.push(...page);
      if (waiting.length >= EVENTS_AT_ONCE) {
        this.#add(waiting);
        waiting = [];
        this.#enter('catching-up');
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
    const next = this.#tiles.size;
    const first = events[0]?.position ?? next;
    if (first !== next) throw new Error(`the store gave position ${first} where ${next} comes next`);
    this.#tiles.add(events.map(({ leaf }) => leafHash(leaf)));
  }

  #enter(phase: LogState['phase']): void {
    this.#state.next({ phase, size: this.#tiles.size });
  }

  #fail(error: unknown): void {
    const failure = error instanceof Error ? error : new Error(String(error));
    this.#options.log.error({ err: failure, origin: this.origin }, 'the transparency log has stopped');
    this.#state.next({ phase: 'failed', size: this.#tiles.size, failure });
  }
}

/** Asked anew each time: it changes while the log waits for the store. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

async function eventAt(store: EventStore, position: number): Promise<StoredEvent | undefined> {
  if ((await store.lastPosition()) < position) return undefined;
  for await (const [event] of store.read(position)) return event;
  return undefined;
}
