import type { Instant } from '@bali/protocol';
import type { DecidedEvent } from './events/event-definition.js';
import type { Refusal } from './refusal.js';

/** What a command leads to: events that are stored together, or a refusal. */
export type Decision<Event extends DecidedEvent = DecidedEvent> =
  { readonly events: readonly Event[] } | { readonly refusal: Refusal };

/** What is handed in to every decision, so that the same history can be decided again to the byte. */
export interface DecisionContext {
  /** The server's clock, UTC: what becomes `recordedAt`. */
  readonly now: Instant;
  /** The hash of the reason that was given, if one was. */
  readonly reason?: string;
}
