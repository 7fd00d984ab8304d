import type { CalendarDate } from '@bali/protocol';
import type { EntryOfType, PatientState } from '../patient/chart.js';
import type { PatientContext } from '../patient/define-patient-event.js';
import { dayOfJudgement } from './judged-on.js';

/** The day for which an investigator confirmed that the patient is eligible. */
export function confirmationDay(
  { data, recordedAt }: EntryOfType<'EligibilityConfirmed'>,
  state: PatientState,
  { trial }: Pick<PatientContext, 'trial'>,
): CalendarDate {
  return dayOfJudgement(data, state, { trial, now: recordedAt });
}
