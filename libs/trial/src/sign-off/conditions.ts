import { has } from '../patient/chart.js';
import type { PatientCondition } from '../patient/define-patient-event.js';
import { type PatientStatus, statusOf } from '../patient/status.js';
import { refusal } from '../refusal.js';

const ENDED: readonly PatientStatus[] = ['completed', 'lost-to-follow-up', 'withdrawn', 'died'];

/** The ways in which the participation of a randomized patient ends: somebody can always record one of them truthfully. */
export const WAYS_TO_END = 'the completion, the loss to follow-up, the withdrawal from the follow-up, or the death';

/** Whether the participation of a patient who stands so has ended. */
export function hasEnded(status: PatientStatus): boolean {
  return ENDED.includes(status);
}

export const participationEnded: PatientCondition = {
  says: 'the patient was not randomized, or the participation has ended: by completion, loss to follow-up, withdrawal or death',
  refuses: (state) =>
    // Of somebody who was never randomized, nothing is due.
    !has(state, 'Randomized') || hasEnded(statusOf(state))
      ? undefined
      : refusal(
          'participation-not-ended',
          `The participation of the patient has not ended: record ${WAYS_TO_END} first.`,
        ),
};

export const notSignedOffAlready: PatientCondition = {
  says: 'the record as it stands is not signed off already',
  refuses: (_, { signOff }) =>
    signOff && refusal('already-signed-off', 'The record as it stands is signed off already.'),
};
