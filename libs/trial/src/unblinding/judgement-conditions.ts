import { all } from '../patient/chart.js';
import type { PatientCondition } from '../patient/define-patient-event.js';
import { refusal } from '../refusal.js';
import { assessorUnblinded, knowsArm } from './knowledge.js';

/** What a person judges who was told nothing is no secret, and counts at once. */
export const toldTheArm: PatientCondition = {
  says: 'the person was told the arm of this patient',
  refuses: (state, given) =>
    knowsArm(state, given)
      ? undefined
      : refusal(
          'arm-not-told',
          'You were not told the arm of this patient: record what you judge where it is recorded by everybody, so that it counts.',
        ),
};

export const namedAdverseEvent: PatientCondition = {
  says: 'the adverse event that it names, if it names one, is reported for the patient',
  field: '/adverseEvent',
  refuses: (state, _, { adverseEvent }: { readonly adverseEvent?: number }) =>
    adverseEvent === undefined || all(state, 'AdverseEventReported').some(({ data }) => data.number === adverseEvent)
      ? undefined
      : refusal(
          'adverse-event-unknown',
          `The patient has no adverse event number ${adverseEvent}: report the facts of it first.`,
          '/adverseEvent/number',
        ),
};

export const namedEntry: PatientCondition = {
  says: 'the entry that it names, if it names one, is one of this patient',
  field: '/correctedEvent',
  refuses: (state, _, { correctedEvent }: { readonly correctedEvent?: string }) =>
    correctedEvent === undefined || state.entries.some(({ id }) => id === correctedEvent)
      ? undefined
      : refusal('event-unknown', 'There is no such event in this record.', '/correction/correctedEvent'),
};

interface Impact {
  readonly impact?: string;
  readonly assessment?: string;
}

/** Code and text of an impact are a judgement: sealed, where whoever writes them was told the arm; else they stand here. */
export const impactWhereItBelongs: PatientCondition = {
  says: 'impact and assessment stand in it, unless whoever assesses was told the arm: then both are sealed',
  refuses: (state, given, { impact, assessment }: Impact) => {
    if (knowsArm(state, given))
      return impact === undefined && assessment === undefined ? undefined : assessorUnblinded(state, given);
    if (impact === undefined) return refusal('value-missing', 'What it has an impact on has to be entered.', '/impact');
    return assessment === undefined
      ? refusal('value-missing', 'The assessment of the impact has to be entered.', '/assessment')
      : undefined;
  },
};
