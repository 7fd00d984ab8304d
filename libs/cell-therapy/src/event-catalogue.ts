import { CellDataCorrected } from './corrections/cell-data-corrected.js';
import { CELL_THERAPY_EVENTS } from './unit/cell-events.js';

/** Every event of the unit in the sealed ledger: what it recorded, and what was corrected in that. */
export const CELL_EVENT_CATALOGUE = { ...CELL_THERAPY_EVENTS, CellDataCorrected } as const;
