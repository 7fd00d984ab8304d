import { AMPUTATION_LEVELS, isMajorAmputation } from '@bali/protocol';
import { calendarDate, details, freeText, oneOf, optionalText, side, words } from '@bali/schema';
import { Type } from 'typebox';
import { BY_TWO_PEOPLE } from '../annulments/by-two-people.js';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { notTheSame } from './conditions.js';

const AMPUTATION_INDICATIONS = ['ischemia', 'infection', 'trauma', 'other'] as const;

export const Amputated = definePatientEvent('Amputated', {
  schemaVersion: 1,
  about: 'the patient was amputated',
  data: {
    performedOn: calendarDate('when it was performed'),
    side,
    level: oneOf('the level; above the ankle it is major', AMPUTATION_LEVELS),
    indication: oneOf('why', AMPUTATION_INDICATIONS),
    comment: Type.Optional(freeText('comment')),
  },
  happened: 'performedOn',
  mayGiveAwayArm: false,
  needs: [],
  whenMissing: undefined,
  once: undefined,
  conditions: [notTheSame('Amputated')],
  rules: [],
  computed: undefined,
  afterDeath: 'refused',
  afterWithdrawal: 'refused',
  // The safety and the endpoint of a patient do not end when the site is closed.
  afterSiteClosed: 'allowed',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: [],
  mayBeAnnulled: BY_TWO_PEOPLE,
  signedUnder: [],
  command: { name: 'RecordAmputation', action: 'record-amputation' },
  sentence: (data, { patient, show }) =>
    `patient ${patient} had a ${isMajorAmputation(data.level) ? 'major' : 'minor'} amputation on ${data.performedOn}: ` +
    `${data.side} side, level ${words(data.level)}, because of ${words(data.indication)}` +
    details(optionalText('comment', data.comment, show)),
  sample: { performedOn: '2026-05-04', side: 'left', level: 'forefoot', indication: 'ischemia' },
});
