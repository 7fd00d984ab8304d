import { refusal } from '../refusal.js';
import type { TrialCondition } from '../trial/define-trial-event.js';
import { isLocked, isUnblinded } from '../trial/trial-state.js';

/** Number of codes that a refusal names; the others are counted. */
const NAMED = 10;

export const everybodySignedOff: TrialCondition = {
  says: 'the record of every randomized patient is signed off as it stands',
  refuses: (_, { patients }) => {
    const codes = patients?.notSignedOff ?? [];
    if (codes.length === 0) return undefined;
    const others = codes.length > NAMED ? ` and ${codes.length - NAMED} others` : '';
    return refusal('patients-not-signed-off', `Not signed off yet: ${codes.slice(0, NAMED).join(', ')}${others}.`);
  },
};

/** @param otherwise what is said where it is not */
export function databaseLocked(otherwise: string): TrialCondition {
  return {
    says: 'the database is locked',
    refuses: (state) => (isLocked(state) ? undefined : refusal('database-not-locked', otherwise)),
  };
}

/** Once the arms are known, the data stay as they are. */
export const trialStillBlinded: TrialCondition = {
  says: 'the trial is not unblinded',
  refuses: (state) =>
    isUnblinded(state) ? refusal('trial-unblinded', 'The trial is unblinded: its data stay as they are.') : undefined,
};
