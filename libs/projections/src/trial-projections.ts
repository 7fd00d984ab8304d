import { eventIndex } from './event-index/event-index.js';
import type { Projection } from './runner/projection.js';
import { trialStateProjection } from './trial-state/trial-state-projection.js';

/** Every projection of the trial ledger. */
export const TRIAL_PROJECTIONS: readonly Projection[] = [eventIndex, trialStateProjection];
