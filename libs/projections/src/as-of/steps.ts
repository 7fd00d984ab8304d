import { setImmediate } from 'node:timers/promises';
import type { StoredEvent } from '@bali/event-store';
import { canonicalJson, type LedgerRecord, recordOf } from '@bali/ledger';
import { initialPatientState, patientOfStream, type PatientState, type TrialState } from '@bali/trial';
import { DigestOfDocuments } from '../trial-state/state-digest.js';
import { foldRecord, type StateDocuments } from '../trial-state/state-fold.js';
import { type Difference, differencesOf } from './differences.js';
import type { StateAsOf } from './state-as-of.js';

/** An event, and what it changed in the state of the trial. */
export interface Step {
  readonly position: number;
  readonly record: LedgerRecord;
  /** Pointers into the state: `/patients/REI-001/entries/3/data/volumeMl`. */
  readonly differences: readonly Difference[];
  /** Of the whole state after the event, where it was asked for. See `stateDigest`. */
  readonly digest?: string;
}

export interface StepOptions {
  /** Whether each step has the digest of the whole state: it is then held in memory. */
  readonly digests?: boolean;
}

/**
 * Steps through events that follow one another. Only what they touch is looked up in the state before them.
 * @param before the position before the first of them; -1: the beginning.
 */
export async function* stepsThrough(
  events: AsyncIterable<readonly StoredEvent[]>,
  asOf: StateAsOf,
  before: number,
  { digests = false }: StepOptions = {},
): AsyncGenerator<Step> {
  const documents = new SteppedDocuments(await asOf.trial(before));
  if (digests) for await (const [patient, state] of asOf.patients(before)) documents.hold(patient, state);
  for await (const page of events) {
    for (const { position, stream, leaf } of page) {
      const record = recordOf(leaf);
      const patient = patientOfStream(stream);
      if (patient !== undefined && !digests && !documents.has(patient)) {
        documents.forgetOldest();
        documents.hold(patient, await asOf.patient(position - 1, patient));
      }
      const differences = documents.step(record);
      yield { position, record, differences, ...(digests ? { digest: await documents.digest() } : {}) };
      await setImmediate(); // Others are answered meanwhile: a page of steps is long work.
    }
  }
}

/** Number of patients whose record is held where no digests are asked for. One that was let go of is folded again. */
const MOST_HELD = 200;
/** How much is hashed in one turn of the event loop, in characters: a few milliseconds. */
const SLICE_LENGTH = 250_000;

/** The documents of a state, and what the last event changed in one of them. */
class SteppedDocuments implements StateDocuments {
  #trial: TrialState;
  readonly #patients = new Map<string, PatientState | undefined>();
  readonly #canonical = new Map<string, string>();
  #differences: readonly Difference[] = [];

  constructor(trial: TrialState) {
    this.#trial = trial;
  }

  has(patient: string): boolean {
    return this.#patients.has(patient);
  }

  hold(patient: string, state: PatientState | undefined): void {
    this.#patients.set(patient, state);
  }

  /** A stream of steps may go through every patient of the trial: it holds few of them at once. */
  forgetOldest(): void {
    if (this.#patients.size < MOST_HELD) return;
    const [oldest] = this.#patients.keys();
    if (oldest !== undefined) this.#patients.delete(oldest);
  }

  step(record: LedgerRecord): readonly Difference[] {
    foldRecord(this, record, 0);
    return this.#differences;
  }

  changeTrial(_size: number, change: (state: TrialState) => TrialState): void {
    const after = change(this.#trial);
    this.#differences = differencesOf(this.#trial, after, '/trial');
    this.#trial = after;
  }

  changePatient(patient: string, _size: number, change: (state: PatientState) => PatientState): void {
    const before = this.#patients.get(patient);
    const after = change(before ?? initialPatientState);
    this.#differences = differencesOf(before, after, `/patients/${patient}`);
    this.#patients.set(patient, after);
    this.#canonical.delete(patient);
  }

  /** Hashes all documents, in slices: a state may have tens of megabytes. */
  async digest(): Promise<string> {
    const digest = new DigestOfDocuments();
    const codes = [...this.#patients.keys()].toSorted();
    let hashed = 0;
    for (const code of codes) {
      const state = this.#patients.get(code);
      if (state === undefined) continue;
      let canonical = this.#canonical.get(code);
      if (canonical === undefined) this.#canonical.set(code, (canonical = canonicalJson(state)));
      digest.add(code, canonical);
      hashed += canonical.length;
      if (hashed < SLICE_LENGTH) continue;
      hashed = 0;
      await setImmediate();
    }
    return digest.end(canonicalJson(this.#trial));
  }
}
