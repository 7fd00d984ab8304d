import { PATIENT_STATUSES, type PatientStatus } from '@bali/trial';
import type { PatientSummary } from '../trial-state/patient-summary.js';

/** How many patients stand where; every status is named, also when nobody has it. */
export function patientsByStatus(patients: readonly PatientSummary[]): Readonly<Record<PatientStatus, number>> {
  const counts = PATIENT_STATUSES.map((status) => [
    status,
    patients.filter((patient) => patient.status === status).length,
  ]);
  return Object.fromEntries(counts) as Record<PatientStatus, number>;
}
