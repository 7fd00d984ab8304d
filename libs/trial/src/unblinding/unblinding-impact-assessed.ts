import { details, optionalText, SAMPLE_TEXT_HASH, uuid, words } from '@bali/schema';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { unblindingRecorded } from './conditions.js';
import { assessment, impact } from './impact.js';

export const UnblindingImpactAssessed = definePatientEvent('UnblindingImpactAssessed', {
  schemaVersion: 1,
  about: 'the impact of an unblinding of the patient was assessed',
  data: { unblinding: uuid('id of the unblinding'), impact, assessment },
  happened: undefined,
  mayGiveAwayArm: true,
  needs: [unblindingRecorded],
  whenMissing: undefined,
  once: {
    per: 'unblinding',
    code: 'impact-already-assessed',
    sentence: () => 'The impact is assessed already.',
  },
  conditions: [],
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
    `the impact of the unblinding of patient ${patient} was assessed: ${words(data.impact)}` +
    details(optionalText('assessment', data.assessment, show)),
  sample: {
    unblinding: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10',
    impact: 'treatment-changed',
    assessment: SAMPLE_TEXT_HASH,
  },
});
