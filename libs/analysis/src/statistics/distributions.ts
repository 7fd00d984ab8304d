import { dbinom, dhyper, pchisq, pnorm, qnorm } from 'lib-r-math.js';
import { CONFIDENCE } from './estimate.js';

/** The quantile of the standard normal distribution that bounds a two-sided interval: 1.959963984540054. */
export const NORMAL_QUANTILE = qnorm((1 + CONFIDENCE) / 2);

/** The probability of a chi-square distribution with one degree of freedom above a value. */
export function chiSquareUpperTail(value: number): number {
  return pchisq(value, 1, 0, false);
}

/** The probability of the standard normal distribution up to a value. */
export function normalBelow(value: number): number {
  return pnorm(value);
}

/** The probability of a number of events among patients who each have one with the same probability. */
export function binomial(events: number, patients: number, probability: number): number {
  return dbinom(events, patients, probability, false);
}

/** The logarithm of the hypergeometric probability of `drawn` white balls among `draws`, from an urn of white and black ones. */
export function logHypergeometric(drawn: number, white: number, black: number, draws: number): number {
  return dhyper(drawn, white, black, draws, true);
}
