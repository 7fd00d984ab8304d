import { listed } from '@bali/schema';
import { has, type PatientState } from '../patient/chart.js';
import type { PatientCondition } from '../patient/define-patient-event.js';
import { type Refusal, refusal } from '../refusal.js';
import { amputatedAboveAnkle, baselineInForce, missingIn } from './baseline-in-force.js';

/** Of a patient who was randomized when no baseline was asked for, one may be entered afterwards: what was found before. */
export const stillBaseline: PatientCondition = {
  says: 'the patient is not randomized yet, or has no baseline',
  refuses: (state) =>
    has(state, 'Randomized') && baselineInForce(state) !== undefined
      ? refusal(
          'already-randomized',
          'The patient is randomized, and a baseline is recorded: correct what is wrong in it.',
        )
      : undefined,
};

/** Secondary endpoints are changes from it. */
export const baselineComplete: PatientCondition = {
  says: 'the baseline is complete, and the index limb is not amputated above the ankle since',
  refuses: (state) => refusedByBaseline(state),
};

function refusedByBaseline(state: PatientState): Refusal | undefined {
  const baseline = baselineInForce(state);
  if (baseline === undefined) {
    return refusal('baseline-not-assessed', 'The baseline has to be recorded before the randomization.');
  }
  const missing = missingIn(baseline.data);
  if (missing.length > 0) {
    const sentence = `The baseline lacks ${listed(missing)}: correct it, or record it again, before the randomization.`;
    return refusal('baseline-not-complete', sentence);
  }
  const { indexLimb } = baseline.data;
  if (!amputatedAboveAnkle(state).some(({ data }) => data.side === indexLimb)) return undefined;
  const sentence = `The index limb, the ${indexLimb} one, is amputated above the ankle: record the baseline of the other limb.`;
  return refusal('index-limb-amputated', sentence);
}
