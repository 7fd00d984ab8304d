import {
  type CalendarDate,
  CLOCK_SKEW_MINUTES,
  compareInstants,
  futureInWords,
  isCertainlyAfter,
  isCertainlyBefore,
  isInTheFuture,
  onDate,
  type PartialDate,
} from '@bali/protocol';
import { consentOn, type WithdrawalFrom, withdrawalsFrom } from '../consent/consent-in-force.js';
import type { Entry } from '../entry.js';
import { refusal } from '../refusal.js';
import { refusedBeforeBirth } from './birth.js';
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
    says: "It is not before the patient's consent, unless its event may be.",
    refuses: (_, entry, state, { happenedOn, whenOf }) => {
      if (patientEventOf(entry.type)?.beforeConsent === 'allowed') return undefined;
      const consentedOn = last(state, 'ConsentGiven')?.data.consentedOn ?? '';
      const on = happenedOn(entry);
      if (!isCertainlyBefore(on, consentedOn)) return undefined;
      return refusal(
        'before-consent',
        `${on} is before the patient's consent of ${consentedOn}: correct the date that is wrong.`,
        whenOf(entry),
      );
    },
  },
  {
    says: 'It is not before the year in which the patient was born.',
    refuses: (_, entry, state, { happenedOn, whenOf }) => refusedBeforeBirth(state, happenedOn(entry), whenOf(entry)),
  },
  { says: "It is not after the patient's death, unless its event may be.", refuses: afterDeath },
  {
    says: 'It is not after a withdrawal of consent to what it belongs to, unless consent was given again.',
    refuses: afterWithdrawal,
  },
];

function afterDeath(_: unknown, entry: Entry, state: PatientState, calendar: Calendar) {
  const death = last(state, 'Died');
  if (death === undefined || patientEventOf(entry.type)?.afterDeath === 'allowed') return undefined;
  const { diedOn } = death.data;
  if (!isAfter(entry, diedOn, death.recordedAt, calendar)) return undefined;
  const sentence = `The patient died ${onDate(diedOn)}: ${calendar.named(entry)} at ${calendar.happened(entry)} cannot be. Correct the date that is wrong, or have the entry annulled that is another patient's.`;
  return refusal('patient-died', sentence, calendar.whenOf(entry));
}

function afterWithdrawal(_: unknown, entry: Entry, state: PatientState, calendar: Calendar) {
  const standing = patientEventOf(entry.type)?.afterWithdrawal ?? 'refused';
  if (standing === 'allowed') return undefined;
  const scope = standing === 'part-of-treatment' ? 'treatment' : 'follow-up';
  const withdrawn = withdrawalsFrom(state, scope).find((one) => happenedUnder(one, entry, calendar));
  if (withdrawn === undefined) return undefined;
  const { withdrawnOn } = withdrawn.withdrawal.data;
  if (standing === 'from-public-source') return publicSourceRefused(entry, state, withdrawnOn);
  const sentence =
    `The patient withdrew from the ${scope} on ${withdrawnOn}: nothing of it is recorded that came later, unless the patient ` +
    'consents again (a renewed consent).';
  return refusal('consent-withdrawn', sentence, calendar.whenOf(entry));
}

/** Whether an entry happened after a withdrawal, and before consent was given again. */
function happenedUnder({ withdrawal, givenAgainOn }: WithdrawalFrom, entry: Entry, calendar: Calendar): boolean {
  const { withdrawnOn } = withdrawal.data;
  if (!isAfter(entry, withdrawnOn, withdrawal.recordedAt, calendar)) return false;
  return givenAgainOn === undefined || isCertainlyBefore(calendar.happenedOn(entry), givenAgainOn);
}

/** Consents of before this was asked did not say no. */
function publicSourceRefused({ data }: Entry, state: PatientState, withdrawnOn: CalendarDate) {
  if (consentOn(state, withdrawnOn)?.vitalStatusFromPublicSource !== 'no')
    return notFromPublicSource(data, withdrawnOn);
  const sentence =
    `The patient withdrew from the follow-up on ${withdrawnOn}, and did not consent to anybody learning from a public source ` +
    'whether the patient is alive.';
  return refusal('consent-withdrawn', sentence);
}

/** Older records say neither where something happened nor from whom it is known, and are taken for what was allowed. */
function notFromPublicSource(data: unknown, withdrawnOn: CalendarDate) {
  const { where, knownFrom } = data as { readonly where?: string; readonly knownFrom?: string };
  if (knownFrom === 'public-register' || (knownFrom === undefined && where === undefined)) return undefined;
  const sentence =
    `The patient withdrew from the follow-up on ${withdrawnOn}: a death after that is recorded as a public register tells it ` +
    '(“public-register”), and from nobody else.';
  return refusal('consent-withdrawn', sentence, '/knownFrom');
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
