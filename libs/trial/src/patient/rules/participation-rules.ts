import { type CalendarDate, compareInstants, siteOfPatient } from '@bali/protocol';
import { type Refusal, refusal } from '../../refusal.js';
import {
  happened,
  happenedOn,
  last,
  type PatientEntry,
  type PatientEventType,
  type PatientState,
} from '../patient-state.js';
import { type Calendar, type Rule, whenOf } from './rule.js';

/** Who takes part, from the consent to the end of it. */
export const PARTICIPATION_RULES: readonly Rule[] = [
  patientOfItsSite,
  bornBeforeConsent,
  notInTheFuture,
  notBeforeConsent,
  notAfterDeath,
  notAfterWithdrawal,
];

function patientOfItsSite(entry: PatientEntry): Refusal | undefined {
  if (entry.type !== 'ConsentGiven') return undefined;
  const { patient, site } = entry.data;
  if (siteOfPatient(patient) === site) return undefined;
  return refusal('site-and-patient-differ', `${patient} is not a patient's code of the site ${site}.`, '/patient');
}

function bornBeforeConsent(entry: PatientEntry): Refusal | undefined {
  if (entry.type !== 'ConsentGiven') return undefined;
  const { yearOfBirth, consentedOn } = entry.data;
  if (yearOfBirth < Number(consentedOn.slice(0, 4))) return undefined;
  return refusal('before-birth', 'The consent is not later than the year of birth.', '/yearOfBirth');
}

function notInTheFuture(entry: PatientEntry, _: PatientState, { now, today }: Calendar): Refusal | undefined {
  const when = happened(entry);
  const isFuture = when.includes('T') ? compareInstants(when, now) > 0 : when > today;
  return isFuture ? refusal('in-the-future', `${when} is in the future.`, whenOf(entry)) : undefined;
}

function notBeforeConsent(entry: PatientEntry, state: PatientState, { timeZone }: Calendar): Refusal | undefined {
  const consentedOn = last(state, 'ConsentGiven')?.data.consentedOn ?? '';
  const on = happenedOn(entry, timeZone);
  if (on >= consentedOn) return undefined;
  return refusal('before-consent', `${on} is before the patient's consent of ${consentedOn}.`, whenOf(entry));
}

/**
 * News of an adverse event may come after the death, such as the result of an autopsy. A patient may have been
 * found eligible and randomized before the site heard of the death: what is then recorded is true. The record is signed
 * off after all.
 */
const POSSIBLE_AFTER_DEATH: readonly PatientEventType[] = [
  'AdverseEventFollowedUp',
  'EligibilityConfirmed',
  'Randomized',
  'PatientSignedOff',
  'PatientUnblinded',
  'UnblindingImpactAssessed',
];

function notAfterDeath(entry: PatientEntry, state: PatientState, { timeZone }: Calendar): Refusal | undefined {
  const death = last(state, 'Died');
  if (death === undefined || POSSIBLE_AFTER_DEATH.includes(entry.type)) return undefined;
  const { diedOn } = death.data;
  if (!isAfter(entry, diedOn, death.recordedAt, timeZone)) return undefined;
  return refusal(
    'patient-died',
    `The patient died on ${diedOn}; ${entry.type} at ${happened(entry)} cannot be.`,
    whenOf(entry),
  );
}

/** Vital status is public; what began before the withdrawal is followed for safety's sake. */
const ALLOWED_AFTER_WITHDRAWAL: readonly PatientEventType[] = [
  'Died',
  'AdverseEventFollowedUp',
  'PatientSignedOff',
  'PatientUnblinded',
  'UnblindingImpactAssessed',
];

function notAfterWithdrawal(entry: PatientEntry, state: PatientState, { timeZone }: Calendar): Refusal | undefined {
  const withdrawal = last(state, 'ConsentWithdrawn');
  if (withdrawal === undefined || ALLOWED_AFTER_WITHDRAWAL.includes(entry.type)) return undefined;
  const { withdrawnOn } = withdrawal.data;
  if (!isAfter(entry, withdrawnOn, withdrawal.recordedAt, timeZone)) return undefined;
  return refusal(
    'consent-withdrawn',
    `The patient withdrew consent on ${withdrawnOn}; nothing later is recorded.`,
    whenOf(entry),
  );
}

/**
 * Whether an entry is certainly later than something of which only the date is known: on a later day, or at a moment
 * when that was recorded already.
 */
function isAfter(entry: PatientEntry, date: CalendarDate, recordedAt: string, timeZone: string): boolean {
  if (happenedOn(entry, timeZone) > date) return true;
  const when = happened(entry);
  return when.includes('T') && compareInstants(when, recordedAt) > 0;
}
