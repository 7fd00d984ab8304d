import type { PatientState, TimeZones } from '@bali/trial';

/** One patient with the record that everything is computed from. */
export interface PatientRecord {
  readonly patient: string;
  readonly state: PatientState;
  /** The clocks of where the patient was, by day. */
  readonly timeZone: TimeZones;
}
