import { canonicalJson } from '@bali/ledger';
import { StateInMemory } from '@bali/projections/portable';
import type { TrialStateFold } from './audited-ledger.js';

/** The state of the trial in memory, as a whole: where there is no file for it, and for a ledger that is small enough. */
export function trialStateInMemory(): TrialStateFold {
  const fold = new StateInMemory();
  return {
    apply: ({ record }) => fold.apply(record),
    json: () => [canonicalJson(fold.state())],
    trial: () => fold.state().trial,
    close: () => undefined,
  };
}
