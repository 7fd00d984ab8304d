import { CELL_THERAPY_EVENTS } from '../unit/cell-events.js';
import type { CellEntry } from '../unit/cell-record.js';
import type { CellEventDefinition } from '../unit/define-cell-event.js';
import type { Container } from './containers.js';

/** The containers of one patient, in the order in which they came to be. */
export function containersOf(cells: readonly CellEntry[]): readonly Container[] {
  return cells.reduce<readonly Container[]>(withEntry, []);
}

function withEntry(containers: readonly Container[], { type, data }: CellEntry): readonly Container[] {
  const { containersAfter }: CellEventDefinition = CELL_THERAPY_EVENTS[type];
  return containersAfter === undefined ? containers : containersAfter(containers, data as never);
}
