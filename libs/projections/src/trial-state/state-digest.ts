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
  const hash = createHash('sha256');
  hash.update('{"patients":{');
  let separator = '';
  for (const [code, state] of patients) {
    hash.update(`${separator}${canonicalJson(code)}:${canonicalJson(state)}`);
    separator = ',';
  }
  return hash.update(`},"trial":${canonicalJson(trial)}}`).digest('hex');
}
