import { Buffer } from 'node:buffer';
import { EventIdTaken, WrongExpectedRevision } from './errors.js';
import { type Append, type Appended, type EventToAppend, NO_STREAM, type StoredEvent } from './event-store.js';

/** Where things stand in a ledger. */
export interface LedgerPlaces {
  /** `undefined` if there is no such stream. */
  lastRevision(stream: string): number | undefined;
  event(id: string): StoredEvent | undefined;
}

/**
 * Decides on an append by what is in the ledger: every store decides alike.
 *
 * @returns the first answer if it is a retry; `undefined` if it is to be written.
 * @throws WrongExpectedRevision, EventIdTaken
 */
export function decideAppend(append: Append, ledger: LedgerPlaces): Appended | undefined {
  const { stream, expectedRevision, events } = append;
  const actualRevision = ledger.lastRevision(stream) ?? NO_STREAM;
  if (actualRevision !== expectedRevision) {
    const first = appendedBefore(append, ledger);
    if (first !== undefined) return first;
    throw new WrongExpectedRevision(stream, expectedRevision, actualRevision);
  }
  for (const { id } of events) if (ledger.event(id) !== undefined) throw new EventIdTaken(id);
  return undefined;
}

/**
 * The answer of an append, or its refusal as a value: what is refused does no harm to the others of its batch.
 * @throws whatever else the work throws.
 */
export function outcomeOf(append: () => Appended): Appended | Error {
  try {
    return append();
  } catch (error) {
    if (error instanceof WrongExpectedRevision || error instanceof EventIdTaken) return error;
    throw error;
  }
}

/** The first answer, if this is a retry: each event stands where it is to be appended, and is the same. */
function appendedBefore({ stream, expectedRevision, events }: Append, ledger: LedgerPlaces): Appended | undefined {
  let last: Appended | undefined;
  for (const [index, event] of events.entries()) {
    const found = ledger.event(event.id);
    const revision = expectedRevision + 1 + index;
    if (found?.stream !== stream || found.revision !== revision || !isSame(event, found)) return undefined;
    last = { revision, position: found.position };
  }
  return last;
}

function isSame(event: EventToAppend, stored: StoredEvent): boolean {
  return event.type === stored.type && Buffer.compare(event.leaf, stored.leaf) === 0;
}
