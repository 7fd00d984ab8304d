import { CORRECTION_EVENTS, defineEvent, eventFields, type EventOf } from '@bali/trial';
import { patient } from './cell-fields.js';

/** A mistake of the unit is never overwritten: this says what was wrong, in which record, and what is right. */
export const CELL_CORRECTION_EVENTS = {
  CellDataCorrected: defineEvent(
    'CellDataCorrected',
    'a value that the cell therapy unit had recorded was corrected',
    eventFields.record({ patient, ...CORRECTION_EVENTS.DataCorrected.data.properties }),
  ),
} as const;

export type CellCorrectionEvent = EventOf<(typeof CELL_CORRECTION_EVENTS)[keyof typeof CELL_CORRECTION_EVENTS]>;
