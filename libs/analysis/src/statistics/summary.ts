import { type Estimate, notEstimable } from './estimate.js';

/** What describes a sample of values. */
export interface Summary {
  readonly n: number;
  readonly mean: Estimate;
  /** Of the sample, with n - 1. */
  readonly standardDeviation: Estimate;
  readonly minimum: Estimate;
  readonly firstQuartile: Estimate;
  readonly median: Estimate;
  readonly thirdQuartile: Estimate;
  readonly maximum: Estimate;
}

export function summaryOf(values: readonly number[]): Summary {
  const sorted = values.toSorted((one, other) => one - other);
  const n = sorted.length;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const quantile = (share: number): Estimate => (n === 0 ? notEstimable('no-patients') : quantileOf(sorted, share));
  return {
    n,
    mean: n === 0 ? notEstimable('no-patients') : mean,
    standardDeviation: n > 1 ? Math.sqrt(squares / (n - 1)) : notEstimable(n === 0 ? 'no-patients' : 'one-value'),
    ...{ minimum: quantile(0), firstQuartile: quantile(0.25), median: quantile(0.5) },
    ...{ thirdQuartile: quantile(0.75), maximum: quantile(1) },
  };
}

/** A quantile as the average at each discontinuity of the empirical distribution (Hyndman and Fan 1996, type 2). */
function quantileOf(sorted: readonly number[], share: number): number {
  const place = sorted.length * share;
  const whole = Math.floor(place + 4 * Number.EPSILON);
  const at = (index: number): number => sorted[Math.min(Math.max(index, 0), sorted.length - 1)] ?? 0;
  const isBetween = Math.abs(place - whole) < 4 * Number.EPSILON;
  return isBetween ? (at(whole - 1) + at(whole)) / 2 : at(whole);
}
