import { canonicalJson } from '@bali/ledger';
import { all, type PatientState } from '../patient/chart.js';
import type { PatientCondition } from '../patient/define-patient-event.js';
import { refusal } from '../refusal.js';
import { visitsInForce } from '../trial/trial-state.js';

export const visitOfTheSchedule: PatientCondition = {
  says: 'the visit is one of the schedule in force',
  field: '/visit',
  refuses: (_, { trial }, { visit }: { readonly visit: string }) =>
    visitsInForce(trial).some(({ code }) => code === visit)
      ? undefined
      : refusal('visit-unknown', `${visit} is no visit of the schedule in force.`, '/visit'),
};

/** The same operation entered a second time, as happens when two people keep one record. */
export function notTheSame(type: 'Amputated' | 'Revascularized'): PatientCondition {
  return {
    says: 'no operation with the very same values is recorded',
    refuses: (state: PatientState, _, entered: unknown) => {
      const same = all<'Amputated' | 'Revascularized'>(state, type).some(
        ({ data }) => canonicalJson(data) === canonicalJson(entered),
      );
      return same ? refusal('already-recorded', 'This very operation is recorded already.') : undefined;
    },
  };
}
