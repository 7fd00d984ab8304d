import { onDate } from '@bali/protocol';
import { calendarDate, details, freeText, oneOf, optionalText, partialDate, side, words } from '@bali/schema';
import { Type } from 'typebox';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { notTheSame } from './conditions.js';
import { datedToTheDayAtTheSite, knownFrom, placeGiven, placeInWords, where } from './place.js';

const REVASCULARIZATION_PROCEDURES = [
  'bypass',
  'angioplasty',
  'stent',
  'endarterectomy',
  'thrombectomy',
  'other',
] as const;

const procedure = oneOf('how', REVASCULARIZATION_PROCEDURES);
const comment = Type.Optional(freeText('comment'));

export const Revascularized = definePatientEvent('Revascularized', {
  schemaVersion: 2,
  earlier: [
    {
      schemaVersion: 1,
      data: { performedOn: calendarDate('when it was performed'), side, procedure, comment },
      upcast: (data: object) => data,
    },
  ],
  about: 'the patient was revascularized',
  data: {
    performedOn: partialDate('when it was performed'),
    where,
    knownFrom,
    side: { ...side, description: 'the limb: of which side of the patient' },
    procedure,
    comment,
  },
  happened: 'performedOn',
  mayGiveAwayArm: false,
  needs: [],
  whenMissing: undefined,
  once: undefined,
  conditions: [notTheSame('Revascularized')],
  rules: [placeGiven, datedToTheDayAtTheSite('/performedOn')],
  computed: undefined,
  afterDeath: 'refused',
  afterWithdrawal: 'refused',
  afterSiteClosed: 'refused',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: [],
  mayBeAnnulled: true,
  signedUnder: [],
  command: { name: 'RecordRevascularization', action: 'record-revascularization' },
  sentence: (data, { patient, show }) =>
    `patient ${patient} was revascularized ${onDate(data.performedOn)}: ${data.side} side, ${words(data.procedure)}` +
    details(...placeInWords(data), optionalText('comment', data.comment, show)),
  sample: { performedOn: '2026-05-05', where: 'at-the-site', side: 'left', procedure: 'angioplasty' },
});
