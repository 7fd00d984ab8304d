import { baselineInForce } from '@bali/trial';
import { atBaseline, MEASURES } from '../measures/measures.js';
import { type Summary, summaryOf } from '../statistics/summary.js';
import { type AnalysedPatient, groupsOf } from './analysed-patient.js';

/** One characteristic of one group: a summary of what is measured, or how many have each value of what is not. */
export interface GroupBaseline {
  readonly group: string;
  readonly summary?: Summary;
  readonly counts?: Readonly<Record<string, number>>;
  /** Patients of whom it is not known. */
  readonly missing: number;
}

export interface BaselineRow {
  readonly characteristic: string;
  readonly groups: readonly GroupBaseline[];
}

type ValueOf = (patient: AnalysedPatient) => string | number | undefined;

/** The names of the characteristics, each with its value of a patient: numbers are summarized, words are counted. */
const CHARACTERISTICS: readonly (readonly [name: string, valueOf: ValueOf])[] = [
  ['age, years', ({ outcome }) => outcome.age],
  ['sex', ({ outcome }) => outcome.sex],
  ['site', ({ outcome }) => outcome.site],
  ['index limb', ({ outcome }) => outcome.indexLimb],
  ['smoking', ({ state }) => known(baselineInForce(state)?.data.smoking)],
  ['diabetes', ({ state }) => known(baselineInForce(state)?.data.diabetes)],
  ['earlier revascularization', ({ state }) => known(baselineInForce(state)?.data.earlierRevascularization)],
  ['analgesics', ({ state }) => measuredWord(baselineInForce(state)?.data.analgesics)],
  ...MEASURES.map((measure): readonly [string, ValueOf] => {
    const { name, unit, isYesOrNo } = measure;
    return [
      unit === undefined ? name.replace(' (1: yes)', '') : `${name}, ${unit}`,
      ({ state }) => {
        const reading = atBaseline(state, measure);
        if (typeof reading !== 'number') return undefined;
        if (!isYesOrNo) return reading;
        return reading === 1 ? 'yes' : 'no';
      },
    ];
  }),
];

/** The characteristics of each group before the randomization. No test compares them: the groups were drawn by lot. */
export function baselineTable(patients: readonly AnalysedPatient[]): readonly BaselineRow[] {
  return CHARACTERISTICS.map(([characteristic, valueOf]) => {
    const isMeasured = patients.some((patient) => typeof valueOf(patient) === 'number');
    return {
      characteristic,
      groups: groupsOf(patients).map((group) => {
        const own = patients.filter((one) => one.group === group).map(valueOf);
        const values = own.filter((value) => value !== undefined);
        const found = isMeasured ? { summary: summaryOf(values.map(Number)) } : { counts: counted(values.map(String)) };
        return { group, ...found, missing: own.length - values.length };
      }),
    };
  });
}

function counted(values: readonly string[]): Readonly<Record<string, number>> {
  const groups = [...Map.groupBy(values, (value) => value)].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(groups.map(([value, { length }]) => [value, length]));
}

function known(value: string | undefined): string | undefined {
  return value === 'not-known' ? undefined : value;
}

function measuredWord(measured: { readonly value: string } | { readonly notDone: string } | undefined) {
  return measured !== undefined && 'value' in measured ? measured.value : undefined;
}
