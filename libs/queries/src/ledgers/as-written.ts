import type { EventStore } from '@bali/event-store';

/**
 * Refuses an answer that is about all of a ledger, or about what it was, while the ledger is not what was written into it: what is
 * left of it would be taken for the whole.
 * @throws LedgerHeld
 */
export function requireAsWritten({ held }: Pick<EventStore, 'held'>): void {
  if (held !== undefined) throw held;
}
