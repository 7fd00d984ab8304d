import type { VerifierPurpose } from '@bali/access';

/** A row of the credentials file that is missing, or does not fit the event that is in force. */
export interface Misfit {
  readonly row: VerifierPurpose;
  /** Whose account it is of. */
  readonly userId: string;
}

/** Is told of each {@link Misfit} that is met. Nothing secret is in it, and nobody is let in by such a row. */
export type OnMisfit = (misfit: Misfit) => void;
