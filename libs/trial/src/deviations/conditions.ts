import type { PatientCondition } from '../patient/define-patient-event.js';
import { refusal } from '../refusal.js';
import { isUnblinded } from '../trial/trial-state.js';

interface Assessed {
  readonly deviation: string;
  readonly severity: string;
}

export const entryIfNamed: PatientCondition = {
  says: 'the entry that it is about, if one is named, is in the record',
  field: '/entry',
  refuses: (state, _, { entry }: { readonly entry?: string }) =>
    entry === undefined || [...state.entries, ...(state.struck ?? [])].some(({ id }) => id === entry)
      ? undefined
      : refusal('event-unknown', 'There is no such entry in the record of this patient.', '/entry'),
};

export const deviationStands: PatientCondition = {
  says: 'the deviation stands: what makes it was not put right meanwhile',
  field: '/deviation',
  refuses: (_, { deviations }, { deviation }: Assessed) => {
    if (deviations().some(({ key }) => key === deviation)) return undefined;
    const sentence =
      'There is no such deviation of this patient, or what made it was put right: nothing is left to assess.';
    return refusal('deviation-unknown', sentence, '/deviation');
  },
};

/** Populations are frozen before anybody sees results by arm. */
export const beforeTheUnblinding: PatientCondition = {
  says: 'the trial is not unblinded',
  refuses: (_, { trial }) =>
    isUnblinded(trial)
      ? refusal(
          'trial-unblinded',
          'The trial is unblinded: populations are frozen, and deviations are assessed no more.',
        )
      : undefined,
};

export const asCriticalAsTheProtocol: PatientCondition = {
  says: 'what the protocol calls critical is assessed as critical',
  field: '/severity',
  refuses: (_, { deviations }, { deviation, severity }: Assessed) => {
    const isCritical = deviations().some(({ key, isCritical: critical }) => critical && key === deviation);
    if (!isCritical || severity === 'critical') return undefined;
    const sentence =
      'The protocol calls this deviation critical: assess it as critical, and say in the rationale what it means.';
    return refusal('critical-by-protocol', sentence, '/severity');
  },
};
