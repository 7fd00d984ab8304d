import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { FoundTexts, StoredEvent } from '../event-store.js';
import { STATEMENTS } from './statements.js';
import { textsIn } from './text-rows.js';

/** The most bytes of leaves in a page; a single leaf is far smaller. */
const PAGE_BYTES = 4 * 1024 * 1024;

type EventRow = readonly [
  position: number,
  stream: string,
  revision: number,
  id: string,
  type: string,
  leaf: Uint8Array,
];

/** Reads a ledger's file on a connection of its own, which sees what is committed and nothing else. */
export class LedgerReader {
  readonly #lastPosition: StatementSync;
  readonly #page: StatementSync;
  readonly #stream: StatementSync;
  readonly #text: StatementSync;
  readonly #texts: StatementSync;
  readonly #dataVersion: StatementSync;

  constructor(database: DatabaseSync) {
    this.#lastPosition = database.prepare(STATEMENTS.lastPosition);
    this.#page = database.prepare(STATEMENTS.page);
    this.#stream = database.prepare(STATEMENTS.stream);
    this.#text = database.prepare(STATEMENTS.text);
    this.#texts = database.prepare(STATEMENTS.texts);
    this.#dataVersion = database.prepare('PRAGMA data_version');
    // An array for each row is read a third faster than an object.
    this.#page.setReturnArrays(true);
    this.#stream.setReturnArrays(true);
  }

  lastPosition(): number {
    const position = this.#lastPosition.get()?.['last'];
    return typeof position === 'number' ? position : -1;
  }

  /** The events from a position to another, both included, or as many of the first as a page holds. */
  page(from: number, to: number, maxEvents: number): readonly StoredEvent[] {
    const events: StoredEvent[] = [];
    let bytes = 0;
    for (const row of this.#page.iterate(from, to, maxEvents)) {
      const event = storedEvent(row);
      bytes += event.leaf.byteLength;
      if (events.length > 0 && bytes > PAGE_BYTES) break;
      events.push(event);
    }
    return events;
  }

  stream(stream: string, fromRevision: number): readonly StoredEvent[] {
    return this.#stream.all(stream, fromRevision).map(storedEvent);
  }

  texts(hashes: readonly string[]): FoundTexts {
    return textsIn(hashes.map((hash) => this.#text.get(hash)).filter((row) => row !== undefined));
  }

  /**
   * The first texts, up to a limit, whose hashes come after one, in the order of their hashes: an erasure writes all texts anew,
   * so no other order stays the same.
   * @returns the last of these hashes besides; undefined if there are no texts after the one.
   */
  textsAfter(hash: string, maxTexts: number): { readonly found: FoundTexts; readonly last: string | undefined } {
    const rows = this.#texts.all(hash, maxTexts);
    const last = rows.at(-1)?.['hash'];
    return { found: textsIn(rows), last: last === undefined ? undefined : String(last) };
  }

  /** A number that differs after any other connection, of this process or another, has committed. */
  dataVersion(): number {
    return Number(this.#dataVersion.get()?.['data_version']);
  }
}

function storedEvent(row: unknown): StoredEvent {
  const [position, stream, revision, id, type, leaf] = row as EventRow;
  return { position, stream, revision, id, type, leaf };
}
