import { refusal } from '../refusal.js';
import { WAYS_TO_END } from '../sign-off/conditions.js';
import type { TrialCondition } from '../trial/define-trial-event.js';
import { isLocked, isUnblinded } from '../trial/trial-state.js';

/** Number of codes that a refusal names; the others are counted. */
const NAMED = 10;

/** The lock asks the sites for one thing, a record that is signed off; what it asks the cell therapy unit for is about no single patient. */
export const everybodySignedOff: TrialCondition = {
  says: 'the record of every randomized patient is signed off as it stands',
  refuses: (_, { patients }) => {
    const missing = patients?.notSignedOff ?? [];
    if (missing.length === 0) return undefined;
    const codesOf = (ended: boolean) =>
      missing.filter(({ hasEnded }) => hasEnded === ended).map(({ patient }) => patient);
    const [underWay, unsigned] = [codesOf(false), codesOf(true)];
    const sentences = [
      ...(underWay.length === 0 ? [] : [`Their site has to record ${WAYS_TO_END}, then to sign: ${named(underWay)}.`]),
      ...(unsigned.length === 0
        ? []
        : [`An investigator of their site has to sign the record off: ${named(unsigned)}.`]),
    ];
    return refusal('patients-not-signed-off', `Not every randomized patient is signed off. ${sentences.join(' ')}`);
  },
};

function named(codes: readonly string[]): string {
  const others = codes.length > NAMED ? ` and ${codes.length - NAMED} others` : '';
  return `${codes.slice(0, NAMED).join(', ')}${others}`;
}

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
