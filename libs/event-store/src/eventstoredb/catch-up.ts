import { NotThisLedger, StoreUnavailable } from '../errors.js';
import type { StoredHead } from '../heads/ledger-heads.js';
import type { Cluster } from './cluster.js';
import type { Kept, KeptCounts } from './kept-counts.js';
import { CannotStand, type LedgerReplica, type TakenEvent } from './ledger-replica.js';
import type { Patience } from './pacing.js';
import type { ReplicaHeads } from './replica-heads.js';
import { fromWire, headIn, keptIn, type ReadEvent } from './wire-event.js';

/** The most events in one reading of the cluster. */
const PAGE_EVENTS = 256;

/** No append is larger: the server refuses it. What comes without a head after as many bytes, is covered by none. */
const MAX_APPEND_BYTES = 2 * 1024 * 1024;
/** How long the head of events is waited for while the cluster answers: an append comes whole, if not to the millisecond. */
const HEAD_PATIENCE_MS = 500;

/** The cluster's ledger ends before what was seen of it, or goes on otherwise. Perhaps a node that is behind has answered. */
class NotWhereItWas extends Error {}

export interface CatchUpOptions {
  readonly cluster: Cluster;
  /** The stream of the ledger's events. */
  readonly stream: string;
  readonly replica: LedgerReplica;
  readonly patience: Patience;
  readonly counts: KeptCounts;
  /** The head of a ledger that was older than heads, or that a person has accepted. It is in no event. */
  readonly firstHead?: StoredHead | undefined;
  /** How many events say nothing of the streams beside the ledger, whatever is in them: a person has accepted them. */
  readonly uncounted?: number;
  /** What verifies the events; absent where they are not verified. */
  readonly heads?: ReplicaHeads | undefined;
}

/** Brings a replica up to where the cluster's ledger is. */
export class CatchUp {
  readonly #options: CatchUpOptions;
  /** What events say of the streams beside the ledger, as long as these are not believed. */
  #said: { readonly position: number; readonly kept: Partial<Kept> }[] = [];
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(options: CatchUpOptions) {
    this.#options = options;
  }

  /**
   * Resolves when the replica has everything that was acknowledged before the call, to any instance: the leader is asked
   * after the call. All calls that wait meanwhile are answered together.
   *
   * @throws StoreUnavailable; NotThisLedger when the cluster no longer has what was seen there.
   */
  fresh(): Promise<void> {
    this.#next ??= this.#afterTheOneThatRuns();
    return this.#next;
  }

  /**
   * Takes in events as the cluster gave them, as far as a head covers them: an append is taken in whole, or not at all.
   * What others have written holds the ledger, and nothing of it is taken in any more.
   * @returns those that are left, whose head comes with later ones.
   * @throws NotThisLedger as the replica does, and for what others have written where nothing is verified.
   */
  async take(events: readonly ReadEvent[]): Promise<readonly ReadEvent[]> {
    const { heads, firstHead } = this.#options;
    if (this.#isHeld()) return [];
    const read = this.#understood(events);
    const covered = heads === undefined ? read.length : coveredIn(read, firstHead?.size ?? 0);
    await this.#takeIn(read.slice(0, covered));
    const left = events.slice(covered);
    if (read.length < events.length || bytesOf(left) > MAX_APPEND_BYTES) heads?.hold('head-missing');
    return this.#isHeld() ? [] : left;
  }

  #isHeld(): boolean {
    return this.#options.heads?.held !== undefined;
  }

  /** The count of what is beside the ledger, as far as its events are believed. */
  countBelieved(): void {
    const { counts, heads } = this.#options;
    const believed = heads === undefined ? Number.MAX_SAFE_INTEGER : (heads.head?.size ?? 0);
    const [first] = this.#said;
    if (first === undefined || first.position >= believed) return;
    for (const { position, kept } of this.#said) if (position < believed) counts.atLeast(kept);
    this.#said = this.#said.filter(({ position }) => position >= believed);
  }

  async #takeIn(taken: readonly Understood[]): Promise<void> {
    const { replica, heads, uncounted = 0 } = this.#options;
    try {
      await replica.take(taken);
    } catch (error) {
      if (heads === undefined || !(error instanceof CannotStand)) throw error;
      heads.hold('head-does-not-fit');
    }
    heads?.refresh();
    const counted = taken.filter(({ event, kept }) => kept !== undefined && event.position >= uncounted);
    for (const { event, kept = {} } of counted) this.#said.push({ position: event.position, kept });
    this.countBelieved();
  }

  /** The events from the first, up to one that this software cannot have written. */
  #understood(events: readonly ReadEvent[]): readonly Understood[] {
    const { heads, firstHead } = this.#options;
    const understood: Understood[] = [];
    try {
      for (const event of events) understood.push(taken(event, firstHead));
    } catch (error) {
      if (heads === undefined || !(error instanceof NotThisLedger)) throw error;
    }
    return understood;
  }

  async #afterTheOneThatRuns(): Promise<void> {
    await this.#running?.catch(() => undefined);
    this.#running = this.#next;
    this.#next = undefined;
    await this.#untilCovered();
  }

  /** What no head covers after all patience was written by somebody else. */
  async #untilCovered(): Promise<void> {
    const { heads, patience, replica } = this.#options;
    if (this.#isHeld()) return;
    let last: number | undefined;
    let deadline = Infinity;
    for (let retry = 0; !(await this.#look()) && !this.#isHeld(); retry += 1) {
      if (patience.isClosed) throw new StoreUnavailable('the store is closed');
      // From the end of a look, which may have taken long; and anew when others go on, as what is left may be of a later append.
      if (replica.lastPosition() !== last) {
        last = replica.lastPosition();
        deadline = patience.deadline(HEAD_PATIENCE_MS);
      }
      if (patience.isOver(deadline)) heads?.hold('head-missing');
      else await patience.pause(retry);
    }
  }

  /**
   * Each look begins with the last event known, so that a ledger that was rolled back or replaced is seen at once.
   * @returns whether a head covers all that there is.
   */
  async #look(): Promise<boolean> {
    let next = Math.max(this.#options.replica.lastPosition(), 0);
    for (let left: readonly ReadEvent[] = []; ;) {
      const page = await this.#page(next);
      next += page.length;
      left = await this.take([...left, ...page]);
      if (this.#isHeld()) return true;
      if (page.length < PAGE_EVENTS) return left.length === 0;
    }
  }

  async #page(from: number): Promise<readonly ReadEvent[]> {
    const { cluster, stream, replica, patience } = this.#options;
    try {
      return await patience.retry(async () => {
        const isKnown = replica.lastPosition() >= from;
        const events = await cluster.read(stream, from, PAGE_EVENTS);
        if (isKnown && events.length === 0) throw new NotWhereItWas();
        if (events.some(({ revision }, index) => revision !== BigInt(from + index))) throw new NotWhereItWas();
        return events;
      });
    } catch (error) {
      if (!(error instanceof StoreUnavailable && error.cause instanceof NotWhereItWas)) throw error;
      // The message has no positions: it goes to the server's log, whose readers may not learn the size of the sealed ledger.
      throw new NotThisLedger(
        `the cluster's ledger does not hold the last event that this installation has seen there (${replica.path}): ` +
          'the cluster was restored from an older back-up, was truncated, or is another one',
      );
    }
  }
}

/** An event, the heads that cover it, and what it says of the streams beside the ledger. */
interface Understood extends TakenEvent {
  readonly kept: Partial<Kept> | undefined;
}

/** @throws NotThisLedger */
function taken(read: ReadEvent, firstHead: StoredHead | undefined): Understood {
  const event = fromWire(read);
  // A head that stands before the first one was made by nobody who counts.
  const isBefore = event.position < (firstHead?.size ?? 0);
  const head = isBefore ? undefined : headIn(read);
  const first = firstHead?.size === event.position + 1 ? firstHead : undefined;
  return {
    event,
    heads: [head, first].filter((one) => one !== undefined),
    kept: isBefore ? keptOrNone(read) : keptIn(read),
  };
}

function keptOrNone(read: ReadEvent): Partial<Kept> | undefined {
  try {
    return keptIn(read);
  } catch {
    return undefined;
  }
}

function bytesOf(events: readonly ReadEvent[]): number {
  const lengthOf = (part: unknown) => (part instanceof Uint8Array ? part.byteLength : 0);
  return events.reduce((sum, { data, metadata }) => sum + lengthOf(data) + lengthOf(metadata), 0);
}

/** How many of the events, from the first, a head covers. @param older how many events of the ledger are older than heads. */
function coveredIn(events: readonly TakenEvent[], older: number): number {
  return events.findLastIndex(({ event, heads }) => heads.length > 0 || event.position < older) + 1;
}
