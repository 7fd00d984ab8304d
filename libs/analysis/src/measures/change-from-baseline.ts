import type { End } from '../outcomes/time-to-event.js';
import type { Estimate } from '../statistics/estimate.js';
import { type Summary, summaryOf } from '../statistics/summary.js';
import { rankSum } from '../statistics/wilcoxon.js';
import type { Measure, Reading } from './measures.js';

/** One patient's readings of one measure. */
export interface Readings {
  readonly group: string;
  readonly baseline: Reading;
  readonly sixMonths: Reading;
  /** What ended the patient's observation: death and amputation rank worst. */
  readonly end: End;
}

export interface GroupChange {
  readonly group: string;
  readonly baseline: Summary;
  readonly sixMonths: Summary;
  readonly change: Summary;
  /** Patients without a change, by the cause of the reading that is missing first. */
  readonly missing: Readonly<Record<string, number>>;
}

export interface MeasureAnalysis {
  readonly measure: string;
  readonly unit?: string;
  readonly groups: readonly GroupChange[];
  /** The rank-sum test of two groups, death or amputation ranking worst, and the same of those alive with the limb. */
  readonly comparison?: { readonly worstRank: Estimate; readonly whileAliveWithLimb: Estimate };
}

export function measureAnalysis(
  { name, unit, greaterIsBetter }: Measure,
  patients: readonly Readings[],
): MeasureAnalysis {
  const names = [...new Set(patients.map(({ group }) => group))].toSorted();
  const groups = names.map((group) =>
    groupChange(
      group,
      patients.filter((one) => one.group === group),
    ),
  );
  const about = { measure: name, ...(unit === undefined ? {} : { unit }), groups };
  const [one, other, ...more] = names;
  if (one === undefined || other === undefined || more.length > 0) return about;
  const worst = greaterIsBetter ? -Infinity : Infinity;
  const test = (valueOf: (patient: Readings) => number | undefined): Estimate => {
    const valuesOf = (group: string): readonly number[] =>
      patients.filter((patient) => patient.group === group).flatMap((patient) => valueOf(patient) ?? []);
    return rankSum(valuesOf(one), valuesOf(other)).p;
  };
  const worstRank = test((patient) => (patient.end === 'censored' ? changeOf(patient) : worst));
  const whileAliveWithLimb = test((patient) => (patient.end === 'censored' ? changeOf(patient) : undefined));
  return { ...about, comparison: { worstRank, whileAliveWithLimb } };
}

function groupChange(group: string, patients: readonly Readings[]): GroupChange {
  const known = (readings: readonly Reading[]): Summary =>
    summaryOf(readings.filter((reading): reading is number => typeof reading === 'number'));
  const causes = patients.flatMap(({ baseline, sixMonths }) => missingIn(baseline) ?? missingIn(sixMonths) ?? []);
  return {
    group,
    baseline: known(patients.map(({ baseline }) => baseline)),
    sixMonths: known(patients.map(({ sixMonths }) => sixMonths)),
    change: summaryOf(patients.flatMap((patient) => changeOf(patient) ?? [])),
    missing: Object.fromEntries(
      [...Map.groupBy(causes, (cause) => cause)].map(([cause, { length }]) => [cause, length]).toSorted(),
    ) as Readonly<Record<string, number>>,
  };
}

function missingIn(reading: Reading): string | undefined {
  return typeof reading === 'number' ? undefined : reading.missing;
}

function changeOf({ baseline, sixMonths }: Readings): number | undefined {
  return typeof baseline === 'number' && typeof sixMonths === 'number' ? sixMonths - baseline : undefined;
}
