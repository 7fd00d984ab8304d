import { all, has } from '../patient/chart.js';
import type { PatientCondition } from '../patient/define-patient-event.js';
import { refusal } from '../refusal.js';
import { isSerious } from './seriousness.js';

export const adverseEventReported: PatientCondition = {
  says: 'an adverse event of this number is reported for the patient',
  asLongAsItStands: true,
  refuses: (state, _, { number }: { readonly number: number }) => unknownNumber(state, number, '/number'),
};

/** Of an entry that names an adverse event which is reported already; it need not name one. */
export const knownAdverseEvent: PatientCondition = {
  says: 'the adverse event that it names, if it names one, is reported for the patient',
  field: '/adverseEvent',
  asLongAsItStands: true,
  refuses: (state, _, { adverseEvent }: { readonly adverseEvent?: number }) =>
    adverseEvent === undefined ? undefined : unknownNumber(state, adverseEvent, '/adverseEvent'),
};

function unknownNumber(state: Parameters<typeof all>[0], number: number, field: string) {
  return all(state, 'AdverseEventReported').some(({ data }) => data.number === number)
    ? undefined
    : refusal('adverse-event-unknown', `The patient has no adverse event number ${number}.`, field);
}

interface Named {
  readonly term?: string;
  readonly termAsReported?: string;
}

/** Records of the first version have a term that stands in the record itself, where nobody can erase it. */
export const namedAsReported: PatientCondition = {
  says: 'it is said what it was, in the words of whoever reported it',
  field: '/termAsReported',
  refuses: (_, __, { term, termAsReported }: Named) =>
    term === undefined && termAsReported === undefined
      ? refusal('value-missing', 'Say what it was, in the words of whoever reported it.', '/termAsReported')
      : undefined,
};

interface Judging {
  readonly seriousness: unknown;
  readonly severity?: unknown;
  readonly relatedTo?: unknown;
}

/**
 * Whoever learns of a serious event at the site reports it at once; severity and causality are judged by an investigator who treats
 * the patient.
 */
export const JUDGED_BY_INVESTIGATOR: readonly PatientCondition[] = (['severity', 'relatedTo'] as const).map(
  (field) => ({
    says: `of a serious event, \`${field}\` is judged by an investigator`,
    field: `/${field}`,
    refuses: (_, { role = 'investigator' }, data: Judging) =>
      data[field] === undefined || !isSerious(data.seriousness) || role === 'investigator'
        ? undefined
        : refusal(
            'investigator-judges',
            'Severity and causality of a serious event are judged by an investigator: report it at once without them, and an ' +
              'investigator adds them.',
            `/${field}`,
          ),
  }),
);

/** An infarction that became known after the screening stands against the randomization; its words are no help in finding it. */
export const infarctionSaid: PatientCondition = {
  says: 'it is said whether it is an infarction of the heart or of the brain, of a patient who is not randomized yet',
  field: '/infarction',
  refuses: (state, _, { infarction }: { readonly infarction?: string }) =>
    infarction === undefined && !has(state, 'Randomized')
      ? refusal(
          'infarction-not-said',
          'Say whether it is an infarction of the heart or of the brain: the patient is not randomized yet.',
          '/infarction',
        )
      : undefined,
};
