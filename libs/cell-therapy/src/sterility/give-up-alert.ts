import type { Decision } from '@bali/trial';
import type { GiveUp } from '../release/give-up.js';
import type { CellTherapyEvent } from '../unit/cell-events.js';
import { cellsOf, type CellTherapyState, entriesOf } from '../unit/cell-record.js';

/** Documents that the trial ledger refused an alert, once: the unit sees that it was not told, annuls the reading or reads again. */
export function decideAlertGiveUp(
  { patient, commandId, because }: GiveUp,
  state: CellTherapyState,
  now: string,
): Decision<CellTherapyEvent> {
  const cells = cellsOf(state, patient);
  const isBegun = entriesOf(cells, 'SterilityRead').some(({ data }) => data.request?.commandId === commandId);
  const isDone = entriesOf(cells, 'MicrobiologyAlertGivenUp').some(({ data }) => data.givenUp.commandId === commandId);
  if (!isBegun || isDone) return { events: [] };
  const data = { patient, givenUpAt: now, givenUp: { commandId, because } };
  return { events: [{ type: 'MicrobiologyAlertGivenUp', data }] };
}
