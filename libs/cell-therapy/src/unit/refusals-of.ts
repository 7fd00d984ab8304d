import { dateAt } from '@bali/protocol';
import { type Refusal, refusal } from '@bali/trial';
import { containersOf } from '../containers/containers-of.js';
import { IDENTITY_RULES } from '../containers/identity-rules.js';
import { CELL_THERAPY_EVENTS, type CellTherapyEvent } from './cell-events.js';
import { type CellEntry, type CellTherapyState, entriesOf } from './cell-record.js';
import type { CourseRule } from './course-rule.js';
import type { CellEventDefinition } from './define-cell-event.js';
import { occurrenceOf } from './happened.js';
import { harvestsReceived, type Recorded } from './harvests-received.js';
import { firstOutOfRange } from './ranges.js';
import type { CellTherapyContext, HarvestFacts, PatientFacts, Situation } from './rule.js';
import { SEQUENCE_RULES } from './sequence-rules.js';

const WITHIN_RANGE: CourseRule = {
  says: 'Each decimal is within what is possible; whole numbers have their ranges in the schemas.',
  refuses: ({ data }, _, { ranges }) => {
    const wrong = firstOutOfRange(data, ranges);
    return wrong && refusal('implausible-value', `${wrong.value} is outside of what is possible.`, wrong.field);
  },
};

/** What holds for every event of the unit, in the order in which it is looked at, before the event's own rules. */
const COURSE_RULES: readonly CourseRule[] = [...SEQUENCE_RULES, WITHIN_RANGE, ...IDENTITY_RULES];

/** The records of an event's patient before it, and of all patients. */
interface Records {
  readonly cells: readonly CellEntry[];
  readonly state: CellTherapyState;
}

/** What a rule looks at when an event of a type comes after these records of its patient. */
export function situationAfter(event: Recorded, { cells, state }: Records, context: CellTherapyContext): Situation {
  const today = dateAt(context.now, context.facts.timeZone);
  const harvest = harvestOf(event, cells, context.facts);
  return { ...context, state, cells, containers: containersOf(cells), today, ...(harvest && { harvest }) };
}

/**
 * The harvest that an event belongs to: a reception that of its own day, all else the one that was received last. Not every harvest
 * reaches the unit: one that was broken off is followed by another one, which is received first.
 */
export function harvestOf(event: Recorded, cells: readonly CellEntry[], facts: PatientFacts): HarvestFacts | undefined {
  const receptions: readonly Recorded[] = entriesOf(cells, 'HarvestReceived');
  const received = event.type === 'HarvestReceived' ? [...receptions, event] : receptions;
  return received.length === 0
    ? facts.harvests.find(({ isAnnulled }) => isAnnulled !== true)
    : harvestsReceived(received, facts).at(-1);
}

/** Why an event may not be recorded: one refusal for each rule that it does not keep, in the order of the rules. */
export function* refusalsOf(event: CellTherapyEvent, situation: Situation): Iterable<Refusal> {
  const definition: CellEventDefinition = CELL_THERAPY_EVENTS[event.type];
  for (const rule of COURSE_RULES) {
    const refused = rule.refuses(event, situation, definition);
    if (refused !== undefined) yield refused;
  }
  for (const rule of definition.rules) {
    const refused = rule.refuses(event.data as never, situation, occurrenceOf(event));
    if (refused !== undefined) yield refused;
  }
}
