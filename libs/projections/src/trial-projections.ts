import { eventIndex } from './event-index/event-index.js';
import type { Projection } from './runner/projection.js';
import { trialStateHistoryProjection, trialStateProjection } from './trial-state/trial-state-projection.js';

/** Every projection of the trial ledger. */
export const TRIAL_PROJECTIONS: readonly Projection[] = [eventIndex, trialStateProjection];

/** The same, which can also tell the state as of any event (`StateAsOf`). */
export const TRIAL_HISTORY_PROJECTIONS: readonly Projection[] = [eventIndex, trialStateHistoryProjection];
