import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { comingDeviations, type PatientState, type TrialState } from '@bali/trial';
import type { Table } from '../runner/projection.js';

/**
 * A row for each deviation that shows, or will show by the passing of time alone: what a list shows at a moment is what shows by then, so
 * that no chart is read for it.
 */
export const DEVIATIONS: Table = {
  name: 'deviation',
  key: ['patient', 'place'],
  definition: `(
    patient TEXT NOT NULL,
    place INTEGER NOT NULL,
    site TEXT NOT NULL,
    kind TEXT NOT NULL,
    assessed INTEGER NOT NULL,
    shows_at TEXT NOT NULL,
    deviation TEXT NOT NULL,
    PRIMARY KEY (patient, place)
  ) STRICT, WITHOUT ROWID`,
  indexes: {
    deviation_by_kind: '(kind, patient, place)',
    deviation_by_assessed: '(assessed, patient, place)',
    deviation_by_site: '(site, patient, place)',
  },
};

/** In place of a moment, of what shows already: it is before every moment. */
const ALREADY = '';

/** Writes the deviations of a patient as the records make them. */
export class DeviationRows {
  readonly #trial: () => TrialState;
  readonly #remove: StatementSync;
  readonly #insert: StatementSync;
  readonly #patients: StatementSync;
  readonly #load: StatementSync;

  /** @param trial as it stands when rows are written */
  constructor(database: DatabaseSync, trial: () => TrialState) {
    this.#trial = trial;
    this.#remove = database.prepare(`DELETE FROM ${DEVIATIONS.name} WHERE patient = ?`);
    this.#insert = database.prepare(`INSERT INTO ${DEVIATIONS.name} VALUES (?, ?, ?, ?, ?, ?, ?)`);
    this.#patients = database.prepare('SELECT patient, site FROM patient_summary');
    this.#load = database.prepare('SELECT state FROM patient_state WHERE patient = ?');
  }

  save(patient: string, site: string, state: PatientState): void {
    this.#remove.run(patient);
    for (const [place, { deviation, showsAt = ALREADY }] of comingDeviations(state, this.#trial()).entries()) {
      const assessed = Number(deviation.assessment !== undefined);
      this.#insert.run(patient, place, site, deviation.kind, assessed, showsAt, JSON.stringify(deviation));
    }
  }

  /** Of every patient, where something of the trial has changed by which they are judged. */
  makeAllAnew(): void {
    for (const { patient, site } of this.#patients.all()) {
      const json = this.#load.get(patient ?? null)?.['state'];
      if (typeof json === 'string') this.save(String(patient), String(site), JSON.parse(json) as PatientState);
    }
  }
}
