import { logHypergeometric, NORMAL_QUANTILE } from './distributions.js';
import { CONFIDENCE, type Estimate, notEstimable, type WithInterval } from './estimate.js';
import type { Count } from './proportions.js';
import { rootOf } from './root.js';

/** The sample odds ratio of the first group against the second, with Woolf's interval (1955). */
export function oddsRatio(one: Count, other: Count): WithInterval {
  const cells = [one.events, one.patients - one.events, other.events, other.patients - other.events];
  if (cells.some((cell) => cell === 0)) return without('an-empty-cell');
  const [a = 0, b = 0, c = 0, d = 0] = cells;
  const log = Math.log((a * d) / (b * c));
  const half = NORMAL_QUANTILE * Math.sqrt(cells.reduce((sum, cell) => sum + 1 / cell, 0));
  return { estimate: Math.exp(log), lower: Math.exp(log - half), upper: Math.exp(log + half) };
}

function without(cause: 'an-empty-cell' | 'an-empty-margin'): WithInterval {
  const none = notEstimable(cause);
  return { estimate: none, lower: none, upper: none };
}

/** What the first group's events may be, given both margins of the table, and how probable each is if both groups are alike. */
interface Likelihood {
  readonly observed: number;
  readonly support: readonly number[];
  readonly logs: readonly number[];
}

function likelihoodOf(one: Count, other: Count): Likelihood {
  const events = one.events + other.events;
  const least = Math.max(0, events - other.patients);
  const most = Math.min(events, one.patients);
  const support = Array.from({ length: most - least + 1 }, (_, index) => least + index);
  const logs = support.map((count) => logHypergeometric(count, one.patients, other.patients, events));
  return { observed: one.events, support, logs };
}

/** The p-value of Fisher's exact test, two-sided: the probability of all tables that are no more probable than this one. */
export function fisherExact(one: Count, other: Count): number {
  const { observed, support, logs } = likelihoodOf(one, other);
  const probabilities = logs.map(Math.exp);
  // Equal probabilities differ in their last digits: R's `fisher.test` takes the same tolerance.
  const limit = (probabilities[support.indexOf(observed)] ?? 0) * (1 + 1e-7);
  return Math.min(
    1,
    probabilities.filter((it) => it <= limit).reduce((sum, it) => sum + it, 0),
  );
}

/** The conditional maximum likelihood estimate of the odds ratio, with its exact interval (Fisher; Cornfield 1956). */
export function conditionalOddsRatio(one: Count, other: Count): WithInterval {
  const likelihood = likelihoodOf(one, other);
  const { observed, support } = likelihood;
  if (support.length <= 1) return without('an-empty-margin');
  const tail = (1 - CONFIDENCE) / 2;
  const isLeast = observed === support[0];
  const isMost = observed === support.at(-1);
  const unbounded = notEstimable('no-upper-limit');
  const at = (wanted: number, figure: Figure): Estimate => ratioAt(likelihood, wanted, figure);
  return {
    estimate: isLeast ? 0 : isMost ? unbounded : at(observed, mean),
    lower: isLeast ? 0 : at(tail, (probability, count) => (count >= observed ? probability : 0)),
    upper: isMost ? unbounded : at(tail, (probability, count) => (count <= observed ? probability : 0)),
  };
}

/** What each possible number of events adds to a figure that depends on the odds ratio. */
type Figure = (probability: number, count: number) => number;
const mean: Figure = (probability, count) => probability * count;

const GREATEST_LOG = 40;

/** The odds ratio at which a figure has a value. */
function ratioAt({ support, logs }: Likelihood, wanted: number, figure: Figure): number {
  const figureAt = (log: number): number => {
    const terms = support.map((count, index) => (logs[index] ?? 0) + log * count);
    const greatest = Math.max(...terms);
    const weights = terms.map((term) => Math.exp(term - greatest));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return support.reduce((sum, count, index) => sum + figure((weights[index] ?? 0) / total, count), 0);
  };
  return Math.exp(rootOf((log) => figureAt(log) - wanted, -GREATEST_LOG, GREATEST_LOG));
}
