import { onDate } from '@bali/protocol';
import { details, freeText, oneOf, optionalText, partialDate, side, words } from '@bali/schema';
import { Type } from 'typebox';
import { definePatientEvent } from '../patient/define-patient-event.js';
import type { Rule } from '../patient/rule.js';
import { refusal } from '../refusal.js';

const DISEASES = [
  'critical-limb-ischemia',
  'peripheral-arterial-disease',
  'thromboangiitis-obliterans',
  'diabetes',
  'hypertension',
  'dyslipidaemia',
  'coronary-heart-disease',
  'cerebrovascular-disease',
  'chronic-kidney-disease',
  'other',
] as const;

const namedIfOther: Rule = {
  says: 'A disease that is none of the list is named.',
  refuses: ({ disease, diagnosis }: { readonly disease: string; readonly diagnosis?: string }) =>
    disease === 'other' && diagnosis === undefined
      ? refusal('value-missing', 'Name the disease, since it is none of the list.', '/diagnosis')
      : undefined,
};

/** A disease of the patient's history. What begins after the consent is an adverse event. */
export const DiagnosisRecorded = definePatientEvent('DiagnosisRecorded', {
  schemaVersion: 1,
  about: 'a diagnosis of the history of the patient was recorded',
  data: {
    disease: oneOf('which disease', DISEASES),
    diagnosis: Type.Optional(freeText('what it is called, more closely')),
    diagnosedOn: partialDate('when it was diagnosed'),
    limb: Type.Optional({ ...side, description: 'the limb, of a disease of one' }),
    comment: Type.Optional(freeText('comment')),
  },
  happened: 'diagnosedOn',
  mayGiveAwayArm: false,
  needs: [],
  whenMissing: undefined,
  once: undefined,
  conditions: [],
  rules: [namedIfOther],
  computed: undefined,
  beforeConsent: 'allowed',
  afterDeath: 'refused',
  afterWithdrawal: 'refused',
  afterSiteClosed: 'refused',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: [],
  mayBeAnnulled: true,
  signedUnder: [],
  command: { name: 'RecordDiagnosis', action: 'record-diagnosis' },
  sentence: (data, { patient, show }) =>
    `patient ${patient} has a history of ${words(data.disease)}, diagnosed ${onDate(data.diagnosedOn)}` +
    details(
      optionalText('diagnosis', data.diagnosis, show),
      data.limb === undefined ? undefined : `${data.limb} limb`,
      optionalText('comment', data.comment, show),
    ),
  sample: { disease: 'critical-limb-ischemia', diagnosedOn: '2025-11', limb: 'left' },
});
