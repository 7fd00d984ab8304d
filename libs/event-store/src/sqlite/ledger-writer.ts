import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { recordedAtOf } from '@bali/ledger';
import { decideAppend, type LedgerPlaces, type ToWrite } from '../append-decision.js';
import type { Append, Appended, StoredEvent } from '../event-store.js';
import { STATEMENTS } from './statements.js';
import { TextKeeper } from './text-keeper.js';

/** The event that the next one follows. */
interface LastEvent {
  readonly position: number;
  /** `undefined` until somebody asks what its leaf says. */
  readonly recordedAt: string | undefined;
  readonly leaf: Uint8Array | undefined;
}

const NONE: LastEvent = { position: -1, recordedAt: undefined, leaf: undefined };

/** What a transaction wrote. */
export interface Written {
  /** The answer or the refusal of each append, in their order. */
  readonly outcomes: readonly (Appended | Error)[];
  /** All events that were written, in their order. */
  readonly events: readonly StoredEvent[];
}

/** Writes into a ledger's file. Every call must be made within a transaction. */
export class LedgerWriter implements LedgerPlaces {
  readonly #lastEvent: StatementSync;
  readonly #lastRevision: StatementSync;
  readonly #event: StatementSync;
  readonly #insertEvent: StatementSync;
  readonly #texts: TextKeeper;
  #last: LastEvent = NONE;
  #written: StoredEvent[] = [];

  constructor(database: DatabaseSync) {
    this.#lastEvent = database.prepare(STATEMENTS.lastEvent);
    this.#lastRevision = database.prepare(STATEMENTS.lastRevision);
    this.#event = database.prepare(STATEMENTS.event);
    this.#insertEvent = database.prepare(STATEMENTS.insertEvent);
    this.#texts = new TextKeeper(database);
  }

  /**
   * The answer or the refusal of each append. Everything is checked before the first write of an append, so that a refused one
   * leaves nothing in the transaction that it shares with others.
   */
  appendAll(appends: readonly Append[]): Written {
    // Others may have written since the last transaction. Within this one, nobody else does.
    this.#last = this.#readLast();
    this.#written = [];
    const outcomes = appends.map((append) => {
      const decision = decideAppend(append, this);
      return 'answer' in decision ? decision.answer : this.#write(append, decision.write);
    });
    return { outcomes, events: this.#written };
  }

  lastRecordedAt(): string | undefined {
    const { leaf, recordedAt = leaf && recordedAtOf(leaf) } = this.#last;
    this.#last = { ...this.#last, recordedAt };
    return recordedAt;
  }

  lastRevision(stream: string): number | undefined {
    return lastOf(this.#lastRevision.get(stream));
  }

  event(id: string): StoredEvent | undefined {
    return this.#event.get(id) as StoredEvent | undefined;
  }

  #write({ stream, expectedRevision, texts = [] }: Append, { leaves, recordedAt }: ToWrite): Appended {
    this.#texts.keep(texts);
    let { position } = this.#last;
    let revision = expectedRevision;
    for (const { id, type, leaf } of leaves) {
      position += 1;
      revision += 1;
      this.#insertEvent.run(position, stream, revision, id, type, leaf);
      this.#written.push({ position, stream, revision, id, type, leaf });
    }
    this.#last = { position, leaf: leaves.at(-1)?.leaf, recordedAt };
    return { revision, position };
  }

  #readLast(): LastEvent {
    const row = this.#lastEvent.get() as Pick<StoredEvent, 'position' | 'leaf'> | undefined;
    return { ...NONE, ...row };
  }
}

function lastOf(row: Record<string, unknown> | undefined): number | undefined {
  return typeof row?.['last'] === 'number' ? row['last'] : undefined;
}
