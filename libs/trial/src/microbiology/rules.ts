import { dateAt } from '@bali/protocol';
import { all } from '../patient/chart.js';
import type { PatientCondition } from '../patient/define-patient-event.js';
import type { Rule } from '../patient/rule.js';
import { refusal } from '../refusal.js';

export const alertRaised: PatientCondition = {
  says: 'there is an alert of this number',
  field: '/number',
  refuses: (state, _, { number }: { readonly number: number }) =>
    all(state, 'MicrobiologyAlert').some(({ data }) => data.number === number)
      ? undefined
      : refusal('alert-unknown', `There is no microbiology alert ${number} of this patient.`, '/number'),
};

export const notBeforeItsAlert: Rule = {
  says: 'It is not before the day on which the culture was read.',
  refuses: (
    { number, acknowledgedAt }: { readonly number: number; readonly acknowledgedAt: string },
    _,
    state,
    { timeZone },
  ) => {
    const alert = all(state, 'MicrobiologyAlert').find(({ data }) => data.number === number);
    if (alert === undefined || dateAt(acknowledgedAt, timeZone) >= alert.data.readOn) return undefined;
    const sentence = `The culture was read on ${alert.data.readOn}, after that.`;
    return refusal('out-of-order', sentence, '/acknowledgedAt');
  },
};

interface Named {
  readonly organism?: string;
  readonly identifiedAs?: unknown;
}

export const organismSaid: Rule = {
  says: 'It says what has grown, as far as it is identified.',
  refuses: ({ organism, identifiedAs }: Named) =>
    organism === undefined && identifiedAs === undefined
      ? refusal('value-missing', 'Say what has grown, or that it is not identified yet.', '/identifiedAs')
      : undefined,
};
