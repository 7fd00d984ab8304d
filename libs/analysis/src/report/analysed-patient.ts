import type { CellsOfPatient } from '../cells/cells-of-patient.js';
import type { PatientOutcome } from '../outcomes/patient-outcome.js';
import type { PatientRecord } from './patient-record.js';

/** A randomized patient with what every table of the report is made of. */
export interface AnalysedPatient extends PatientRecord {
  readonly outcome: PatientOutcome;
  /** The group that is compared: an arm, or all patients. */
  readonly group: string;
  /** The group of the safety population: what was really implanted, where groups are arms. */
  readonly treatedWith: string;
  /** Absent: what the unit recorded is sealed, or it recorded nothing of this patient. */
  readonly cells: CellsOfPatient | undefined;
}

export function groupsOf(patients: readonly AnalysedPatient[]): readonly string[] {
  return [...new Set(patients.map(({ group }) => group))].toSorted();
}
