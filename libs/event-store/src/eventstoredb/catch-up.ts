import { NotThisLedger, StoreUnavailable } from '../errors.js';
import type { Cluster } from './cluster.js';
import type { KeptCounts } from './kept-counts.js';
import type { LedgerReplica } from './ledger-replica.js';
import type { Patience } from './pacing.js';
import { fromWire, keptIn, type ReadEvent } from './wire-event.js';

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

  async #afterTheOneThatRuns(): Promise<void> {
    await this.#running?.catch(() => undefined);
    this.#running = this.#next;
    this.#next = undefined;
    await this.#look();
  }

  /** Takes in events as the cluster gave them. @throws NotThisLedger as the replica does, and for what others have written. */
  async take(events: readonly ReadEvent[]): Promise<void> {
    const { counts, replica } = this.#options;
    await replica.take(events.map(fromWire));
    for (const event of events) counts.atLeast(keptIn(event));
  }

  /** Each look begins with the last event known, so that a ledger that was rolled back or replaced is seen at once. */
  async #look(): Promise<void> {
    for (;;) {
      const page = await this.#page(Math.max(this.#options.replica.lastPosition(), 0));
      await this.take(page);
      if (page.length < PAGE_EVENTS) return;
    }
  }

  async #page(from: number): Promise<readonly ReadEvent[]> {
    const { cluster, stream, replica, patience } = this.#options;
    try {
      return await patience.retry(async () => {
        const isKnown = replica.lastPosition() >= 0;
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
