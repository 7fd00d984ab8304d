import {
  aalenJohansen,
  atRiskAt,
  conditionalOddsRatio,
  type Count,
  differenceOfProportions,
  type Estimate,
  fisherExact,
  isEstimable,
  kaplanMeier,
  logRank,
  notEstimable,
  type Observation,
  oddsRatio,
  proportion,
  rankSum,
  restrictedMean,
  summaryOf,
  survivalAt,
  type WithInterval,
} from '@bali/analysis';

/** One patient of a data set. */
export interface DataRow extends Observation {
  readonly value: number;
}

/** Figures by name, as the script in R names them. */
export type Figures = ReadonlyMap<string, Estimate>;

const TIMES = [0, 30, 90, 150, 181, 184];
const HORIZON = 181;

/** Every figure that the script in R makes of a data set, made by this library. */
export function figuresOf(rows: readonly DataRow[]): Figures {
  const groups = [...new Set(rows.map(({ group }) => group))].toSorted();
  const named = groups.flatMap((group) =>
    ofGroup(
      group,
      rows.filter((row) => row.group === group),
    ),
  );
  return new Map([...named, ...comparisons(rows)]);
}

type Named = readonly [name: string, figure: Estimate];

function ofGroup(group: string, rows: readonly DataRow[]): readonly Named[] {
  const curve = kaplanMeier(rows);
  const mean = restrictedMean(rows, HORIZON);
  const { n, mean: average, standardDeviation, ...places } = summaryOf(rows.map(({ value }) => value));
  const { minimum, firstQuartile, median, thirdQuartile, maximum } = places;
  const exact = proportion(countOf(rows));
  return [
    ...TIMES.flatMap((time) => [
      ...interval(`km.${group}.${time}`, survivalAt(curve, time), 'survival'),
      [`km.${group}.${time}.at-risk`, atRiskAt(rows, time)] as const,
    ]),
    ...[1, 2].flatMap((kind) => incidences(group, rows, kind)),
    [`rmean.${group}.mean`, mean.mean],
    [`rmean.${group}.se`, mean.standardError],
    [`proportion.${group}.lower`, exact.lower],
    [`proportion.${group}.upper`, exact.upper],
    ...Object.entries({ n, mean: average, sd: standardDeviation, min: minimum, q1: firstQuartile }).map(
      ([name, figure]): Named => [`summary.${group}.${name}`, figure],
    ),
    ...Object.entries({ median, q3: thirdQuartile, max: maximum }).map(([name, figure]): Named => [
      `summary.${group}.${name}`,
      figure,
    ]),
  ];
}

function incidences(group: string, rows: readonly DataRow[], kind: number): readonly Named[] {
  const steps = aalenJohansen(rows, kind);
  const none = notEstimable('survival-is-one-or-zero');
  return TIMES.flatMap((at) => {
    const step = steps.findLast(({ time }) => time <= at) ?? { estimate: 0, lower: none, upper: none };
    return interval(`aj.${group}.${at}.${kind}`, step, 'incidence');
  });
}

function interval(name: string, { estimate, lower, upper }: WithInterval, called: string): readonly Named[] {
  return [
    [`${name}.${called}`, estimate],
    [`${name}.lower`, lower],
    [`${name}.upper`, upper],
  ];
}

function countOf(rows: readonly DataRow[]): Count {
  return { events: rows.filter(({ status }) => status !== 0).length, patients: rows.length };
}

function comparisons(rows: readonly DataRow[]): readonly Named[] {
  const [cells, placebo] = ['B', 'A'].map((group) => rows.filter((row) => row.group === group)) as [
    DataRow[],
    DataRow[],
  ];
  const tests = [
    ['log-rank', logRank(rows)],
    ['log-rank-stratified', logRank(rows, ({ stratum }) => stratum)],
  ] as const;
  const ranks = rankSum(
    cells.map(({ value }) => value),
    placebo.map(({ value }) => value),
  );
  const [one, other] = [countOf(cells), countOf(placebo)];
  const both: readonly Named[] =
    one.patients === 0 || other.patients === 0
      ? []
      : [
          ['fisher.p', fisherExact(one, other)],
          ...interval('odds-ratio-conditional', conditionalOddsRatio(one, other), 'estimate'),
          ...interval('odds-ratio', oddsRatio(one, other), 'estimate'),
          ...interval('difference', differenceOfProportions(one, other), 'estimate'),
        ];
  return [
    ...tests.flatMap(([name, { chiSquare, p }]): readonly Named[] => [
      [`${name}.chi-square`, chiSquare],
      [`${name}.p`, p],
    ]),
    ['wilcoxon.w', ranks.statistic],
    ['wilcoxon.p', ranks.p],
    ...both,
  ];
}

/** A figure as the script in R writes it: a number, `NA`, or `Inf`. */
export function asInR(figure: Estimate): number | 'NA' | 'Inf' {
  if (isEstimable(figure)) return figure;
  return figure.notEstimable === 'no-upper-limit' ? 'Inf' : 'NA';
}
