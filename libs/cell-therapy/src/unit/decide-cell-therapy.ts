import { REGISTERED_UNIT_LIMITS } from '@bali/protocol';
import { entryViolation, schemaViolation } from '@bali/schema';
import { type Decision, refusal } from '@bali/trial';
import type { CellTherapyEvent } from './cell-events.js';
import { cellsOf, type CellTherapyState } from './cell-record.js';
import { cellEventAskedFor, type CellTherapyCommand } from './commands.js';
import type { CellEventDefinition } from './define-cell-event.js';
import { harvestOf, refusalsOf, situationAfter } from './refusals-of.js';
import type { CellTherapyContext } from './rule.js';

/** What a command of the unit about one patient's cells leads to: one record, or a refusal. */
export function decideCellTherapy(
  { type, patient, data: entered }: CellTherapyCommand,
  state: CellTherapyState,
  context: CellTherapyContext,
): Decision<CellTherapyEvent> {
  const definition: CellEventDefinition = cellEventAskedFor(type);
  const cells = cellsOf(state, patient);
  const { limits = REGISTERED_UNIT_LIMITS } = harvestOf(definition.type, cells, context.facts) ?? {};
  const data = { ...entered, ...definition.computed?.from(entered as never, limits), patient };
  const violation = schemaViolation(definition, data) ?? entryViolation(definition.data, data);
  if (violation !== undefined) {
    return { refusal: refusal('invalid-value', `${violation.field} ${violation.rule}.`, violation.field) };
  }
  const event = { type: definition.type, data } as CellTherapyEvent;
  // The rules are looked at one after the other, up to the first that refuses.
  const [refused] = refusalsOf(event, situationAfter(event.type, { cells, state }, context));
  return refused === undefined ? { events: [event] } : { refusal: refused };
}
