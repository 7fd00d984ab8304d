import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { canonicalJson } from '@bali/ledger';
import { initialPatientState, initialTrialState, type PatientState, type TrialState } from '@bali/trial';
import { DocumentCache } from '../runner/document-cache.js';
import type { LedgerEvent } from '../runner/projection.js';
import { foldRecord, type StateDocuments } from './state-fold.js';

/** Number of events that share a transaction. */
const EVENTS_PER_TRANSACTION = 100_000;
/** As JSON, in bytes: perhaps a fifth of what it takes in memory. */
const MAX_CACHED_SIZE = 8 * 1024 * 1024;
/** How much of the state is given at once, in characters. */
const PIECE_LENGTH = 64 * 1024;

/**
 * The state of the trial, folded from events that come one by one, in a scratch file: for whoever has events but no
 * projections file, and may not hold the whole state in memory. It is the very fold of the projections. Patients lie in the
 * file in their canonical form, as it is in the state's.
 */
export class ScratchState implements StateDocuments {
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #patients: DocumentCache<PatientState>;
  #trial: TrialState = initialTrialState;
  #uncommitted = 0;

  /** @param path of a file that is not there; it is gone when this is closed. */
  constructor(path: string) {
    this.#path = path;
    this.#database = new DatabaseSync(path);
    this.#database.exec(`
      PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8192;
      CREATE TABLE patient_state (patient TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT;
      BEGIN`);
    this.#patients = new DocumentCache(patientTable(this.#database), MAX_CACHED_SIZE);
  }

  /** @throws UnknownEvent, and an Error for a stream, that this software does not know. */
  apply({ record, bytes }: LedgerEvent): void {
    foldRecord(this, record, bytes);
    this.#uncommitted += 1;
    if (this.#uncommitted >= EVENTS_PER_TRANSACTION) this.#commit();
  }

  changeTrial(_size: number, change: (state: TrialState) => TrialState): void {
    this.#trial = change(this.#trial);
  }

  changePatient(patient: string, size: number, change: (state: PatientState) => PatientState): void {
    this.#patients.update(patient, size, (state = initialPatientState) => change(state));
  }

  trial(): TrialState {
    return this.#trial;
  }

  /** See `stateDigest`. */
  digest(): string {
    const hash = createHash('sha256');
    for (const piece of this.json()) hash.update(piece, 'utf8');
    return hash.digest('hex');
  }

  /** The canonical JSON of the state, in pieces: that of which `stateDigest` is the hash. */
  *json(): Generator<string> {
    this.#commit();
    let piece = '{"patients":{';
    let separator = '';
    // In the order of the codes' bytes, which is that of their UTF-16 code units.
    for (const row of this.#database.prepare('SELECT patient, state FROM patient_state ORDER BY patient').iterate()) {
      piece += `${separator}${canonicalJson(row['patient'])}:${String(row['state'])}`;
      separator = ',';
      if (piece.length < PIECE_LENGTH) continue;
      yield piece;
      piece = '';
    }
    yield `${piece}},"trial":${canonicalJson(this.#trial)}}`;
  }

  /** Every patient's record, in the order of their codes' UTF-16 code units. */
  *patients(): Generator<readonly [string, PatientState]> {
    this.#commit();
    const rows = this.#database.prepare('SELECT patient, state FROM patient_state ORDER BY patient');
    for (const row of rows.iterate()) yield [String(row['patient']), JSON.parse(String(row['state'])) as PatientState];
  }

  close(): void {
    this.#database.close();
    rmSync(this.#path, { force: true });
  }

  #commit(): void {
    this.#patients.flush();
    this.#database.exec('COMMIT; BEGIN');
    this.#uncommitted = 0;
  }
}

function patientTable(database: DatabaseSync): ConstructorParameters<typeof DocumentCache<PatientState>>[0] {
  const load = database.prepare('SELECT state FROM patient_state WHERE patient = ?');
  const save = database.prepare('INSERT OR REPLACE INTO patient_state VALUES (?, ?)');
  return {
    load(patient) {
      const json = load.get(patient)?.['state'];
      return typeof json === 'string' ? { document: JSON.parse(json) as PatientState, size: json.length } : undefined;
    },
    save: (patient, state) => save.run(patient, canonicalJson(state)),
  };
}
