import { PRIMARY_ENDPOINT } from '@bali/protocol';
import { all, has } from '../patient/chart.js';
import type { PatientCondition } from '../patient/define-patient-event.js';
import { refusal } from '../refusal.js';
import { visitsInForce } from '../trial/trial-state.js';
import type { UnblindingKind } from './patient-unblinded.js';

const { months } = PRIMARY_ENDPOINT;

/** Before the endpoint is complete and signed off, only an emergency opens the code. */
export const endpointCompleteIfPlanned: PatientCondition = {
  says: `there is an emergency, or the endpoint at ${months} months is complete and the record as it stands is signed off`,
  refuses: (state, { trial, signOff }, { kind }: { readonly kind: UnblindingKind }) => {
    if (kind === 'emergency') return undefined;
    const visit = visitsInForce(trial).find(({ monthsAfterImplantation }) => monthsAfterImplantation === months);
    const isComplete =
      has(state, 'Died') || all(state, 'FollowUpAssessed').some(({ data }) => data.visit === visit?.code);
    if (!isComplete) {
      const sentence = `The endpoint at ${months} months has to be complete before the unblinding.`;
      return refusal('endpoint-not-complete', sentence);
    }
    if (signOff !== undefined) return undefined;
    return refusal('not-signed-off', "The patient's record as it stands has to be signed off before the unblinding.");
  },
};

export const unblindingRecorded: PatientCondition = {
  says: 'the unblinding is one of this patient',
  refuses: (state, _, { unblinding }: { readonly unblinding: string }) =>
    all(state, 'PatientUnblinded').some(({ id }) => id === unblinding)
      ? undefined
      : refusal('unblinding-unknown', 'There is no such unblinding of this patient.', '/unblinding'),
};
