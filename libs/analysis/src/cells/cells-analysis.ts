import type { Grouped } from '../report/proportion-analysis.js';
import type { Estimate } from '../statistics/estimate.js';
import { type Summary, summaryOf } from '../statistics/summary.js';
import { rankSum } from '../statistics/wilcoxon.js';
import type { CellsOfPatient } from './cells-of-patient.js';

/** One measure of the cells in one arm. */
export interface GroupCells {
  readonly group: string;
  readonly summary: Summary;
  /** Of the evaluable patients whose 6-month window has closed: those with the primary endpoint, and those without. */
  readonly withEndpoint: Summary;
  readonly withoutEndpoint: Summary;
  /** The rank-sum test of these two. */
  readonly p: Estimate;
}

export interface CellsAnalysis {
  readonly measure: string;
  readonly groups: readonly GroupCells[];
}

interface WithCells extends Grouped {
  readonly cells: CellsOfPatient | undefined;
}

/** Each measure of the cells, by arm, and against the primary endpoint. The cells of every patient are measured, in either arm. */
export function cellsAnalyses(patients: readonly WithCells[]): readonly CellsAnalysis[] {
  const measures = [...new Set(patients.flatMap(({ cells }) => Object.keys(cells?.readings ?? {})))].toSorted();
  const groups = [...Map.groupBy(patients, ({ group }) => group)].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return measures.map((measure) => ({
    measure,
    groups: groups.map(([group, own]) => groupCells(group, own, measure)),
  }));
}

function groupCells(group: string, patients: readonly WithCells[], measure: string): GroupCells {
  const valuesOf = (some: readonly WithCells[]): readonly number[] =>
    some.flatMap(({ cells }) => cells?.readings[measure] ?? []);
  const counted = patients.filter(({ outcome }) => outcome.isWindowClosed && outcome.isEvaluable);
  const { withEndpoint = [], without = [] } = Object.groupBy(counted, ({ outcome }) =>
    outcome.endpoint.end === 'censored' ? 'without' : 'withEndpoint',
  );
  return {
    group,
    summary: summaryOf(valuesOf(patients)),
    withEndpoint: summaryOf(valuesOf(withEndpoint)),
    withoutEndpoint: summaryOf(valuesOf(without)),
    p: rankSum(valuesOf(withEndpoint), valuesOf(without)).p,
  };
}
