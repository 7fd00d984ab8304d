import { CELL_THERAPY_EVENTS } from '../unit/cell-events.js';
import type { CellEntry, CellTherapyState } from '../unit/cell-record.js';
import type { CellEventDefinition } from '../unit/define-cell-event.js';
import { type Container, containerLabelled } from './containers.js';

/** The containers of one patient, in the order in which they came to be. */
export function containersOf(cells: readonly CellEntry[]): readonly Container[] {
  return cells.reduce<readonly Container[]>(withEntry, []);
}

function withEntry(containers: readonly Container[], { type, data }: CellEntry): readonly Container[] {
  const { containersAfter }: CellEventDefinition = CELL_THERAPY_EVENTS[type];
  return containersAfter === undefined ? containers : containersAfter(containers, data as never);
}

/** Whether a label stands on any container of any patient: it is given once. */
export function isLabelTaken(state: CellTherapyState, label: string): boolean {
  return [...state.patients.values()].some((cells) => containerLabelled(containersOf(cells), label) !== undefined);
}
