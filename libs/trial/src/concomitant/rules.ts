import { firstDay, isCertainlyBefore, onDate } from '@bali/protocol';
import type { PatientData } from '../patient/chart.js';
import type { PatientCondition } from '../patient/define-patient-event.js';
import type { Rule } from '../patient/rule.js';
import { refusal } from '../refusal.js';
import { endBefore, treatmentOf } from './treatments-of.js';

export const treatmentInOrder: Rule = {
  says: 'It ended neither before it began nor in the future, and says why it ended if it did.',
  refuses: ({ startedOn, endedOn, whyEnded }: PatientData<'ConcomitantTreatmentRecorded'>, _, __, { today }) => {
    if (endedOn === undefined) {
      if (whyEnded === undefined) return undefined;
      return refusal('value-missing', 'Say when it ended, too, or leave out why.', '/endedOn');
    }
    if (whyEnded === undefined) return refusal('value-missing', 'Say why it ended, too.', '/whyEnded');
    if (firstDay(endedOn) > today) return refusal('in-the-future', `${endedOn} is in the future.`, '/endedOn');
    if (!isCertainlyBefore(endedOn, startedOn)) return undefined;
    return refusal('out-of-order', `It ended ${onDate(endedOn)}, before it began ${onDate(startedOn)}.`, '/endedOn');
  },
};

export const treatmentRecorded: PatientCondition = {
  says: 'a concomitant treatment of this number is recorded for the patient',
  asLongAsItStands: true,
  refuses: (state, _, { number }: { readonly number: number }) =>
    treatmentOf(state, number) === undefined
      ? refusal('treatment-unknown', `The patient has no concomitant treatment number ${number}.`, '/number')
      : undefined,
};

export const changeInOrder: Rule = {
  says: 'It is not before the treatment began, and not after its end, unless it was resumed.',
  refuses: ({ number, changedOn, change }: PatientData<'ConcomitantTreatmentChanged'>, { id }, state) => {
    const startedOn = treatmentOf(state, number)?.data.startedOn;
    if (startedOn !== undefined && isCertainlyBefore(changedOn, startedOn)) {
      const sentence = `${changedOn} is before the treatment began ${onDate(startedOn)}.`;
      return refusal('out-of-order', sentence, '/changedOn');
    }
    const end = change === 'resumed' ? undefined : endBefore({ number, on: changedOn, apart: id }, state);
    if (end === undefined) return undefined;
    return refusal(
      'treatment-ended',
      `Treatment ${number} ended ${onDate(end)}: record first that it was resumed, or correct that date.`,
      '/changedOn',
    );
  },
};
