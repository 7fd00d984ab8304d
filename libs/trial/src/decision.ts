import type { Instant } from '@bali/protocol';
import { definitionOf } from './events/event-catalogue.js';
import { type DecidedEvent, schemaViolation } from '@bali/schema';
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
  /** Who gives the command: the user id. */
  readonly by?: string;
}

/** Why an event could not be stored, if it does not keep its schema: the last line of defence, whoever entered it. */
export function refusedBySchema({ type, data }: DecidedEvent): Refusal | undefined {
  const violation = schemaViolation(definitionOf(type), data);
  if (violation === undefined) return undefined;
  return refusal('invalid-value', `${violation.field} ${violation.rule}.`, violation.field);
}
