import type { FreeText } from '@bali/ledger';
import { Buffer } from 'node:buffer';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { EventIdTaken, WrongExpectedRevision } from '../errors.js';
import { type Append, type Appended, type EventToAppend, NO_STREAM } from '../event-store.js';
import { STATEMENTS } from './statements.js';

interface Place {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly leaf: Uint8Array;
}

/** Writes into a ledger's file. Every call must be made within a transaction. */
export class LedgerWriter {
  readonly #lastPosition: StatementSync;
  readonly #lastRevision: StatementSync;
  readonly #placeOf: StatementSync;
  readonly #insertEvent: StatementSync;
  readonly #text: StatementSync;
  readonly #insertText: StatementSync;

  constructor(database: DatabaseSync) {
    this.#lastPosition = database.prepare(STATEMENTS.lastPosition);
    this.#lastRevision = database.prepare(STATEMENTS.lastRevision);
    this.#placeOf = database.prepare(STATEMENTS.placeOf);
    this.#insertEvent = database.prepare(STATEMENTS.insertEvent);
    this.#text = database.prepare(STATEMENTS.text);
    this.#insertText = database.prepare(STATEMENTS.insertText);
  }

  /**
   * Everything is checked before the first write, so that a refused append leaves nothing in the transaction that it
   * shares with others.
   *
   * @throws WrongExpectedRevision, EventIdTaken
   */
  append(append: Append): Appended {
    const first = this.#appendedBefore(append);
    if (first !== undefined) return first;
    const { stream, expectedRevision, events, texts = [] } = append;
    const actualRevision = numberIn(this.#lastRevision.get(stream), 'revision') ?? NO_STREAM;
    if (actualRevision !== expectedRevision) throw new WrongExpectedRevision(stream, expectedRevision, actualRevision);
    for (const text of texts) this.#keepText(text);
    let position = numberIn(this.#lastPosition.get(), 'position') ?? -1;
    let revision = expectedRevision;
    for (const { id, type, leaf } of events) {
      position += 1;
      revision += 1;
      this.#insertEvent.run(position, stream, revision, id, type, leaf);
    }
    return { revision, position };
  }

  /** The same hash is the same salt and text (that was checked on the way in), so one is enough. */
  #keepText({ hash, salt, text }: FreeText): void {
    if (this.#text.get(hash) === undefined) this.#insertText.run(hash, salt, Buffer.from(text, 'utf8'));
  }

  /** The first answer, if this is a retry: each event stands where it is to be appended, and is the same. */
  #appendedBefore({ stream, expectedRevision, events }: Append): Appended | undefined {
    const places = events.map((event) => this.#placeOf.get(event.id) as Place | undefined);
    const taken = places.findIndex((place) => place !== undefined);
    if (taken === -1) return undefined;
    const same = events.every((event, index) => {
      const place = places[index];
      return place?.stream === stream && place.revision === expectedRevision + 1 + index && isSame(event, place);
    });
    const last = places.at(-1);
    if (same && last !== undefined) return { revision: last.revision, position: last.position };
    throw new EventIdTaken(events[taken]?.id ?? '');
  }
}

function isSame(event: EventToAppend, place: Place): boolean {
  return event.type === place.type && Buffer.compare(event.leaf, place.leaf) === 0;
}

function numberIn(row: Record<string, unknown> | undefined, column: string): number | undefined {
  const value = row?.[column];
  return typeof value === 'number' ? value : undefined;
}
