import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type PatientState, queriesOf } from '@bali/trial';
import type { Table } from '../runner/projection.js';

/** A row for each query, so that lists of queries read no charts. */
export const QUERIES: Table = {
  name: 'data_query',
  key: ['patient', 'number'],
  definition: `(
    patient TEXT NOT NULL,
    number INTEGER NOT NULL,
    site TEXT NOT NULL,
    status TEXT NOT NULL,
    role TEXT NOT NULL,
    raised_at TEXT NOT NULL,
    query TEXT NOT NULL,
    PRIMARY KEY (patient, number)
  ) STRICT, WITHOUT ROWID`,
  indexes: {
    data_query_by_age: '(raised_at, patient, number)',
    data_query_by_status: '(status, raised_at, patient, number)',
    data_query_by_site: '(site, status, raised_at, patient, number)',
  },
};

/** Writes the queries of a patient as they stand. */
export class QueryRows {
  readonly #remove: StatementSync;
  readonly #insert: StatementSync;

  constructor(database: DatabaseSync) {
    this.#remove = database.prepare(`DELETE FROM ${QUERIES.name} WHERE patient = ?`);
    this.#insert = database.prepare(`INSERT INTO ${QUERIES.name} VALUES (?, ?, ?, ?, ?, ?, ?)`);
  }

  save(patient: string, site: string, state: PatientState): void {
    const queries = queriesOf(state);
    // A query is never taken out of a record: a patient without queries had none before.
    if (queries.length === 0) return;
    this.#remove.run(patient);
    for (const query of queries) {
      const { number, status, raisedByRole, raisedAt } = query;
      this.#insert.run(patient, number, site, status, raisedByRole, raisedAt, JSON.stringify(query));
    }
  }
}
