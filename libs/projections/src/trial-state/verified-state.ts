import { type EventStore, storageFailureOf } from '@bali/event-store';
import { OneAtATime } from '@bali/queue';
import type { TrialState } from '@bali/trial';
import { FoldedProjections } from '../runner/folded-projections.js';
import type { PatientSummary } from './patient-summary.js';
import { trialStateProjection } from './trial-state-projection.js';
import { TrialStateQueries } from './trial-state-queries.js';

/** The trial and all of its patients, as of one event. */
export interface TrialAsOf {
  /** The last event that is in it; -1 before the first one. */
  readonly position: number;
  readonly trial: TrialState;
  /** In the order of the patients' codes. */
  readonly summaries: readonly PatientSummary[];
}

export interface VerifiedStateOptions {
  readonly store: Pick<EventStore, 'read' | 'held'>;
  /** A directory in which a scratch file takes its space. It is made on first use. */
  readonly directory: string;
}

/**
 * The state of the trial, folded from the ledger's own leaves by the same fold as the projections, and never read from a
 * projections file: a person who can write that file cannot change what is computed from this. Reports and the database lock
 * are.
 *
 * The first call folds the whole ledger; later ones fold what came since. While the disk has no space for the scratch file, it is
 * folded in memory: a full disk keeps nobody from reading.
 */
export class VerifiedState {
  readonly #options: VerifiedStateOptions;
  readonly #turns = new OneAtATime();
  #folded: FoldedProjections | undefined;
  #closed = false;

  constructor(options: VerifiedStateOptions) {
    this.#options = options;
  }

  /**
   * The state with every event that was acknowledged before.
   * @throws LedgerHeld when the ledger is not what was written into it; what the store throws.
   */
  now(): Promise<TrialAsOf> {
    return this.#turns.run(async () => {
      const { held } = this.#options.store;
      if (held !== undefined) throw held;
      const folded = await this.#upToDate();
      const queries = new TrialStateQueries(folded);
      return { position: folded.position, trial: queries.trial(), summaries: queries.summaries() };
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#turns.idle();
    this.#letGo();
  }

  async #upToDate(): Promise<FoldedProjections> {
    try {
      return await this.#foldedIn(this.#options.directory);
    } catch (error) {
      if (storageFailureOf(error) === undefined) throw error;
      return this.#foldedIn(undefined);
    }
  }

  /** @param directory of the scratch file, if there is none yet. */
  async #foldedIn(directory: string | undefined): Promise<FoldedProjections> {
    const { store } = this.#options;
    try {
      this.#folded ??= new FoldedProjections(directory, [trialStateProjection]);
      for await (const page of store.read(this.#folded.position + 1)) {
        if (this.#isClosed()) throw new Error('the state of the trial is being closed');
        this.#folded.apply(page);
      }
      return this.#folded;
    } catch (error) {
      this.#letGo();
      throw error;
    }
  }

  #letGo(): void {
    this.#folded?.close();
    this.#folded = undefined;
  }

  /** Asked anew each time: it changes while the ledger is read. */
  #isClosed(): boolean {
    return this.#closed;
  }
}
