import { calendarDate, details, freeText, oneOf, optionalText, side, words } from '@bali/schema';
import { Type } from 'typebox';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { notTheSame } from './conditions.js';

const REVASCULARIZATION_PROCEDURES = [
  'bypass',
  'angioplasty',
  'stent',
  'endarterectomy',
  'thrombectomy',
  'other',
] as const;

export const Revascularized = definePatientEvent('Revascularized', {
  schemaVersion: 1,
  about: 'the patient was revascularized',
  data: {
    performedOn: calendarDate('when it was performed'),
    side,
    procedure: oneOf('how', REVASCULARIZATION_PROCEDURES),
    comment: Type.Optional(freeText('comment')),
  },
  happened: 'performedOn',
  mayGiveAwayArm: false,
  needs: [],
  whenMissing: undefined,
  once: undefined,
  conditions: [notTheSame('Revascularized')],
  rules: [],
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
    `patient ${patient} was revascularized on ${data.performedOn}: ${data.side} side, ${words(data.procedure)}` +
    details(optionalText('comment', data.comment, show)),
  sample: { performedOn: '2026-05-05', side: 'left', procedure: 'angioplasty' },
});
