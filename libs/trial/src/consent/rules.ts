import { type CalendarDate, siteOfPatient } from '@bali/protocol';
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

export const bornBeforeConsent: Rule = {
  says: 'The consent is of a later year than the year of birth.',
  comesFirst: true,
  refuses: ({ yearOfBirth, consentedOn }: { readonly yearOfBirth: number; readonly consentedOn: CalendarDate }) =>
    yearOfBirth < Number(consentedOn.slice(0, 4))
      ? undefined
      : refusal('before-birth', 'The consent is not later than the year of birth.', '/yearOfBirth'),
};
