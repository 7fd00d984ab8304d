import { freeText, oneOf } from '@bali/schema';

export const UNBLINDING_IMPACTS = [
  'none',
  'treatment-changed',
  'endpoint-assessment-affected',
  'other-patients-affected',
] as const;

/** The fields of an assessment of the impact of an unblinding, of a patient or of the trial. */
export const impact = oneOf('what the unblinding has an impact on', UNBLINDING_IMPACTS);
export const assessment = freeText('assessment of the impact');
