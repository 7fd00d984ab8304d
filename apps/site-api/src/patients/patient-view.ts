import type { PatientEntry, PatientStatus } from '@bali/trial';

/** A patient's record as it stands now. */
export interface PatientView {
  readonly patient: string;
  readonly site: string;
  readonly status: PatientStatus;
  readonly revision: number;
  /** Each event with every correction applied. */
  readonly entries: readonly PatientEntry[];
  /** What the hashes in the entries and their histories stand for, as far as the reader may know. */
  readonly texts: Readonly<Record<string, string>>;
}
