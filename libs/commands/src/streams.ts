import type { BlindingState } from '@bali/blinding';
import type { CellTherapyState } from '@bali/cell-therapy';
import type { PatientState, TrialState } from '@bali/trial';
import type { StreamLoader } from './loop/stream-loader.js';

/** The streams that commands are decided on, each read as what its rules need to know. */
export interface Streams {
  readonly trials: StreamLoader<TrialState>;
  readonly patients: StreamLoader<PatientState>;
  /** The sealed ledger as the list and its slots. */
  readonly blinding: StreamLoader<BlindingState>;
  /** The sealed ledger as what the cell therapy unit recorded. */
  readonly cells: StreamLoader<CellTherapyState>;
}
