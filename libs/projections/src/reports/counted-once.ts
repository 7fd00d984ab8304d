import type { PatientSummary } from '../trial-state/patient-summary.js';

/** Each person once: of two codes of one person, the one that counts. */
export function countedOnce(patients: readonly PatientSummary[]): readonly PatientSummary[] {
  return patients.filter(({ samePersonAs }) => samePersonAs === undefined);
}
