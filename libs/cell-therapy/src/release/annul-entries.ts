import { type Decision, type PendingRequest, refusal } from '@bali/trial';
import type { CellTherapyEvent } from '../unit/cell-events.js';
import { cellsOf, type CellTherapyState, entriesOf } from '../unit/cell-record.js';
import type { CellTherapyContext } from '../unit/rule.js';
import type { GiveUp } from './give-up.js';

/** What the unit had recorded in both ledgers, by the entries of the trial ledger. */
export interface AnnulUnitEntries {
  readonly patient: string;
  readonly entries: readonly string[];
}

/** Whether it may be is decided on the trial ledger alone, so that it is accepted or refused alike in both arms. */
export function decideUnitAnnulment(
  { patient, entries }: AnnulUnitEntries,
  { now, reason, request }: Pick<CellTherapyContext, 'now' | 'reason'> & { readonly request: PendingRequest },
): Decision<CellTherapyEvent> {
  if (reason === undefined) return { refusal: refusal('reason-missing', 'An annulment needs a reason.', '/reason') };
  return {
    events: [{ type: 'UnitEntriesAnnulled', data: { patient, annulledAt: now, entries: [...entries], request } }],
  };
}

/** Documents that the trial ledger refused an annulment, once. */
export function decideUnitAnnulmentGiveUp(
  { patient, commandId, because }: GiveUp,
  state: CellTherapyState,
  now: string,
): Decision<CellTherapyEvent> {
  const cells = cellsOf(state, patient);
  const isBegun = entriesOf(cells, 'UnitEntriesAnnulled').some(({ data }) => data.request.commandId === commandId);
  const isDone = entriesOf(cells, 'UnitAnnulmentGivenUp').some(({ data }) => data.givenUp.commandId === commandId);
  if (!isBegun || isDone) return { events: [] };
  return {
    events: [{ type: 'UnitAnnulmentGivenUp', data: { patient, givenUpAt: now, givenUp: { commandId, because } } }],
  };
}
