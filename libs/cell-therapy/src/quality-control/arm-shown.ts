import { type CellEntry, entriesOf, ofLatestHarvest } from '../unit/cell-record.js';
import { failedControl } from './rules.js';

/**
 * Whether the unit may be shown a patient's arm: only once the verdict on the cells is stored, and lets them go on. Until then the unit
 * does the same for every patient, and cannot do otherwise.
 */
export function isArmShown(cells: readonly CellEntry[]): boolean {
  // Before cells were controlled in the concentrate, the arm was looked up before the preparation.
  if (entriesOf(cells, 'ProductPrepared').length > 0) return true;
  const latest = ofLatestHarvest(cells);
  const isControlled = entriesOf(latest, 'ConcentrateControlled').length > 0;
  const hasTube = entriesOf(latest, 'HarvestReceived').at(-1)?.data.bloodTube?.received !== 'no';
  return isControlled && hasTube && failedControl(cells) === undefined;
}
