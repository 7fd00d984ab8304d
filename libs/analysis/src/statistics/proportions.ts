import { binomial, NORMAL_QUANTILE } from './distributions.js';
import { CONFIDENCE, notEstimable, type WithInterval } from './estimate.js';
import { rootOf } from './root.js';

/** How many of how many had an event. */
export interface Count {
  readonly events: number;
  readonly patients: number;
}

const TAIL = (1 - CONFIDENCE) / 2;

/**
 * A proportion with its exact interval (Clopper and Pearson 1934): the probabilities at which this number of events or more, and
 * this number or fewer, would be seen in 2.5 % of all samples.
 */
export function proportion({ events, patients }: Count): WithInterval {
  if (patients === 0) return withoutPatients();
  const upTo = (most: number, probability: number): number =>
    Array.from({ length: most + 1 }, (_, count) => binomial(count, patients, probability)).reduce(sum, 0);
  return {
    estimate: events / patients,
    lower: events === 0 ? 0 : rootOf((probability) => 1 - upTo(events - 1, probability) - TAIL, 0, 1),
    upper: events === patients ? 1 : rootOf((probability) => upTo(events, probability) - TAIL, 0, 1),
  };
}

function sum(one: number, other: number): number {
  return one + other;
}

/** The difference of two proportions with the hybrid score interval (Newcombe 1998, method 10). */
export function differenceOfProportions(one: Count, other: Count): WithInterval {
  if (one.patients === 0 || other.patients === 0) return withoutPatients();
  const [p, q] = [one.events / one.patients, other.events / other.patients];
  const [first, second] = [scoreInterval(one), scoreInterval(other)];
  return {
    estimate: p - q,
    lower: p - q - Math.hypot(p - first.lower, second.upper - q),
    upper: p - q + Math.hypot(first.upper - p, q - second.lower),
  };
}

function withoutPatients(): WithInterval {
  const none = notEstimable('no-patients');
  return { estimate: none, lower: none, upper: none };
}

/** Wilson's score interval, without correction for continuity. */
function scoreInterval({ events, patients }: Count): { readonly lower: number; readonly upper: number } {
  const square = NORMAL_QUANTILE ** 2;
  const p = events / patients;
  const middle = p + square / (2 * patients);
  const half = NORMAL_QUANTILE * Math.sqrt((p * (1 - p)) / patients + square / (4 * patients ** 2));
  const scale = 1 + square / patients;
  return { lower: Math.max(0, (middle - half) / scale), upper: Math.min(1, (middle + half) / scale) };
}
