import { recordedAtOf } from '@bali/ledger';
import { Buffer } from 'node:buffer';
import { checkLeaves } from './append-request.js';
import { EventIdTaken, WrongExpectedRevision } from './errors.js';
import { type Append, type Appended, type EventToAppend, NO_STREAM, type StoredEvent } from './event-store.js';

/** Where things stand in a ledger. */
export interface LedgerPlaces {
  /** The instant at which the ledger's last event was recorded. `undefined` if there is none, or if it says none. */
  lastRecordedAt(): string | undefined;
  /** `undefined` if there is no such stream. */
  lastRevision(stream: string): number | undefined;
  event(id: string): StoredEvent | undefined;
}

/** An event with the leaf that is stored. */
export type LeafToStore = Pick<StoredEvent, 'id' | 'type' | 'leaf'>;

/** What is to be written of an append. */
export interface ToWrite {
  readonly leaves: readonly LeafToStore[];
  /** The instant in every leaf. `undefined` for a copy: only its leaves say when. */
  readonly recordedAt: string | undefined;
}

/** The answer of an append that writes nothing, because it is a retry or is refused; or what is to be written. */
export type AppendDecision =
  { readonly answer: Appended | WrongExpectedRevision | EventIdTaken | RangeError } | { readonly write: ToWrite };

/**
 * Decides on an append by what is in the ledger: every store decides alike. What is refused is a value: it does no harm to the
 * others of its batch.
 */
export function decideAppend(append: Append, ledger: LedgerPlaces): AppendDecision {
  const { stream, expectedRevision, events } = append;
  const actualRevision = ledger.lastRevision(stream) ?? NO_STREAM;
  if (actualRevision !== expectedRevision) {
    const first = appendedBefore(append, ledger);
    return { answer: first ?? new WrongExpectedRevision(stream, expectedRevision, actualRevision) };
  }
  const taken = events.find(({ id }) => ledger.event(id) !== undefined);
  if (taken !== undefined) return { answer: new EventIdTaken(taken.id) };
  try {
    return { write: datedAfter(events, ledger) };
  } catch (error) {
    return { answer: new RangeError('an event could not be dated after the last one of the ledger', { cause: error }) };
  }
}

/** Gives all events one instant: the latest of their own and of the ledger's last event. */
function datedAfter(events: readonly EventToAppend[], ledger: LedgerPlaces): ToWrite {
  const own = events.flatMap(({ dated }) => (dated === undefined ? [] : [dated.recordedAt]));
  const recordedAt = own.length === 0 ? undefined : latest([...own, ledger.lastRecordedAt()]);
  const leaves = events.map((event) => ({ id: event.id, type: event.type, leaf: leafAt(event, recordedAt) }));
  checkLeaves(leaves);
  return { leaves, recordedAt };
}

function latest(instants: readonly (string | undefined)[]): string | undefined {
  return instants.reduce((one, other) => (other !== undefined && other > (one ?? '') ? other : one), undefined);
}

/** The leaf with an instant that is not before the one that it was made with. */
function leafAt({ leaf, dated }: EventToAppend, instant: string | undefined): Uint8Array {
  return dated === undefined || instant === undefined || dated.recordedAt >= instant ? leaf : dated.leafAt(instant);
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
  if (event.type !== stored.type) return false;
  return Buffer.compare(leafAt(event, event.dated && recordedAtOf(stored.leaf)), stored.leaf) === 0;
}
