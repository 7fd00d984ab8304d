import type { LedgerFinding } from './time-order.js';

/** That free texts are withheld for a reason which the events of the package do not show. */
export interface WithheldFinding {
  readonly finding: 'withheld-without-a-sign';
  /** Number of these texts. */
  readonly texts: number;
  /** Where the first of them belongs. */
  readonly first: { readonly index: number; readonly field: string };
  readonly sentence: string;
}

/** Something that people should know of a package in which everything is right. A code never changes its meaning. */
export type PackageFinding = LedgerFinding | WithheldFinding;
