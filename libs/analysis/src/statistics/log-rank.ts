import { chiSquareUpperTail } from './distributions.js';
import { type Estimate, notEstimable } from './estimate.js';
import { daysOf, type Observation } from './survival.js';

/** Two groups compared over the whole time. */
export interface LogRank {
  readonly chiSquare: Estimate;
  /** Two-sided. */
  readonly p: Estimate;
}

interface Difference {
  /** Events of the first group beyond those that would be expected if both groups were alike. */
  readonly excess: number;
  readonly variance: number;
}

/**
 * The log-rank test of two groups (Mantel 1966), within each stratum, then summed.
 * @param stratumOf default: all observations are one stratum.
 */
export function logRank(
  observations: readonly Observation[],
  stratumOf: (one: Observation) => string = () => '',
): LogRank {
  const groups = [...new Set(observations.map(({ group }) => group))];
  if (groups.length !== 2) return without('one-group');
  const strata = Map.groupBy(observations, stratumOf);
  const parts = [...strata.values()].map((stratum) => difference(stratum, groups[0] ?? ''));
  const variance = parts.reduce((sum, part) => sum + part.variance, 0);
  if (variance === 0) return without('no-event');
  const chiSquare = parts.reduce((sum, part) => sum + part.excess, 0) ** 2 / variance;
  return { chiSquare, p: chiSquareUpperTail(chiSquare) };
}

function without(cause: 'one-group' | 'no-event'): LogRank {
  return { chiSquare: notEstimable(cause), p: notEstimable(cause) };
}

function difference(observations: readonly Observation[], group: string): Difference {
  return daysOf(observations).reduce<Difference>(
    ({ excess, variance }, { time, atRisk, events }) => {
      const own = observations.filter((one) => one.group === group && one.time >= time);
      const share = own.length / atRisk;
      const ownEvents = own.filter((one) => one.time === time && one.status !== 0).length;
      const spread = atRisk > 1 ? (events * share * (1 - share) * (atRisk - events)) / (atRisk - 1) : 0;
      return { excess: excess + ownEvents - events * share, variance: variance + spread };
    },
    { excess: 0, variance: 0 },
  );
}
