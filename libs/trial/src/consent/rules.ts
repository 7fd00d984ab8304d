import { type CalendarDate, CONSENT_AGE, siteOfPatient } from '@bali/protocol';
import type { Rule } from '../patient/rule.js';
import { refusal } from '../refusal.js';

/** Looked at before the rules of every entry: who the patient is comes first. */
export const patientOfItsSite: Rule = {
  says: "The patient's code names the site of the consent.",
  comesFirst: true,
  refuses: ({ patient, site }: { readonly patient: string; readonly site: string }) =>
    siteOfPatient(patient) === site
      ? undefined
      : refusal('site-and-patient-differ', `${patient} is not a patient's code of the site ${site}.`, '/patient'),
};

interface Aged {
  readonly yearOfBirth: number;
  readonly consentedOn: CalendarDate;
  readonly adultAtConsent?: 'yes';
}

/** Of a patient whose date of birth nobody here knows, the year says who is certainly adult, and who certainly is not. */
export const adult: Rule = {
  says:
    `The patient is adult: ${CONSENT_AGE.adult} or older at the consent. Where the years alone do not say so, ` +
    '`adultAtConsent` does.',
  comesFirst: true,
  refuses: ({ yearOfBirth, consentedOn, adultAtConsent }: Aged) => {
    const age = ageAtConsent(yearOfBirth, consentedOn);
    if (age > CONSENT_AGE.adult) return undefined;
    const born = `A patient born in ${yearOfBirth} who consents on ${consentedOn}`;
    if (age < CONSENT_AGE.adult) {
      return refusal('not-adult', `${born} is not ${CONSENT_AGE.adult} years old yet.`, '/yearOfBirth');
    }
    if (adultAtConsent === 'yes') return undefined;
    const sentence = `${born} may still be under ${CONSENT_AGE.adult}: say with adultAtConsent: yes that the birthday was before.`;
    return refusal('adult-not-confirmed', sentence, '/adultAtConsent');
  },
};

export const plausibleAge: Rule = {
  says: `The patient is not older than ${CONSENT_AGE.oldest} at the consent.`,
  comesFirst: true,
  refuses: ({ yearOfBirth, consentedOn }: Aged) =>
    ageAtConsent(yearOfBirth, consentedOn) <= CONSENT_AGE.oldest
      ? undefined
      : refusal(
          'implausible-value',
          `A patient born in ${yearOfBirth} would be older than ${CONSENT_AGE.oldest} at the consent: look at the year again.`,
          '/yearOfBirth',
        ),
};

function ageAtConsent(yearOfBirth: number, consentedOn: CalendarDate): number {
  return Number(consentedOn.slice(0, 4)) - yearOfBirth;
}
