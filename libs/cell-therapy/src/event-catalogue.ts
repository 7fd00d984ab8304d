import { CellDataCorrected } from './corrections/cell-data-corrected.js';
import { CellEntriesAnnulled } from './corrections/cell-entries-annulled.js';
import { CELL_THERAPY_EVENTS } from './unit/cell-events.js';

/** Every event of the unit in the sealed ledger: what it recorded, and what was corrected and annulled in that. */
export const CELL_EVENT_CATALOGUE = { ...CELL_THERAPY_EVENTS, CellDataCorrected, CellEntriesAnnulled } as const;
