import { CELL_THERAPY_EVENTS } from './cell-events.js';
import { CELL_CORRECTION_EVENTS } from './correction-events.js';

/** Every event of the unit's in the sealed ledger: what it recorded, and what was corrected in that. */
export const CELL_EVENT_CATALOGUE = { ...CELL_THERAPY_EVENTS, ...CELL_CORRECTION_EVENTS } as const;
