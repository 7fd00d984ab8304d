import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { siteOfPatient } from '@bali/protocol';
import { patientOfStream } from '@bali/trial';
import type { LedgerEvent, Projection, ProjectionWriter, Table } from '../runner/projection.js';

/** Names are written once, and rows hold their numbers: an event takes some twenty bytes. */
const NAMES: Table = {
  name: 'audit_name',
  definition: '(number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT',
};

const ENTRIES: Table = {
  name: 'audit_entry',
  definition: `(
    position INTEGER PRIMARY KEY,
    recorded_at INTEGER NOT NULL,
    type INTEGER NOT NULL,
    person INTEGER NOT NULL,
    site INTEGER,
    stream INTEGER NOT NULL
  ) STRICT`,
  indexes: {
    audit_entry_by_stream: '(stream)',
    audit_entry_by_person: '(person)',
    audit_entry_by_type: '(type)',
    audit_entry_by_site: '(site)',
  },
};

/**
 * Which positions a day's events lie between. Positions are in the order of time but for a clock that was set back, so
 * this bounds a period without an index over every event.
 */
const DAYS: Table = {
  name: 'audit_day',
  definition: '(day INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL) STRICT',
};

/** Which events are of a patient, a site, a person, a kind, a period: what the audit log is filtered by. */
export const auditIndex: Projection = {
  name: 'audit-index',
  version: 1,
  tables: [NAMES, ENTRIES, DAYS],
  open: (database) => new AuditIndexWriter(database),
};

export const MILLISECONDS_PER_DAY = 86_400_000;

interface Day {
  first: number;
  last: number;
}

class AuditIndexWriter implements ProjectionWriter {
  readonly #insert: StatementSync;
  readonly #insertName: StatementSync;
  readonly #saveDay: StatementSync;
  readonly #names: Map<string, number>;
  readonly #days = new Map<number, Day>();

  constructor(database: DatabaseSync) {
    this.#insert = database.prepare('INSERT INTO audit_entry VALUES (?, ?, ?, ?, ?, ?)');
    this.#insertName = database.prepare('INSERT INTO audit_name VALUES (?, ?)');
    this.#saveDay = database.prepare(`INSERT INTO audit_day VALUES (?, ?, ?)
      ON CONFLICT (day) DO UPDATE SET first = min(first, excluded.first), last = max(last, excluded.last)`);
    const names = database.prepare('SELECT name, number FROM audit_name').all();
    this.#names = new Map(names.map((row) => [String(row['name']), Number(row['number'])]));
  }

  apply({ position, record }: LedgerEvent): void {
    const { stream, type, metadata } = record;
    const recordedAt = Date.parse(metadata.recordedAt);
    const site = siteOf(record);
    this.#insert.run(
      position,
      recordedAt,
      this.#numberOf(type),
      this.#numberOf(metadata.actor.userId),
      site === undefined ? null : this.#numberOf(site),
      this.#numberOf(stream),
    );
    this.#note(Math.floor(recordedAt / MILLISECONDS_PER_DAY), position);
  }

  flush(): void {
    for (const [day, { first, last }] of this.#days) this.#saveDay.run(day, first, last);
    this.#days.clear();
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

/** The site that an event is about: its patient's, or the one that it names. */
export function siteOf({ stream, data }: LedgerEvent['record']): string | undefined {
  const patient = patientOfStream(stream);
  if (patient !== undefined) return siteOfPatient(patient);
  const { site } = data as { readonly site?: unknown };
  return typeof site === 'string' ? site : undefined;
}
