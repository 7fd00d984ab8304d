import { normalBelow } from './distributions.js';
import { type Estimate, notEstimable } from './estimate.js';

/** Two groups compared by the ranks of their values. */
export interface RankSum {
  /** The number of pairs in which the first group's value is greater; half a pair for equal values. */
  readonly statistic: Estimate;
  /** Two-sided, by the normal approximation with corrections for ties and for continuity. */
  readonly p: Estimate;
}

/** The rank-sum test of Wilcoxon (1945), and Mann and Whitney (1947). */
export function rankSum(one: readonly number[], other: readonly number[]): RankSum {
  if (one.length === 0 || other.length === 0) {
    return { statistic: notEstimable('no-patients'), p: notEstimable('no-patients') };
  }
  const values = [...one, ...other];
  const ranks = ranksOf(values);
  const [m, n, all] = [one.length, other.length, values.length];
  const statistic = ranks.slice(0, m).reduce((sum, rank) => sum + rank, 0) - (m * (m + 1)) / 2;
  const ties = [...Map.groupBy(ranks, (rank) => rank).values()].reduce(
    (sum, { length }) => sum + length ** 3 - length,
    0,
  );
  const variance = ((m * n) / 12) * (all + 1 - ties / (all * (all - 1)));
  if (!(variance > 0)) return { statistic, p: notEstimable('no-variation') };
  const distance = statistic - (m * n) / 2;
  const z = (distance - Math.sign(distance) / 2) / Math.sqrt(variance);
  return { statistic, p: 2 * Math.min(normalBelow(z), normalBelow(-z)) };
}

/** The rank of each value from 1; equal values share the mean of their ranks. */
function ranksOf(values: readonly number[]): readonly number[] {
  const sorted = values.toSorted((one, other) => one - other);
  return values.map((value) => {
    const first = sorted.indexOf(value);
    const last = sorted.lastIndexOf(value);
    return (first + last) / 2 + 1;
  });
}
