import { calendarDate, details, freeText, oneOf, optionalText, words } from '@bali/schema';
import { Type } from 'typebox';
import { BY_TWO_PEOPLE } from '../annulments/by-two-people.js';
import { definePatientEvent } from '../patient/define-patient-event.js';

const CAUSES_OF_DEATH = [
  'cardiovascular',
  'cerebrovascular',
  'infection',
  'cancer',
  'procedure',
  'other',
  'unknown',
] as const;

export const Died = definePatientEvent('Died', {
  schemaVersion: 1,
  about: 'the patient died',
  data: {
    diedOn: calendarDate('date of death'),
    cause: oneOf('cause of death', CAUSES_OF_DEATH),
    comment: Type.Optional(freeText('circumstances')),
  },
  happened: 'diedOn',
  mayGiveAwayArm: false,
  needs: [],
  whenMissing: undefined,
  once: { code: 'already-died', sentence: () => "The patient's death is recorded already." },
  conditions: [],
  rules: [],
  computed: undefined,
  afterDeath: 'refused',
  // Vital status is public, if the consent allows anybody to look.
  afterWithdrawal: 'from-public-source',
  afterSiteClosed: 'allowed',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: [],
  mayBeAnnulled: BY_TWO_PEOPLE,
  signedUnder: [],
  command: { name: 'RecordDeath', action: 'record-death' },
  sentence: ({ diedOn, cause, comment }, { patient, show }) =>
    `patient ${patient} died on ${diedOn}` +
    details(`cause: ${words(cause)}`, optionalText('circumstances', comment, show)),
  sample: { diedOn: '2026-10-15', cause: 'cardiovascular' },
});
