import { refusal } from '../refusal.js';
import type { TrialCondition } from '../trial/define-trial-event.js';
import { entriesOfType, isUnblinded } from '../trial/trial-state.js';

export const trialNotUnblinded: TrialCondition = {
  says: 'the trial is not unblinded already',
  refuses: (state) =>
    isUnblinded(state) ? refusal('trial-already-unblinded', 'The trial is unblinded already.') : undefined,
};

export const trialUnblinded: TrialCondition = {
  says: 'the trial is unblinded',
  refuses: (state) => (isUnblinded(state) ? undefined : refusal('trial-not-unblinded', 'The trial is not unblinded.')),
};

export const impactNotAssessed: TrialCondition = {
  says: 'the impact is not assessed yet',
  refuses: (state) =>
    entriesOfType(state, 'TrialUnblindingImpactAssessed').length > 0
      ? refusal('impact-already-assessed', 'The impact is assessed already: correct what is wrong in it.')
      : undefined,
};
