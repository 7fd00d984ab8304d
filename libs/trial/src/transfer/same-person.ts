import { calendarDate, details, freeText, optionalText, patientCode } from '@bali/schema';
import { Type } from 'typebox';
import { definePatientEvent } from '../patient/define-patient-event.js';
import {
  countsUnderTheOtherCode,
  notRecordedOfTheOther,
  otherPatientThere,
  personsAgree,
} from './same-person-conditions.js';

/**
 * One person was enrolled under two codes. It is recorded in the record of the code that does not count: of two randomizations
 * the first one counts, and the second is a deviation.
 */
export const SamePerson = definePatientEvent('SamePerson', {
  schemaVersion: 1,
  about: 'the patient is the same person as another patient',
  data: {
    sameAs: { ...patientCode, description: 'the code under which this person takes part: the one that counts' },
    knownOn: calendarDate('when it became known'),
    comment: Type.Optional(freeText('comment')),
  },
  happened: 'knownOn',
  mayGiveAwayArm: false,
  needs: [],
  whenMissing: undefined,
  once: {
    code: 'same-person',
    sentence: () => 'It is recorded already that this is the same person as another patient.',
  },
  conditions: [otherPatientThere, personsAgree, notRecordedOfTheOther, countsUnderTheOtherCode],
  rules: [],
  computed: undefined,
  afterDeath: 'allowed',
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'allowed',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  // Another code is another statement: it is annulled, and entered again.
  notCorrectable: ['/sameAs'],
  mayBeAnnulled: true,
  signedUnder: [],
  command: { name: 'RecordSamePerson', action: 'record-same-person' },
  sentence: ({ sameAs, knownOn, comment }, { patient, show }) =>
    `patient ${patient} is the same person as patient ${sameAs}, as was known on ${knownOn}` +
    details(optionalText('comment', comment, show)),
  sample: { sameAs: 'REI-002', knownOn: '2026-05-04' },
});
