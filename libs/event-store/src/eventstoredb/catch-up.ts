import { NotThisLedger, StoreUnavailable } from '../errors.js';
import type { StoredHead } from '../heads/ledger-heads.js';
import type { Cluster } from './cluster.js';
import type { KeptCounts } from './kept-counts.js';
import type { LedgerReplica, TakenEvent } from './ledger-replica.js';
import type { Patience } from './pacing.js';
import type { ReplicaHeads } from './replica-heads.js';
import { fromWire, headIn, keptIn, type ReadEvent } from './wire-event.js';

/** The most events in one reading of the cluster. */
const PAGE_EVENTS = 256;

/** The cluster's ledger ends before what was seen of it, or goes on otherwise. Perhaps a node that is behind has answered. */
class NotWhereItWas extends Error {}

export interface CatchUpOptions {
  readonly cluster: Cluster;
  /** The stream of the ledger's events. */
  readonly stream: string;
  readonly replica: LedgerReplica;
  readonly patience: Patience;
  readonly counts: KeptCounts;
  /** The head of a ledger that was older than heads. It is in no event. */
  readonly firstHead?: StoredHead | undefined;
  /** What verifies the events; absent where they are not verified. */
  readonly heads?: ReplicaHeads | undefined;
}

/** Brings a replica up to where the cluster's ledger is. */
export class CatchUp {
  readonly #options: CatchUpOptions;
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
   * @returns those that are left, whose head comes with later ones.
   * @throws NotThisLedger as the replica does, and for what others have written.
   */
  async take(events: readonly ReadEvent[]): Promise<readonly ReadEvent[]> {
    const { counts, replica, heads, firstHead } = this.#options;
    const read = events.map((event) => taken(event, firstHead));
    const covered = heads === undefined ? read.length : coveredIn(read, firstHead?.size ?? 0);
    await replica.take(read.slice(0, covered));
    for (const event of events.slice(0, covered)) counts.atLeast(keptIn(event));
    heads?.refresh();
    return events.slice(covered);
  }

  async #afterTheOneThatRuns(): Promise<void> {
    await this.#running?.catch(() => undefined);
    this.#running = this.#next;
    this.#next = undefined;
    await this.#untilCovered();
  }

  /** What no head covers after all patience was written by somebody else. */
  async #untilCovered(): Promise<void> {
    const { heads, patience } = this.#options;
    const deadline = patience.deadline();
    for (let retry = 0; !(await this.#look()) && heads?.held === undefined; retry += 1) {
      if (patience.isOver(deadline)) heads?.holdUncovered();
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

function taken(read: ReadEvent, firstHead: StoredHead | undefined): TakenEvent {
  const event = fromWire(read);
  const head = headIn(read);
  const first = firstHead?.size === event.position + 1 ? firstHead : undefined;
  return { event, heads: [head, first].filter((one) => one !== undefined) };
}

/** How many of the events, from the first, a head covers. @param older how many events of the ledger are older than heads. */
function coveredIn(events: readonly TakenEvent[], older: number): number {
  return events.findLastIndex(({ event, heads }) => heads.length > 0 || event.position < older) + 1;
}
