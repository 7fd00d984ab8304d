import { schedules } from '@bali/trial';
import { all, baselineInForce, type PatientData } from '@bali/trial';
import type { Row, Variable } from '../model/dataset.js';
import type { StudyContext, Subject } from '../model/subject.js';
import { decimal, text } from '../model/variables.js';

export const VISIT_VARIABLES: readonly Variable[] = [
  decimal('VISITNUM', 'Visit Number', 'Assigned', {
    explanation:
      '1: screening; 2: baseline; 3: day of treatment; 10 and the months of a follow-up visit; from 90.01 on: contacts outside ' +
      'of the schedule, in the order of their days.',
  }),
  text('VISIT', 'Visit Name', 20, 'Assigned'),
];

export const SCREENING: Row = { VISITNUM: 1, VISIT: 'SCREENING' };
const BASELINE: Row = { VISITNUM: 2, VISIT: 'BASELINE' };
export const TREATMENT: Row = { VISITNUM: 3, VISIT: 'TREATMENT' };

/** A visit of any schedule that there was. */
export function scheduledVisit(code: string, { trial }: Pick<StudyContext, 'trial'>): Row {
  const visit = schedules(trial)
    .flatMap(({ visits }) => visits)
    .findLast((one) => one.code === code);
  return { VISITNUM: visit === undefined ? undefined : 10 + visit.monthsAfterImplantation, VISIT: code };
}

/** A contact outside of the schedule: which of them it is, from 0. */
function unscheduledVisit(place: number): Row {
  return { VISITNUM: Math.round((90.01 + place / 100) * 100) / 100, VISIT: `UNSCHEDULED ${place + 1}` };
}

type Found = Pick<
  PatientData<'ContactMade'>,
  | 'restPain'
  | 'restPainScore'
  | 'analgesics'
  | 'ulcers'
  | 'largestUlcerMm'
  | 'rutherfordClass'
  | 'ankleBrachialIndex'
  | 'tcPO2'
  | 'toePressure'
>;

/** An examination of the index limb, at the baseline, at a visit or at another contact. */
export interface Examination {
  readonly entry: string;
  readonly on: string;
  readonly visit: Row;
  readonly found: Found;
  /** Of a contact: whether the patient was alive, and how the limbs were. */
  readonly status?: Pick<PatientData<'ContactMade'>, 'vitalStatus' | 'limbs'>;
  /** Whether it is the one that changes are counted from. */
  readonly isBaseline: boolean;
}

/** All examinations and contacts of a subject: the baselines, the visits of the schedule, then the other contacts. */
export function examinationsOf({ state, trial }: Subject): readonly Examination[] {
  const inForce = baselineInForce(state)?.id;
  const baselines = all(state, 'BaselineAssessed').map(({ id, data }): Examination => ({
    ...{ entry: id, on: data.assessedOn, visit: BASELINE, found: data, isBaseline: id === inForce },
  }));
  const visits = all(state, 'FollowUpAssessed').map(({ id, data }): Examination => ({
    ...{ entry: id, on: data.assessedOn, visit: scheduledVisit(data.visit, { trial }), isBaseline: false },
    found: data,
    ...(data.limbs === undefined
      ? {}
      : {
          status: { vitalStatus: data.vitalStatus ?? 'alive', limbs: data.limbs },
        }),
  }));
  return [...baselines, ...visits, ...contactsOutside(state)];
}

function contactsOutside(state: Subject['state']): readonly Examination[] {
  return all(state, 'ContactMade')
    .toSorted((one, other) =>
      one.data.contactedOn < other.data.contactedOn ? -1 : Number(one.data.contactedOn > other.data.contactedOn),
    )
    .map(({ id, data }, place) => ({
      ...{ entry: id, on: data.contactedOn, visit: unscheduledVisit(place), found: data, isBaseline: false },
      status: data,
    }));
}
