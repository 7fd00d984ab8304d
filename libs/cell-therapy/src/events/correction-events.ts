import { correctionFields } from '@bali/trial';
import { describeEvent, eventFields, type EventOf } from '@bali/schema';
import { patient } from './cell-fields.js';

/** A mistake of the unit is never overwritten: this says what was wrong, in which record, and what is right. */
export const CELL_CORRECTION_EVENTS = {
  CellDataCorrected: describeEvent(
    'CellDataCorrected',
    'a value that the cell therapy unit had recorded was corrected',
    eventFields.record({ patient, ...correctionFields }),
  ),
} as const;

export type CellCorrectionEvent = EventOf<(typeof CELL_CORRECTION_EVENTS)[keyof typeof CELL_CORRECTION_EVENTS]>;
