import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { LedgerEvent, Projection, ProjectionWriter, Table } from '../runner/projection.js';
import { BulkInsert } from '../runner/bulk-insert.js';
import { PatientSites, type PlacedTransfer } from './patient-sites.js';
import { bytesOfUuid } from './uuid-bytes.js';

/** Names (of types, persons, sites, streams) are written once, and rows hold their numbers. */
const NAMES: Table = {
  name: 'indexed_name',
  key: ['number'],
  definition: '(number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT',
};

/** Not by site: there are few, and each has its share of the events, so a page of a site's is filled by reading on. */
const EVENTS: Table = {
  name: 'indexed_event',
  key: ['position'],
  definition: `(
    position INTEGER PRIMARY KEY,
    recorded_at INTEGER NOT NULL,
    type INTEGER NOT NULL,
    person INTEGER NOT NULL,
    site INTEGER,
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    command BLOB NOT NULL,
    causation BLOB NOT NULL
  ) STRICT`,
  indexes: {
    indexed_event_by_stream: '(stream)',
    indexed_event_by_person: '(person)',
    indexed_event_by_type: '(type)',
    indexed_event_by_command: '(command)',
  },
};

/** The transfers that stand, in their order: a patient is at the site of the last one, and that site sees the whole record. */
const TRANSFERS: Table = {
  name: 'indexed_transfer',
  key: ['event'],
  definition: '(event TEXT PRIMARY KEY, position INTEGER NOT NULL, stream TEXT NOT NULL, site TEXT NOT NULL) STRICT',
};

/** The transfers that stand, as the index has them. */
export function standingTransfers(reader: DatabaseSync): readonly PlacedTransfer[] {
  return reader
    .prepare('SELECT event, position, stream, site FROM indexed_transfer ORDER BY position')
    .all()
    .map((row) => ({
      ...{ event: String(row['event']), position: Number(row['position']) },
      ...{ stream: String(row['stream']), site: String(row['site']) },
    }));
}

/** The site of each event, where it is about one: that of its patient by then. */
export function sitesAt(reader: DatabaseSync, positions: readonly number[]): ReadonlyMap<number, string> {
  const find = reader.prepare('SELECT name FROM indexed_event JOIN indexed_name ON number = site WHERE position = ?');
  const found = positions.map((position) => [position, find.get(position)?.['name']] as const);
  return new Map(found.flatMap(([position, name]) => (name === undefined ? [] : [[position, String(name)]])));
}

/**
 * Which positions a day's events lie between. Positions are in the order of time but for a clock that was set back, so
 * this bounds a period without an index over every event.
 */
const DAYS: Table = {
  name: 'indexed_day',
  key: ['day'],
  definition: '(day INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL) STRICT',
};

/**
 * Which events a command made, and which are of a patient, a site, a person, a kind, a period: a narrow row for each
 * event. What the events say is in the ledger.
 */
export const eventIndex: Projection = {
  name: 'event-index',
  version: 2,
  tables: [NAMES, EVENTS, DAYS, TRANSFERS],
  open: (database) => new EventIndexWriter(database),
};

export const DAY_MS = 86_400_000;

interface Day {
  readonly first: number;
  last: number;
}

class EventIndexWriter implements ProjectionWriter {
  readonly #rows: BulkInsert;
  readonly #insertName: StatementSync;
  readonly #saveDay: StatementSync;
  readonly #saveTransfer: StatementSync;
  readonly #takeTransferOut: StatementSync;
  readonly #sites: PatientSites;
  readonly #names: Map<string, number>;
  readonly #days = new Map<number, Day>();

  constructor(database: DatabaseSync) {
    this.#rows = new BulkInsert(database, EVENTS.name, 9);
    this.#insertName = database.prepare('INSERT INTO indexed_name VALUES (?, ?)');
    this.#saveDay = database.prepare(`INSERT INTO indexed_day VALUES (?, ?, ?)
      ON CONFLICT (day) DO UPDATE SET first = min(first, excluded.first), last = max(last, excluded.last)`);
    this.#saveTransfer = database.prepare(`INSERT INTO indexed_transfer VALUES (?, ?, ?, ?)
      ON CONFLICT (event) DO UPDATE SET site = excluded.site`);
    this.#takeTransferOut = database.prepare('DELETE FROM indexed_transfer WHERE event = ?');
    this.#sites = new PatientSites(standingTransfers(database));
    const names = database.prepare('SELECT name, number FROM indexed_name').all();
    this.#names = new Map(names.map((row) => [String(row['name']), Number(row['number'])]));
  }

  apply({ position, record }: LedgerEvent): void {
    const { stream, revision, type, metadata } = record;
    const recordedAt = Date.parse(metadata.recordedAt);
    const site = this.#sites.siteOf(record);
    this.#noteTransfer(position, record);
    this.#rows.add(
      position,
      recordedAt,
      this.#numberOf(type),
      this.#numberOf(metadata.actor.userId),
      site === undefined ? null : this.#numberOf(site),
      this.#numberOf(stream),
      revision,
      bytesOfUuid(metadata.commandId),
      bytesOfUuid(metadata.causationId),
    );
    this.#note(Math.floor(recordedAt / DAY_MS), position);
  }

  flush(): void {
    this.#rows.flush();
    for (const [day, { first, last }] of this.#days) this.#saveDay.run(day, first, last);
    this.#days.clear();
  }

  #noteTransfer(position: number, record: LedgerEvent['record']): void {
    const change = this.#sites.take(record);
    if (change === undefined) return;
    const { event, stream, site } = change;
    if (site === undefined) this.#takeTransferOut.run(event);
    else this.#saveTransfer.run(event, position, stream, site);
  }

  #note(day: number, position: number): void {
    const known = this.#days.get(day);
    if (known === undefined) this.#days.set(day, { first: position, last: position });
    else known.last = position;
  }

  #numberOf(name: string): number {
    let number = this.#names.get(name);
    if (number === undefined) {
      number = this.#names.size;
      this.#names.set(name, number);
      this.#insertName.run(number, name);
    }
    return number;
  }
}
