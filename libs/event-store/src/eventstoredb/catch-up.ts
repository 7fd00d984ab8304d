import { NotThisLedger, StoreUnavailable } from '../errors.js';
import type { Cluster } from './cluster.js';
import type { LedgerReplica } from './ledger-replica.js';
import type { Patience } from './pacing.js';
import { fromWire } from './wire-event.js';

/** The most events in one reading of the cluster. */
const PAGE_EVENTS = 256;

/** The cluster's ledger ends before what was seen of it, or goes on otherwise. Perhaps a node that is behind has answered. */
class NotWhereItWas extends Error {}

/** Brings a replica up to where the cluster's ledger is. */
export class CatchUp {
  readonly #cluster: Cluster;
  readonly #stream: string;
  readonly #replica: LedgerReplica;
  readonly #patience: Patience;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  constructor(cluster: Cluster, stream: string, replica: LedgerReplica, patience: Patience) {
    this.#cluster = cluster;
    this.#stream = stream;
    this.#replica = replica;
    this.#patience = patience;
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

  /** Each look begins with the last event known, so that a ledger that was rolled back or replaced is seen at once. */
  async #look(): Promise<void> {
    for (;;) {
      const from = Math.max(this.#replica.lastPosition(), 0);
      const page = await this.#page(from);
      await this.#replica.take(page.map(fromWire));
      if (page.length < PAGE_EVENTS) return;
    }
  }

  async #page(from: number) {
    try {
      return await this.#patience.retry(async () => {
        const isEmpty = this.#replica.lastPosition() < 0;
        const events = await this.#cluster.read(this.#stream, from, PAGE_EVENTS);
        if (!isEmpty && events[0]?.revision !== BigInt(from)) throw new NotWhereItWas();
        return events;
      });
    } catch (error) {
      if (!(error instanceof StoreUnavailable && error.cause instanceof NotWhereItWas)) throw error;
      // The message has no positions: it goes to the server's log, whose readers may not learn the size of the sealed ledger.
      throw new NotThisLedger(
        `the cluster's ledger does not hold the last event that this installation has seen there (${this.#replica.path}): ` +
          'the cluster was restored from an older back-up, was truncated, or is another one',
      );
    }
  }
}
