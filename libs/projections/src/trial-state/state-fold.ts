import type { LedgerRecord } from '@bali/ledger';
import {
  definitionOf,
  evolvePatient,
  evolveTrial,
  initialPatientState,
  initialTrialState,
  patientOfStream,
  type PatientState,
  TRIAL_STREAM,
  type TrialState,
} from '@bali/trial';

/** The state of the trial after an event: everything that the trial ledger says, as it stands then. */
export interface State {
  readonly trial: TrialState;
  /** By the patient's code. */
  readonly patients: Readonly<Record<string, PatientState>>;
}

/** Where a fold keeps its documents: in memory, or in tables. */
export interface StateDocuments {
  changeTrial(size: number, change: (state: TrialState) => TrialState): void;
  changePatient(patient: string, size: number, change: (state: PatientState) => PatientState): void;
}

/**
 * The one fold from which the state comes: live, rebuilt, replayed or offline.
 *
 * @param size of the record's leaf, in bytes, for caches.
 * @throws UnknownEvent for an event, and an Error for a stream, that this software does not know: nothing is skipped.
 */
export function foldRecord(documents: StateDocuments, record: LedgerRecord, size: number): void {
  definitionOf(record.type, record.schemaVersion);
  const patient = patientOfStream(record.stream);
  if (patient !== undefined) documents.changePatient(patient, size, (state) => evolvePatient(state, record));
  else if (record.stream === TRIAL_STREAM) documents.changeTrial(size, (state) => evolveTrial(state, record));
  else throw new Error(`this software does not know the stream ${record.stream}`);
}

/** The state in memory, folded event by event. */
export class StateInMemory implements StateDocuments {
  #trial: TrialState = initialTrialState;
  readonly #patients = new Map<string, PatientState>();

  apply(record: LedgerRecord): void {
    foldRecord(this, record, 0);
  }

  changeTrial(_size: number, change: (state: TrialState) => TrialState): void {
    this.#trial = change(this.#trial);
  }

  changePatient(patient: string, _size: number, change: (state: PatientState) => PatientState): void {
    this.#patients.set(patient, change(this.#patients.get(patient) ?? initialPatientState));
  }

  state(): State {
    return { trial: this.#trial, patients: Object.fromEntries(this.#patients) };
  }
}
