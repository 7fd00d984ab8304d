import { calendarDate, details, oneOf, patientCode, siteCode, whole } from '@bali/schema';
import { Type } from 'typebox';
import { codeNeverUsed } from '../annulments/conditions.js';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { listCommitted } from '../randomization/conditions.js';
import { everythingAsked, formInForce } from './conditions.js';
import { formNotInForce, informationVersion, vitalStatusFromPublicSource } from './consent-fields.js';
import { adult, patientOfItsSite, plausibleAge } from './rules.js';

const VERSION_1 = {
  patient: patientCode,
  site: siteCode,
  yearOfBirth: whole('year of birth; never the full date', 1900, 2100),
  sex: oneOf('sex', ['female', 'male']),
  consentedOn: calendarDate('when the consent was signed'),
  informationVersion,
};

export const ConsentGiven = definePatientEvent('ConsentGiven', {
  schemaVersion: 2,
  // Consents of before were not asked for more, and nobody knows what would have been answered.
  earlier: [{ schemaVersion: 1, data: VERSION_1, upcast: (data: object) => data }],
  about: 'the patient gave informed consent',
  data: {
    ...VERSION_1,
    adultAtConsent: Type.Optional(
      oneOf('that the patient was 18 at the consent, where the years alone do not say so', ['yes']),
    ),
    keepingOfCells: Type.Optional(oneOf('whether cells of the patient may be kept', ['yes', 'no'])),
    vitalStatusFromPublicSource,
    formNotInForce,
  },
  happened: 'consentedOn',
  mayGiveAwayArm: false,
  needs: [listCommitted],
  whenMissing: { code: 'patient-unknown', sentence: 'There is no patient of this code.' },
  once: { code: 'patient-already-exists', sentence: () => 'There is such a patient already.' },
  conditions: [codeNeverUsed, everythingAsked, formInForce],
  rules: [patientOfItsSite, adult, plausibleAge],
  computed: undefined,
  afterDeath: 'refused',
  afterWithdrawal: 'refused',
  afterSiteClosed: 'refused',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: ['/patient', '/site'],
  mayBeAnnulled: true,
  signedUnder: [],
  command: { name: 'GiveConsent', action: 'record-consent' },
  sentence: ({ patient, sex, yearOfBirth, site, consentedOn, ...data }) =>
    `patient ${patient} (${sex}, born in ${yearOfBirth}) gave informed consent at ${site} on ` +
    `${consentedOn} (information version ${data.informationVersion})` +
    details(
      data.formNotInForce && 'the form was not in force there',
      data.adultAtConsent && 'adult at the consent',
      data.keepingOfCells && `cells may be kept: ${data.keepingOfCells}`,
      data.vitalStatusFromPublicSource && `vital status from a public source: ${data.vitalStatusFromPublicSource}`,
    ),
  sample: {
    patient: 'REI-001',
    site: 'REI',
    yearOfBirth: 1953,
    sex: 'female',
    consentedOn: '2026-03-02',
    informationVersion: '3.0',
    keepingOfCells: 'yes',
    vitalStatusFromPublicSource: 'yes',
  },
});
