import { NORMAL_QUANTILE } from './distributions.js';
import { type Estimate, notEstimable, type WithInterval } from './estimate.js';
import { type Day, daysOf, type Observation } from './survival.js';

/** The curve from one day on, until the next step. */
export interface KaplanMeierStep extends Day, WithInterval {
  /** The estimated probability of no event up to this day, itself included. */
  readonly estimate: number;
}

/**
 * The Kaplan–Meier estimate of the probability of no event, with Greenwood's variance and log-log intervals (Kalbfleisch and
 * Prentice, The Statistical Analysis of Failure Time Data): one step for each day on which an observation ended.
 */
export function kaplanMeier(observations: readonly Pick<Observation, 'time' | 'status'>[]): readonly KaplanMeierStep[] {
  let survival = 1;
  let greenwood = 0;
  return daysOf(observations).map((day) => {
    survival *= 1 - day.events / day.atRisk;
    greenwood += day.events / (day.atRisk * (day.atRisk - day.events));
    return { ...day, estimate: survival, ...logLogInterval(survival, Math.sqrt(greenwood) * survival) };
  });
}

/** The step in force at a time; before the first: nobody has had an event. */
export function survivalAt(steps: readonly KaplanMeierStep[], time: number): WithInterval {
  const none = notEstimable('survival-is-one-or-zero');
  return steps.findLast((step) => step.time <= time) ?? { estimate: 1, lower: none, upper: none };
}

/** How many are under observation at the beginning of a day. */
export function atRiskAt(observations: readonly Pick<Observation, 'time'>[], time: number): number {
  return observations.filter((one) => one.time >= time).length;
}

/** The 95 % interval of a probability on the scale of log(-log): within 0 and 1 by its nature. */
export function logLogInterval(
  probability: number,
  standardError: number,
): { readonly lower: Estimate; readonly upper: Estimate } {
  if (probability <= 0 || probability >= 1) {
    const none = notEstimable('survival-is-one-or-zero');
    return { lower: none, upper: none };
  }
  const middle = Math.log(-Math.log(probability));
  const half = (NORMAL_QUANTILE * standardError) / (probability * Math.log(probability));
  return { lower: Math.exp(-Math.exp(middle - half)), upper: Math.exp(-Math.exp(middle + half)) };
}
