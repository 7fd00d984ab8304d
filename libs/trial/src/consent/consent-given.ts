import { calendarDate, line, oneOf, patientCode, siteCode, whole } from '@bali/schema';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { listCommitted } from '../randomization/conditions.js';
import { bornBeforeConsent, patientOfItsSite } from './rules.js';

export const ConsentGiven = definePatientEvent('ConsentGiven', {
  schemaVersion: 1,
  about: 'the patient gave informed consent',
  data: {
    patient: patientCode,
    site: siteCode,
    yearOfBirth: whole('year of birth; never the full date', 1900, 2100),
    sex: oneOf('sex', ['female', 'male']),
    consentedOn: calendarDate('when the consent was signed'),
    informationVersion: line("version of the patient's information and consent form"),
  },
  happened: 'consentedOn',
  mayGiveAwayArm: false,
  needs: [listCommitted],
  whenMissing: { code: 'patient-unknown', sentence: 'There is no patient of this code.' },
  once: { code: 'patient-already-exists', sentence: () => 'There is such a patient already.' },
  conditions: [],
  rules: [patientOfItsSite, bornBeforeConsent],
  computed: undefined,
  afterDeath: 'refused',
  afterWithdrawal: 'refused',
  afterSiteClosed: 'refused',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: ['/patient', '/site'],
  signedUnder: [],
  command: { name: 'GiveConsent', action: 'record-consent' },
  sentence: ({ patient, sex, yearOfBirth, site, consentedOn, informationVersion }) =>
    `patient ${patient} (${sex}, born in ${yearOfBirth}) gave informed consent at ${site} on ` +
    `${consentedOn} (information version ${informationVersion})`,
  sample: {
    patient: 'REI-001',
    site: 'REI',
    yearOfBirth: 1953,
    sex: 'female',
    consentedOn: '2026-03-02',
    informationVersion: '3.0',
  },
});
