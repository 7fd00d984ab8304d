import { createHash } from 'node:crypto';
import { canonicalJson } from '@bali/ledger';
import type { PatientState, TrialState } from '@bali/trial';
import type { State } from './state-fold.js';

/**
 * SHA-256 (lower-case hex) of the canonical JSON of a state. It depends on the events alone: the same live, rebuilt,
 * replayed, on any store, and offline.
 */
export function stateDigest({ trial, patients }: State): string {
  const byCode = Object.entries(patients).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return digestOfDocuments(trial, byCode);
}

/**
 * The same, of documents that come one by one, so that the whole state need not be in memory.
 * @param patients in the order of their codes' UTF-16 code units, as canonical JSON wants it.
 */
export function digestOfDocuments(trial: TrialState, patients: Iterable<readonly [string, PatientState]>): string {
  const hash = new DigestOfDocuments();
  for (const [code, state] of patients) hash.add(code, canonicalJson(state));
  return hash.end(canonicalJson(trial));
}

/** The digest of a state, of documents that are canonical JSON already and are handed in one by one. */
export class DigestOfDocuments {
  readonly #hash = createHash('sha256').update('{"patients":{');
  #separator = '';

  /** A patient; in the order of their codes' UTF-16 code units. */
  add(code: string, state: string): void {
    this.#hash.update(`${this.#separator}${canonicalJson(code)}:${state}`);
    this.#separator = ',';
  }

  end(trial: string): string {
    return this.#hash.update(`},"trial":${trial}}`).digest('hex');
  }
}
