import { PRIMARY_ENDPOINT } from '@bali/protocol';
import { type Refusal, refusal } from '../refusal.js';
import { visitsInForce } from '../trial/trial-state.js';
import { all, has, knowsArm, type PatientData, type PatientState, signOffInForce } from './patient-state.js';
import type { PatientContext } from './preconditions.js';

const REASON = '/reason';

/**
 * Whether the arm of a patient may be disclosed. In an emergency nothing stands in the way but that it says why: no lock, no
 * closed site, no end of participation. As planned, only when nothing can be assessed any more that the knowledge could bias.
 */
export function unblindingPrecondition(
  state: PatientState,
  { kind }: PatientData<'PatientUnblinded'>,
  context: PatientContext,
): Refusal | undefined {
  if (!has(state, 'Randomized')) return refusal('not-randomized', 'The patient has to be randomized first.');
  if (context.reason === undefined) return refusal('reason-missing', 'An unblinding needs a reason.', REASON);
  return kind === 'emergency' ? undefined : notPlannedYet(state, context);
}

function notPlannedYet(state: PatientState, { trial }: PatientContext): Refusal | undefined {
  const { months } = PRIMARY_ENDPOINT;
  const visit = visitsInForce(trial).find(({ monthsAfterImplantation }) => monthsAfterImplantation === months);
  const isComplete =
    has(state, 'Died') || all(state, 'FollowUpAssessed').some(({ data }) => data.visit === visit?.code);
  if (!isComplete) {
    return refusal(
      'endpoint-not-complete',
      `The endpoint at ${months} months has to be complete before the unblinding.`,
    );
  }
  if (signOffInForce(state) !== undefined) return undefined;
  return refusal('not-signed-off', "The patient's record as it stands has to be signed off before the unblinding.");
}

export function impactPrecondition(
  state: PatientState,
  { unblinding }: PatientData<'UnblindingImpactAssessed'>,
): Refusal | undefined {
  if (!all(state, 'PatientUnblinded').some(({ id }) => id === unblinding)) {
    return refusal('unblinding-unknown', 'There is no such unblinding of this patient.', '/unblinding');
  }
  const isAssessed = all(state, 'UnblindingImpactAssessed').some(({ data }) => data.unblinding === unblinding);
  return isAssessed ? refusal('impact-already-assessed', 'The impact is assessed already.') : undefined;
}

/** Who knows the arm would see the patient with other eyes. */
export function assessorUnblinded(state: PatientState, { by }: { readonly by?: string }): Refusal | undefined {
  if (by === undefined || !knowsArm(state, by)) return undefined;
  return refusal('assessor-unblinded', 'Whoever was told the arm of this patient no longer assesses the patient.');
}
