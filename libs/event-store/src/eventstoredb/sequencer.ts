import { StoreUnavailable } from '../errors.js';
import { type Append, type Appended, NO_STREAM } from '../event-store.js';
import { BatchPlan } from './batch-plan.js';
import type { CatchUp } from './catch-up.js';
import { asStoreError, isConflict } from './cluster-errors.js';
import type { Cluster } from './cluster.js';
import type { KeptCounts } from './kept-counts.js';
import type { LedgerReplica } from './ledger-replica.js';
import type { Patience } from './pacing.js';
import type { ReplicaHeads } from './replica-heads.js';
import type { StreamNames } from './stream-names.js';
import type { TextStreams } from './text-streams.js';
import { toLastWire, toWire } from './wire-event.js';

/** The most bytes of leaves that are sent to the cluster together: it takes 1 MiB at once, metadata included. */
export const MAX_BATCH_BYTES = 750_000;

/**
 * Number of conflicts in a row after which the next attempt waits first. An instance that waited earlier would starve beside
 * one that does not wait; one that never waited would keep a processor busy with a ledger that others write to all the time.
 */
const CONFLICTS_WITHOUT_PAUSE = 4;

export interface SequencerOptions {
  readonly cluster: Cluster;
  readonly names: StreamNames;
  readonly replica: LedgerReplica;
  readonly catchUp: CatchUp;
  readonly texts: TextStreams;
  readonly patience: Patience;
  readonly counts: KeptCounts;
  readonly heads: ReplicaHeads;
}

/**
 * Appends to the one stream that is the ledger, expecting exactly the last position known. An instance that succeeds has seen
 * the whole ledger, so that every expectation, and every id, was decided on as if nobody else were there; one that does not
 * succeed reads what came in between, and decides again.
 */
export class Sequencer {
  readonly #options: SequencerOptions;

  constructor(options: SequencerOptions) {
    this.#options = options;
  }

  /**
   * Appends all of them together, each with its own expectation.
   * @returns the answer or the refusal of each. @throws NotThisLedger, StoreUnavailable: then it is that of all of them.
   */
  async commit(appends: readonly Append[]): Promise<readonly (Appended | Error)[]> {
    try {
      return await this.#outcomesOf(appends);
    } catch (error) {
      throw asStoreError(error);
    }
  }

  async #outcomesOf(appends: readonly Append[]): Promise<readonly (Appended | Error)[]> {
    const { catchUp, patience, replica } = this.#options;
    const deadline = patience.deadline();
    // Nothing is refused because of a copy that may be old. An append that succeeds proves that the copy was not.
    let mayRefuse = false;
    for (let conflicts = 0; ;) {
      const plan = new BatchPlan(replica);
      const outcomes = appends.map((append) => plan.outcomeOf(append));
      if (mayRefuse || outcomes.every((outcome) => !(outcome instanceof Error))) {
        if (plan.events.length === 0 || (await this.#isWritten(plan))) return outcomes;
        if (patience.isOver(deadline)) throw new StoreUnavailable('others write to the ledger without a pause');
        if (conflicts >= CONFLICTS_WITHOUT_PAUSE) await patience.pause(0);
        conflicts += 1;
      }
      await catchUp.fresh();
      mayRefuse = true;
    }
  }

  /** @returns false if others have appended since the plan was made. @throws LedgerHeld */
  async #isWritten({ base, events, texts }: BatchPlan): Promise<boolean> {
    const { cluster, names, patience, replica, counts, heads } = this.#options;
    await this.#options.texts.keep(texts);
    // Made anew whenever the place is lost: a head fits its events at their place, and nowhere else.
    const head = heads.sealed(events);
    if (head === undefined) return false;
    const wire = events.map((event, index) =>
      index === events.length - 1 ? toLastWire(event, { kept: counts, head }) : toWire(event),
    );
    try {
      // The same ids at the same place are written once, however often they are sent.
      await patience.retry(() => cluster.append(names.events, wire, base === NO_STREAM ? 'no_stream' : base));
    } catch (error) {
      if (isConflict(error)) return false;
      throw error;
    }
    await replica.take(events.map((event, index) => ({ event, heads: index === events.length - 1 ? [head] : [] })));
    heads.refresh();
    return true;
  }
}
