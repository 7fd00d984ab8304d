import { all } from '../patient/chart.js';
import type { PatientCondition } from '../patient/define-patient-event.js';
import { refusal } from '../refusal.js';

export const adverseEventReported: PatientCondition = {
  says: 'an adverse event of this number is reported for the patient',
  asLongAsItStands: true,
  refuses: (state, _, { number }: { readonly number: number }) =>
    all(state, 'AdverseEventReported').some(({ data }) => data.number === number)
      ? undefined
      : refusal('adverse-event-unknown', `The patient has no adverse event number ${number}.`, '/number'),
};
