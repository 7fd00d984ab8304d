import { Buffer } from 'node:buffer';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { EventIdTaken, WrongExpectedRevision } from '../errors.js';
import { type Append, type Appended, type EventToAppend, NO_STREAM, type StoredEvent } from '../event-store.js';
import { STATEMENTS } from './statements.js';
import { TextKeeper } from './text-keeper.js';

/** Writes into a ledger's file. Every call must be made within a transaction. */
export class LedgerWriter {
  readonly #lastPosition: StatementSync;
  readonly #lastRevision: StatementSync;
  readonly #event: StatementSync;
  readonly #insertEvent: StatementSync;
  readonly #texts: TextKeeper;

  constructor(database: DatabaseSync) {
    this.#lastPosition = database.prepare(STATEMENTS.lastPosition);
    this.#lastRevision = database.prepare(STATEMENTS.lastRevision);
    this.#event = database.prepare(STATEMENTS.event);
    this.#insertEvent = database.prepare(STATEMENTS.insertEvent);
    this.#texts = new TextKeeper(database);
  }

  /**
   * Everything is checked before the first write, so that a refused append leaves nothing in the transaction that it
   * shares with others.
   *
   * @throws WrongExpectedRevision, EventIdTaken
   */
  append({ stream, expectedRevision, events, texts = [] }: Append): Appended {
    const actualRevision = lastOf(this.#lastRevision.get(stream));
    if (actualRevision !== expectedRevision) {
      const first = this.#appendedBefore(stream, expectedRevision, events);
      if (first !== undefined) return first;
      throw new WrongExpectedRevision(stream, expectedRevision, actualRevision);
    }
    for (const { id } of events) if (this.#event.get(id) !== undefined) throw new EventIdTaken(id);
    this.#texts.keep(texts);
    let position = lastOf(this.#lastPosition.get());
    let revision = expectedRevision;
    for (const { id, type, leaf } of events) {
      position += 1;
      revision += 1;
      this.#insertEvent.run(position, stream, revision, id, type, leaf);
    }
    return { revision, position };
  }

  /** The first answer, if this is a retry: each event stands where it is to be appended, and is the same. */
  #appendedBefore(stream: string, expectedRevision: number, events: readonly EventToAppend[]): Appended | undefined {
    let last: Appended | undefined;
    for (const [index, event] of events.entries()) {
      const found = this.#event.get(event.id) as StoredEvent | undefined;
      const revision = expectedRevision + 1 + index;
      if (found?.stream !== stream || found.revision !== revision || !isSame(event, found)) return undefined;
      last = { revision, position: found.position };
    }
    return last;
  }
}

/** The last place that a query found, or -1: which of a stream means that there is none. */
function lastOf(row: Record<string, unknown> | undefined): number {
  return typeof row?.['last'] === 'number' ? row['last'] : NO_STREAM;
}

function isSame(event: EventToAppend, stored: StoredEvent): boolean {
  return event.type === stored.type && Buffer.compare(event.leaf, stored.leaf) === 0;
}
