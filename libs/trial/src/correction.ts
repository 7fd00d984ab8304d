import { canonicalJson } from '@bali/ledger';
import type { DecisionContext } from './decision.js';
import type { Entry } from './entry.js';
import type { CorrectionEvent } from './corrections/data-corrected.js';
import { definitionOf } from './event-catalogue.js';
import { entryViolation, type EventDefinition, schemaViolation } from '@bali/schema';
import { FIELD_PATTERN, MAX_FIELD_LENGTH } from '@bali/schema';
import { valueAt, withValueAt } from '@bali/schema';
import { fieldUnknown } from './field-unknown.js';
import { type Refusal, refusal } from './refusal.js';

/** What someone asks to be put right. */
export interface CorrectionRequest {
  /** The event that holds the field. */
  readonly correctedEvent: string;
  /** JSON pointer into the event's data. */
  readonly field: string;
  /** Absent: the value is taken out. */
  readonly newValue?: unknown;
}

/** A record whose values can be put right, as far as a correction looks at it. */
export type Correctable = Pick<Entry, 'id' | 'type' | 'data'>;

/** A record with what of it can be put right, and what was annulled. */
export interface CorrectableRecord {
  readonly entries: readonly Correctable[];
  readonly struck?: readonly Correctable[];
}

/** What corrections keep to in a room of the house. */
export interface CorrectionRules {
  /** @throws UnknownEvent */
  readonly definitionOf: (type: string) => EventDefinition;
  /** Whether a change touches what nobody entered, or what may not be changed afterwards. */
  readonly isFrozen: (entry: Correctable, field: string, changed: unknown) => boolean;
}

const TRIAL_RULES: CorrectionRules = {
  definitionOf,
  isFrozen: ({ type }, field) =>
    definitionOf(type).notCorrectable.some((pointer) => field === pointer || field.startsWith(`${pointer}/`)),
};

/** The correction of one field, or why it cannot be. Whether the record stays consistent is for the caller to see. */
export function decideCorrection(
  { entries, struck = [] }: CorrectableRecord,
  request: CorrectionRequest,
  context: DecisionContext,
  rules: CorrectionRules = TRIAL_RULES,
): CorrectionEvent | Refusal {
  if (context.reason === undefined) return refusal('reason-missing', 'A correction needs a reason.', '/reason');
  const entry = entries.find(({ id }) => id === request.correctedEvent);
  if (entry === undefined) {
    if (struck.some(({ id }) => id === request.correctedEvent)) {
      const sentence = 'This entry is annulled: what is true is entered again, and names it.';
      return refusal('already-annulled', sentence, '/correctedEvent');
    }
    return refusal('event-unknown', 'There is no such event in this record.', '/correctedEvent');
  }
  const problem = fieldProblem(entry, request, rules);
  return problem ?? correctionOf(entry, request.field, request.newValue, false);
}

function fieldProblem(
  entry: Correctable,
  { field, newValue }: CorrectionRequest,
  { definitionOf: definition, isFrozen }: CorrectionRules,
): Refusal | undefined {
  if (!isFieldPointer(field)) return notAPointer();
  const data = withValueAt(entry.data, field, newValue);
  if (isFrozen(entry, field, data)) {
    return refusal(
      'field-not-correctable',
      `${field} of an entry that says “${definition(entry.type).about}” is changed by nobody. If the software computes it, correct what it follows from; if not, annul the entry and record it anew, or report a deviation.`,
      '/field',
    );
  }
  if (!Object.is(valueAt(data, field), newValue)) {
    const { about, data: schema } = definition(entry.type);
    return fieldUnknown({ entry: `“${about}”`, field, schema: schema, at: '/field' });
  }
  const corrected = definition(entry.type);
  const violation = schemaViolation(corrected, data) ?? entryViolation(corrected.data, data, field);
  if (violation !== undefined) {
    return refusal(
      'invalid-value',
      `${field} cannot have this value: ${violation.field} ${violation.rule}.`,
      '/newValue',
    );
  }
  if (!sameValue(valueAt(entry.data, field), newValue)) return undefined;
  return refusal('value-unchanged', `${field} has this value already.`, '/newValue');
}

function notAPointer(): Refusal {
  const sentence =
    'This is no pointer to a field: write a stroke and its name, such as /volumeMl or /answers/diabetes.';
  return refusal('field-unknown', sentence, '/field');
}

/** Anything else could be read as another field than it says. */
function isFieldPointer(field: string): boolean {
  return field.length <= MAX_FIELD_LENGTH && FIELD.test(field);
}

const FIELD = new RegExp(FIELD_PATTERN, 'u');

/** The event that says that a field has another value from now on. */
export function correctionOf(entry: Correctable, field: string, newValue: unknown, computed: boolean): CorrectionEvent {
  const oldValue = valueAt(entry.data, field);
  return {
    type: 'DataCorrected',
    data: {
      correctedEvent: entry.id,
      correctedType: entry.type,
      field,
      ...(oldValue === undefined ? {} : { oldValue }),
      ...(newValue === undefined ? {} : { newValue }),
      computed,
    },
  };
}

export function sameValue(one: unknown, other: unknown): boolean {
  if (one === undefined || other === undefined) return one === other;
  return canonicalJson(one) === canonicalJson(other);
}
