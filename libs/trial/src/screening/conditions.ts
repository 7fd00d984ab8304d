import type { PatientCondition } from '../patient/define-patient-event.js';
import { refusal } from '../refusal.js';
import { confirmationDay } from './confirmation-day.js';
import { dayOfJudgement } from './judged-on.js';
import { eligibilityConfirmation } from './screening-in-force.js';

export const notConfirmed: PatientCondition = {
  says: 'eligibility is not confirmed for that day already',
  refuses: (state, circumstances, entered: object) => {
    const confirmed = eligibilityConfirmation(state);
    if (confirmed === undefined) return undefined;
    const day = dayOfJudgement(entered, state, circumstances);
    if (confirmationDay(confirmed, state, circumstances) !== day) return undefined;
    return refusal('eligibility-already-confirmed', `Eligibility is confirmed for ${day} already.`);
  },
};
