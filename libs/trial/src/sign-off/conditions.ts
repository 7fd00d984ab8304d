import type { PatientCondition } from '../patient/define-patient-event.js';
import { type PatientStatus, statusOf } from '../patient/status.js';
import { refusal } from '../refusal.js';

const ENDED: readonly PatientStatus[] = ['completed', 'lost-to-follow-up', 'withdrawn', 'died'];

export const participationEnded: PatientCondition = {
  says: "the patient's participation has ended: by completion, loss to follow-up, withdrawal or death",
  refuses: (state) =>
    ENDED.includes(statusOf(state))
      ? undefined
      : refusal('participation-not-ended', "The patient's participation has not ended yet."),
};

export const notSignedOffAlready: PatientCondition = {
  says: 'the record as it stands is not signed off already',
  refuses: (_, { signOff }) =>
    signOff && refusal('already-signed-off', 'The record as it stands is signed off already.'),
};
