import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { initialPatientState, initialTrialState, type PatientState, TRIAL_STREAM, type TrialState } from '@bali/trial';
import { DEVIATIONS, DeviationRows } from '../monitoring/deviation-rows.js';
import { QUERIES, QueryRows } from '../monitoring/query-rows.js';
import { DocumentCache } from '../runner/document-cache.js';
import type { LedgerEvent, Projection, ProjectionWriter, Table } from '../runner/projection.js';
import { summaryOf } from './patient-summary.js';
import { foldRecord, type StateDocuments } from './state-fold.js';
import { STATUS_CHANGES, StatusHistory } from './status-history.js';

const TRIAL: Table = {
  name: 'trial_state',
  key: ['only'],
  definition: `(only INTEGER PRIMARY KEY CHECK (only = 1), state TEXT NOT NULL) STRICT`,
};

/** The record lies in a table of its own, so that lists and reports read small rows. */
const SUMMARIES: Table = {
  name: 'patient_summary',
  key: ['patient'],
  definition: `(
    patient TEXT PRIMARY KEY,
    site TEXT NOT NULL,
    status TEXT NOT NULL,
    summary TEXT NOT NULL
  ) STRICT, WITHOUT ROWID`,
  indexes: {
    patient_summary_by_site: '(site, patient)',
    patient_summary_by_status: '(status, patient)',
  },
};

const PATIENTS: Table = {
  name: 'patient_state',
  key: ['patient'],
  definition: '(patient TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT',
};

/** The state of the trial: a document for the trial as a whole, one for each patient, and a summary of each. */
export const trialStateProjection: Projection = {
  name: 'trial-state',
  version: 8,
  tables: [TRIAL, PATIENTS, SUMMARIES, QUERIES, DEVIATIONS],
  open: (database) => new TrialStateWriter(database),
};

/** The same, which also keeps when the status of each patient changed: for queries about the state as of earlier events. */
export const trialStateHistoryProjection: Projection = {
  ...trialStateProjection,
  name: 'trial-state-history',
  version: 4,
  tables: [...trialStateProjection.tables, STATUS_CHANGES],
  open: (database) => new TrialStateWriter(database, new StatusHistory(database)),
};

/** Versions of forms and schedules of visits: a deviation is judged by what was in force. A new site has no patients yet. */
const BY_WHICH_PATIENTS_ARE_JUDGED: ReadonlySet<string> = new Set([
  'VersionPutInForce',
  'VisitScheduleAmended',
  'DataCorrected',
  'EntryAnnulled',
]);

/** As JSON, in bytes: perhaps a fifth of what it takes in memory. */
const MAX_CACHED_SIZE = 8 * 1024 * 1024;

class TrialStateWriter implements ProjectionWriter, StateDocuments {
  readonly #patients: DocumentCache<PatientState>;
  readonly #saveTrial: StatementSync;
  readonly #history: StatusHistory | undefined;
  readonly #deviations: DeviationRows;
  #trial: TrialState;
  /** Whether something of the trial changed by which patients are judged, so that each of them is judged anew. */
  #rulesChanged = false;
  #trialChanged = false;
  #position = -1;

  constructor(database: DatabaseSync, history?: StatusHistory) {
    this.#history = history;
    this.#saveTrial = database.prepare('INSERT OR REPLACE INTO trial_state VALUES (1, ?)');
    const stored = database.prepare('SELECT state FROM trial_state').get();
    this.#trial = stored === undefined ? initialTrialState : (JSON.parse(String(stored['state'])) as TrialState);
    this.#deviations = new DeviationRows(database, () => this.#trial);
    this.#patients = new DocumentCache(patientTable(database, this.#deviations), MAX_CACHED_SIZE);
  }

  apply({ position, record, bytes }: LedgerEvent): void {
    this.#position = position;
    this.#rulesChanged ||= record.stream === TRIAL_STREAM && BY_WHICH_PATIENTS_ARE_JUDGED.has(record.type);
    foldRecord(this, record, bytes);
  }

  changeTrial(_size: number, change: (state: TrialState) => TrialState): void {
    this.#trial = change(this.#trial);
    this.#trialChanged = true;
  }

  changePatient(patient: string, size: number, change: (state: PatientState) => PatientState): void {
    this.#patients.update(patient, size, (state = initialPatientState) => {
      const changed = change(state);
      this.#history?.note(patient, this.#position, changed);
      return changed;
    });
  }

  flush(): void {
    if (this.#trialChanged) this.#saveTrial.run(JSON.stringify(this.#trial));
    this.#trialChanged = false;
    this.#patients.flush();
    if (this.#rulesChanged) this.#deviations.makeAllAnew();
    this.#rulesChanged = false;
    this.#history?.flush();
  }
}

function patientTable(
  database: DatabaseSync,
  deviations: DeviationRows,
): ConstructorParameters<typeof DocumentCache<PatientState>>[0] {
  const load = database.prepare('SELECT state FROM patient_state WHERE patient = ?');
  const save = database.prepare('INSERT OR REPLACE INTO patient_state VALUES (?, ?)');
  const saveSummary = database.prepare('INSERT OR REPLACE INTO patient_summary VALUES (?, ?, ?, ?)');
  const queries = new QueryRows(database);
  return {
    load(patient) {
      const json = load.get(patient)?.['state'];
      return typeof json === 'string' ? { document: JSON.parse(json) as PatientState, size: json.length } : undefined;
    },
    save(patient, state) {
      const summary = summaryOf(patient, state);
      save.run(patient, JSON.stringify(state));
      saveSummary.run(patient, summary.site, summary.status, JSON.stringify(summary));
      queries.save(patient, summary.site, state);
      deviations.save(patient, summary.site, state);
    },
  };
}
