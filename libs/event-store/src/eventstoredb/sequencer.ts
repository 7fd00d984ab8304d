import { setImmediate as nextTurn } from 'node:timers/promises';
import { StoreOverloaded, StoreUnavailable } from '../errors.js';
import { type Append, type Appended, NO_STREAM } from '../event-store.js';
import { BatchPlan } from './batch-plan.js';
import type { CatchUp } from './catch-up.js';
import { asStoreError, isConflict } from './cluster-errors.js';
import type { Cluster } from './cluster.js';
import type { LedgerReplica } from './ledger-replica.js';
import type { Patience } from './pacing.js';
import type { StreamNames } from './stream-names.js';
import type { TextStreams } from './text-streams.js';
import { toWire } from './wire-event.js';

/** The most appends that are sent to the cluster together, and the most bytes: it takes 1 MiB at once. */
const MAX_BATCH = 512;
const MAX_BATCH_BYTES = 750_000;
/** So many conflicts in a row are tried again at once: who waits loses to who does not. */
const HASTY_CONFLICTS = 4;

interface Waiting {
  readonly append: Append;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: Error) => void;
}

export interface SequencerOptions {
  readonly cluster: Cluster;
  readonly names: StreamNames;
  readonly replica: LedgerReplica;
  readonly catchUp: CatchUp;
  readonly texts: TextStreams;
  readonly patience: Patience;
  readonly maxWaiting: number;
}

/**
 * Appends to the one stream that is the ledger, expecting exactly the last position known. Who succeeds has seen the
 * whole ledger, so that every expectation, and every id, was decided on as if nobody else were there; who does not reads
 * what came in between, and decides again. Appends that wait are sent together.
 */
export class Sequencer {
  readonly #options: SequencerOptions;
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;

  constructor(options: SequencerOptions) {
    this.#options = options;
  }

  append(append: Append): Promise<Appended> {
    if (this.#waiting.length >= this.#options.maxWaiting)
      return Promise.reject(new StoreOverloaded(this.#waiting.length));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ append, resolve, reject });
      this.#running ??= this.#appendWaiting();
    });
  }

  /** Resolves when no append is waiting. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #appendWaiting(): Promise<void> {
    while (this.#waiting.length > 0) {
      await nextTurn();
      const batch = this.#waiting.splice(0, batchSize(this.#waiting));
      try {
        const outcomes = await this.#outcomesOf(batch.map(({ append }) => append));
        for (const [index, { resolve, reject }] of batch.entries()) {
          const outcome = outcomes[index];
          if (outcome instanceof Error) reject(outcome);
          else if (outcome !== undefined) resolve(outcome);
        }
      } catch (error) {
        for (const { reject } of batch) reject(asStoreError(error));
      }
    }
    this.#running = undefined;
  }

  async #outcomesOf(appends: readonly Append[]): Promise<readonly (Appended | Error)[]> {
    const { catchUp, patience, replica } = this.#options;
    const deadline = patience.deadline();
    // Nothing is refused on what may have changed meanwhile; whatever succeeds has proved that nothing has.
    let mayRefuse = false;
    for (let conflicts = 0; ;) {
      const plan = new BatchPlan(replica);
      const outcomes = appends.map((append) => plan.outcomeOf(append));
      if (mayRefuse || outcomes.every((outcome) => !(outcome instanceof Error))) {
        if (plan.events.length === 0 || (await this.#isWritten(plan))) return outcomes;
        if (patience.isOver(deadline)) throw new StoreUnavailable('others write to the ledger without a pause');
        if (conflicts >= HASTY_CONFLICTS) await patience.pause(0);
        conflicts += 1;
      }
      await catchUp.fresh();
      mayRefuse = true;
    }
  }

  /** @returns false if others have appended since. */
  async #isWritten({ base, events, texts }: BatchPlan): Promise<boolean> {
    const { cluster, names, patience, replica } = this.#options;
    await this.#options.texts.keep(texts);
    const wire = events.map(toWire);
    try {
      // The same ids at the same place, however often: the cluster writes them once.
      await patience.retry(() => cluster.append(names.events, wire, base === NO_STREAM ? 'no_stream' : base));
    } catch (error) {
      if (isConflict(error)) return false;
      throw error;
    }
    await replica.take(events);
    return true;
  }
}

function batchSize(waiting: readonly Waiting[]): number {
  let bytes = 0;
  let size = 0;
  for (const { append } of waiting.slice(0, MAX_BATCH)) {
    bytes += append.events.reduce((sum, { leaf }) => sum + leaf.byteLength, 0);
    if (size > 0 && bytes > MAX_BATCH_BYTES) break;
    size += 1;
  }
  return size;
}
