import type { SignatureStanding } from '@bali/access';
import type { EndpointStanding } from '@bali/projections';
import type { AlertClock, DataQuery, ErratumEntry, PatientEntry, PatientStatus, StruckEntry } from '@bali/trial';

/** A part of a record, with what the hashes in it stand for, as far as the reader may know. */
export type WithTexts<Part> = Part & { readonly texts: Readonly<Record<string, string>> };

/** A patient's record as it stands now. */
export interface PatientView {
  readonly patient: string;
  readonly site: string;
  readonly status: PatientStatus;
  readonly revision: number;
  /** Each event with every correction applied. */
  readonly entries: readonly PatientEntry[];
  /** What was annulled, shown struck through. Absent: nothing was. */
  readonly struck?: readonly StruckEntry[];
  /** What was wrong in the locked record, said after the unblinding of the trial. Absent: nothing was. */
  readonly errata?: readonly ErratumEntry[];
  /** The microbiology alerts, and until when the site has to acknowledge each. Absent: there are none. */
  readonly alerts?: readonly AlertClock[];
  /** The queries about the record, as they stand. Absent: there are none. */
  readonly queries?: readonly DataQuery[];
  /** What is known of the primary endpoint. Absent for whoever may not read outcomes before the lock. */
  readonly endpoint?: EndpointStanding;
  /** Every signature of the record, and whether it still stands. */
  readonly signatures: readonly SignatureStanding[];
  /** What the hashes in the entries and their histories stand for, as far as the reader may know. */
  readonly texts: Readonly<Record<string, string>>;
  /** Present while the trial ledger is held: what the chart may lack, as a sentence. */
  readonly mayBeShort?: string;
}
