import type { PatientCondition } from '../patient/define-patient-event.js';
import { refusal } from '../refusal.js';
import { eligibilityConfirmation } from './screening-in-force.js';

export const notConfirmed: PatientCondition = {
  says: 'eligibility is not confirmed already',
  refuses: (state) =>
    eligibilityConfirmation(state) && refusal('eligibility-already-confirmed', 'Eligibility is confirmed already.'),
};
