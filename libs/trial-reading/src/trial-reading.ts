import type { EventStore } from '@bali/event-store';
import type { ProjectionRunner, TrialStateQueries } from '@bali/projections';

/** What is read of the trial ledger, and the projections of it: an API hands in its own. */
export interface TrialReading {
  readonly trialLedger: EventStore;
  readonly runner: ProjectionRunner;
  /** Of the events applied to the projections. */
  readonly queries: TrialStateQueries;
}

/** The token by which {@link TrialReading} is injected. */
export const TRIAL_READING = Symbol('TrialReading');
