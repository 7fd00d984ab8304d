import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { decideAppend, type LedgerPlaces } from '../append-decision.js';
import type { Append, Appended, StoredEvent } from '../event-store.js';
import { STATEMENTS } from './statements.js';
import { TextKeeper } from './text-keeper.js';

/** Writes into a ledger's file. Every call must be made within a transaction. */
export class LedgerWriter implements LedgerPlaces {
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
  append(append: Append): Appended {
    const first = decideAppend(append, this);
    if (first !== undefined) return first;
    const { stream, expectedRevision, events, texts = [] } = append;
    this.#texts.keep(texts);
    let position = lastOf(this.#lastPosition.get()) ?? -1;
    let revision = expectedRevision;
    for (const { id, type, leaf } of events) {
      position += 1;
      revision += 1;
      this.#insertEvent.run(position, stream, revision, id, type, leaf);
    }
    return { revision, position };
  }

  lastRevision(stream: string): number | undefined {
    return lastOf(this.#lastRevision.get(stream));
  }

  event(id: string): StoredEvent | undefined {
    return this.#event.get(id) as StoredEvent | undefined;
  }
}

function lastOf(row: Record<string, unknown> | undefined): number | undefined {
  return typeof row?.['last'] === 'number' ? row['last'] : undefined;
}
