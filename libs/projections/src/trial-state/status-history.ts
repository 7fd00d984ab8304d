import type { DatabaseSync } from 'node:sqlite';
import { siteOfPatient } from '@bali/protocol';
import { currentSite, type PatientState, statusOf } from '@bali/trial';
import { BulkInsert } from '../runner/bulk-insert.js';
import type { Table } from '../runner/projection.js';

/** A row for each event with which a patient's status became another one: a few for each patient. */
export const STATUS_CHANGES: Table = {
  name: 'patient_status_change',
  key: ['patient', 'position'],
  definition: `(
    patient TEXT NOT NULL,
    position INTEGER NOT NULL,
    site TEXT NOT NULL,
    status TEXT NOT NULL,
    PRIMARY KEY (patient, position)
  ) STRICT, WITHOUT ROWID`,
};

/** Notes when the status of each patient changed. */
export class StatusHistory {
  readonly #rows: BulkInsert;
  readonly #last: Map<string, string>;

  constructor(database: DatabaseSync) {
    this.#rows = new BulkInsert(database, STATUS_CHANGES.name, 4);
    const rows = database.prepare(`SELECT patient, status, max(position) FROM ${STATUS_CHANGES.name} GROUP BY patient`);
    this.#last = new Map(rows.all().map((row) => [String(row['patient']), String(row['status'])]));
  }

  note(patient: string, position: number, state: PatientState): void {
    const status = statusOf(state);
    if (this.#last.get(patient) === status) return;
    this.#last.set(patient, status);
    this.#rows.add(patient, position, currentSite(state) ?? siteOfPatient(patient), status);
  }

  flush(): void {
    this.#rows.flush();
  }
}
