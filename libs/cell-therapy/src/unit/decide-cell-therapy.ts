import { REGISTERED_UNIT_LIMITS } from '@bali/protocol';
import { entryViolation, schemaViolation } from '@bali/schema';
import { type Decision, refusal } from '@bali/trial';
import type { CellTherapyEvent } from './cell-events.js';
import { type CellEntry, cellsOf, type CellTherapyState } from './cell-record.js';
import { cellEventAskedFor, type CellTherapyCommand } from './commands.js';
import type { CellEventDefinition } from './define-cell-event.js';
import { placeOf } from './place-of-an-entry.js';
import { harvestOf, refusalsOf, situationAfter } from './refusals-of.js';
import type { CellTherapyContext } from './rule.js';

/** What a command of the unit about one patient's cells leads to: one record, or a refusal. */
export function decideCellTherapy(
  { type, patient, data: entered }: CellTherapyCommand,
  state: CellTherapyState,
  context: CellTherapyContext,
): Decision<CellTherapyEvent> {
  const definition: CellEventDefinition = cellEventAskedFor(type);
  const recorded = cellsOf(state, patient);
  const cells = recorded.slice(0, placeOf({ type: definition.type, data: entered } as CellTherapyEvent, recorded));
  const data = { ...entered, ...computedIn(definition, entered, cells, context), patient };
  const violation = schemaViolation(definition, data) ?? entryViolation(definition.data, data);
  if (violation !== undefined) {
    return { refusal: refusal('invalid-value', `${violation.field} ${violation.rule}.`, violation.field) };
  }
  const event = { type: definition.type, data } as CellTherapyEvent;
  // The rules are looked at one after the other, up to the first that refuses.
  const [refused] = refusalsOf(event, situationAfter(event, { cells, state }, context));
  return refused === undefined ? { events: [event] } : { refusal: refused };
}

/** What the software computes of what is entered, by the limits of the protocol that was in force on the day of its harvest. */
function computedIn(
  { type, computed }: CellEventDefinition,
  entered: object,
  cells: readonly CellEntry[],
  { facts }: CellTherapyContext,
): object {
  if (computed === undefined) return {};
  const { limits = REGISTERED_UNIT_LIMITS } = harvestOf({ type, data: entered }, cells, facts) ?? {};
  return computed.from(entered as never, limits);
}
