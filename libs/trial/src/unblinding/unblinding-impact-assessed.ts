import { details, optionalText, SAMPLE_TEXT_HASH, uuid, words } from '@bali/schema';
import { Type } from 'typebox';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { unblindingRecorded } from './conditions.js';
import { assessment, impact } from './impact.js';
import { impactWhereItBelongs } from './judgement-conditions.js';

const unblinding = uuid('id of the unblinding');

/** Of whoever was told the arm, it says that the impact was assessed, and never how: that is sealed. */
export const UnblindingImpactAssessed = definePatientEvent('UnblindingImpactAssessed', {
  schemaVersion: 2,
  earlier: [{ schemaVersion: 1, data: { unblinding, impact, assessment }, upcast: (data: object) => data }],
  about: 'the impact of an unblinding of the patient was assessed',
  data: { unblinding, impact: Type.Optional(impact), assessment: Type.Optional(assessment) },
  happened: undefined,
  mayGiveAwayArm: true,
  needs: [unblindingRecorded],
  whenMissing: undefined,
  once: {
    per: 'unblinding',
    code: 'impact-already-assessed',
    sentence: () => 'The impact is assessed already.',
  },
  conditions: [impactWhereItBelongs],
  rules: [],
  computed: undefined,
  afterDeath: 'allowed',
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'allowed',
  afterLock: 'allowed',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: false,
  notCorrectable: ['/unblinding'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'AssessUnblinding', action: 'assess-unblinding' },
  sentence: (data, { patient, show }) =>
    `the impact of the unblinding of patient ${patient} was assessed` +
    (data.impact === undefined ? ', and is sealed until the trial is unblinded' : `: ${words(data.impact)}`) +
    details(optionalText('assessment', data.assessment, show)),
  sample: {
    unblinding: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10',
    impact: 'treatment-changed',
    assessment: SAMPLE_TEXT_HASH,
  },
});
