import type { Instant } from '@bali/protocol';
import { type DecidedEvent, type DefinedEvent, enteredSchema, entryViolation, schemaViolation } from '@bali/schema';
import type { TObject } from 'typebox';
import type { MayDo } from './put-right.js';
import { type Refusal, refusal } from './refusal.js';

/** What a command leads to: events that are stored together, or a refusal. */
export type Decision<Event extends DecidedEvent = DecidedEvent> =
  { readonly events: readonly Event[] } | { readonly refusal: Refusal };

/** What is handed in to every decision, so that the same history can be decided again to the byte. */
export interface DecisionContext {
  /** The server's clock, UTC: what becomes `recordedAt`. */
  readonly now: Instant;
  /** The hash of the reason that was given, if one was. */
  readonly reason?: string;
  /** Why, as a code beside the reason. */
  readonly reasonCode?: string;
  /** The annulled event in whose place the new entry is made, if it is. */
  readonly replaces?: string;
  /** The edit checks that are overridden, by their names: the values are right. */
  readonly despite?: readonly string[];
  /** Who gives the command: the user id. */
  readonly by?: string;
  /** The role in which they give it. */
  readonly role?: string;
  /** Other accounts of the same person: what was shown with one of them, they know. */
  readonly otherAccounts?: readonly string[];
  /** What this person may do. Absent: everything. */
  readonly mayDo?: MayDo;
}

/** An event of which the software computes some fields. */
type WithComputed = DefinedEvent<string, TObject> & {
  readonly computed: { readonly fields: readonly string[] } | undefined;
};

/** What was entered of an event: whatever was said of a field that the software computes does not count. */
export function enteredOf({ computed }: Pick<WithComputed, 'computed'>, data: object): object {
  const fields = computed?.fields ?? [];
  return fields.length === 0
    ? data
    : Object.fromEntries(Object.entries(data).filter(([name]) => !fields.includes(name)));
}

/** Why what was entered cannot become an event, if a value breaks the event's schema or a rule of entry. */
export function refusedAsEntered(definition: WithComputed, entered: unknown): Refusal | undefined {
  const data = enteredSchema(definition.data, definition.computed?.fields ?? []);
  const violation = schemaViolation({ ...definition, data }, entered) ?? entryViolation(data, entered);
  if (violation === undefined) return undefined;
  return refusal('invalid-value', `${violation.field} ${violation.rule}.`, violation.field);
}
