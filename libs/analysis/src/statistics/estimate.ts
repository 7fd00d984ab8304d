/** Why a figure cannot be estimated from these data. */
export const NOT_ESTIMABLE = {
  'no-patients': 'There is no patient in this group.',
  'one-group': 'There are patients in one group only.',
  'no-event': 'Nobody had an event.',
  'survival-is-one-or-zero': 'The estimate is 0 or 1, where the log-log transformation has no value.',
  'follow-up-too-short': 'The last patient was observed for a shorter time, and the curve has not reached 0.',
  'an-empty-cell': 'A cell of the two-by-two table is empty.',
  'an-empty-margin': 'Everybody or nobody had an event, or a group is empty.',
  'no-upper-limit': 'The value is not bounded above.',
  'no-variation': 'All values are equal.',
  'one-value': 'There is one value only.',
} as const;
export type NotEstimableCause = keyof typeof NOT_ESTIMABLE;

/** A figure, or why there is none: never a number that stands for "unknown". */
export type Estimate = number | { readonly notEstimable: NotEstimableCause };

/** A figure with its two-sided 95 % interval. */
export interface WithInterval {
  readonly estimate: Estimate;
  readonly lower: Estimate;
  readonly upper: Estimate;
}

export function notEstimable(cause: NotEstimableCause): { readonly notEstimable: NotEstimableCause } {
  return { notEstimable: cause };
}

export function isEstimable(estimate: Estimate): estimate is number {
  return typeof estimate === 'number';
}

/** The level of all intervals, two-sided. */
export const CONFIDENCE = 0.95;
