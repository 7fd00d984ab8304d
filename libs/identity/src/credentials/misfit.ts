import type { VerifierPurpose } from '@bali/access';
import type { SealedRow } from './row-seals.js';

/** A row of the credentials file that is missing, or does not fit the event in force, or its seal. */
export interface Misfit<Row extends VerifierPurpose | SealedRow = VerifierPurpose | SealedRow> {
  readonly row: Row;
  /** Whose account it is of. */
  readonly userId: string;
}

/** Is told of each {@link Misfit} that is met. Nothing secret is in it, and nobody is let in by such a row. */
export type OnMisfit = (misfit: Misfit) => void;
