import { Type } from 'typebox';
import { describeEvent } from '@bali/schema';
import { freeText, line, oneOf, record } from '@bali/schema';

export const UNBLINDING_KINDS = ['emergency', 'planned'] as const;
export type UnblindingKind = (typeof UNBLINDING_KINDS)[number];

export const UNBLINDING_IMPACTS = [
  'none',
  'treatment-changed',
  'endpoint-assessment-affected',
  'other-patients-affected',
] as const;

const impact = oneOf('what the unblinding has an impact on', UNBLINDING_IMPACTS);
const assessment = freeText('assessment of the impact');

/** That somebody was told a patient's arm, and never which. */
export const PATIENT_UNBLINDING_EVENTS = {
  PatientUnblinded: describeEvent(
    'PatientUnblinded',
    "the patient's arm was disclosed to one person",
    record({ kind: oneOf('why it was possible', UNBLINDING_KINDS), shownTo: line('user id of that person') }),
  ),
  UnblindingImpactAssessed: describeEvent(
    'UnblindingImpactAssessed',
    'the impact of an unblinding of the patient was assessed',
    record({
      unblinding: Type.String({ description: 'id of the unblinding', format: 'uuid' }),
      impact,
      assessment,
    }),
  ),
} as const;

export const TRIAL_UNBLINDING_EVENTS = {
  TrialUnblinded: describeEvent('TrialUnblinded', 'the trial was unblinded', record({})),
  TrialUnblindingImpactAssessed: describeEvent(
    'TrialUnblindingImpactAssessed',
    'the impact of the unblinding of the trial was assessed',
    record({ impact, assessment }),
  ),
} as const;
