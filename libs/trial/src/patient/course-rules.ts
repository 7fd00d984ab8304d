import {
  CLOCK_SKEW_MINUTES,
  compareInstants,
  futureInWords,
  isCertainlyAfter,
  isCertainlyBefore,
  isInTheFuture,
  onDate,
  type PartialDate,
} from '@bali/protocol';
import type { Entry } from '../entry.js';
import { refusal } from '../refusal.js';
import { last, type PatientState } from './chart.js';
import { patientEventOf } from './patient-events.js';
import type { Calendar, Rule } from './rule.js';

/** What holds for every entry of a patient, by what its event says of itself. */
export const COURSE_RULES: readonly Rule[] = [
  {
    says: `It is not in the future; a clock may be ${CLOCK_SKEW_MINUTES} minutes ahead of the server's.`,
    refuses: (_, entry, __, { now, today, happened, whenOf }) => {
      const when = happened(entry);
      if (!isInTheFuture(when, now, today)) return undefined;
      return refusal('in-the-future', futureInWords(when, now), whenOf(entry));
    },
  },
  {
    says: "It is not before the patient's consent.",
    refuses: (_, entry, state, { happenedOn, whenOf }) => {
      const consentedOn = last(state, 'ConsentGiven')?.data.consentedOn ?? '';
      const on = happenedOn(entry);
      if (!isCertainlyBefore(on, consentedOn)) return undefined;
      return refusal('before-consent', `${on} is before the patient's consent of ${consentedOn}.`, whenOf(entry));
    },
  },
  { says: "It is not after the patient's death, unless its event may be.", refuses: afterDeath },
  { says: 'It is not after the withdrawal of consent, unless its event may be.', refuses: afterWithdrawal },
];

function afterDeath(_: unknown, entry: Entry, state: PatientState, calendar: Calendar) {
  const death = last(state, 'Died');
  if (death === undefined || patientEventOf(entry.type)?.afterDeath === 'allowed') return undefined;
  const { diedOn } = death.data;
  if (!isAfter(entry, diedOn, death.recordedAt, calendar)) return undefined;
  const sentence = `The patient died ${onDate(diedOn)}; ${entry.type} at ${calendar.happened(entry)} cannot be.`;
  return refusal('patient-died', sentence, calendar.whenOf(entry));
}

function afterWithdrawal(_: unknown, entry: Entry, state: PatientState, calendar: Calendar) {
  const withdrawal = last(state, 'ConsentWithdrawn');
  if (withdrawal === undefined || patientEventOf(entry.type)?.afterWithdrawal === 'allowed') return undefined;
  const { withdrawnOn } = withdrawal.data;
  if (!isAfter(entry, withdrawnOn, withdrawal.recordedAt, calendar)) return undefined;
  const sentence = `The patient withdrew consent on ${withdrawnOn}; nothing later is recorded.`;
  return refusal('consent-withdrawn', sentence, calendar.whenOf(entry));
}

/**
 * Whether an entry is certainly later than something of which only the date is known, or a part of it: on a later day, whichever
 * of the possible days it was, or at a moment when that was recorded already.
 */
function isAfter(entry: Entry, date: PartialDate, recordedAt: string, { happened, happenedOn }: Calendar): boolean {
  if (isCertainlyAfter(happenedOn(entry), date)) return true;
  const when = happened(entry);
  return when.includes('T') && compareInstants(when, recordedAt) > 0;
}
