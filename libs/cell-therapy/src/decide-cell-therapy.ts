import { dateAt } from '@bali/protocol';
import { type Decision, type Refusal, refusal } from '@bali/trial';
import { schemaViolation } from '@bali/schema';
import { cellsOf, type CellTherapyState } from './cell-therapy-state.js';
import { type CellTherapyCommand, RECORDED_BY_UNIT } from './commands.js';
import { CELL_THERAPY_EVENTS, type CellTherapyEvent } from './events/cell-events.js';
import { RULES } from './rules/all-rules.js';
import type { CellTherapyContext, Situation } from './rules/rule.js';
import { verdictOf } from './verdict.js';

/** What a command of the unit about one patient's cells leads to: one record, or a refusal. */
export function decideCellTherapy(
  command: CellTherapyCommand,
  state: CellTherapyState,
  context: CellTherapyContext,
): Decision<CellTherapyEvent> {
  const event = eventOf(command);
  const violation = schemaViolation(CELL_THERAPY_EVENTS[event.type], event.data);
  if (violation !== undefined) {
    return { refusal: refusal('invalid-value', `${violation.field} ${violation.rule}.`, violation.field) };
  }
  const cells = cellsOf(state, command.patient);
  const situation = { ...context, state, cells, today: dateAt(context.now, context.facts.timeZone) };
  const refused = firstRefusal(event, situation);
  return refused === undefined ? { events: [event] } : { refusal: refused };
}

function firstRefusal(event: CellTherapyEvent, situation: Situation): Refusal | undefined {
  for (const rule of RULES) {
    const refused = rule(event, situation);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

function eventOf({ type, patient, data }: CellTherapyCommand): CellTherapyEvent {
  const computed = type === 'ControlQuality' ? { verdict: verdictOf(data) } : {};
  return { type: RECORDED_BY_UNIT[type], data: { ...data, ...computed, patient } } as CellTherapyEvent;
}
