import { present } from '@bali/schema';
import { all, type PatientEntry, type PatientState } from '../patient/chart.js';
import { enteredFields, isSourceData } from './source-data.js';
import { touches } from './verified-fields.js';

export const VERIFICATION_STATUSES = ['verified', 'broken', 'not-verified'] as const;
export type VerificationStatus = (typeof VERIFICATION_STATUSES)[number];

/** How a value stands that can be compared with its source. */
export interface FieldVerification {
  readonly entry: string;
  readonly type: string;
  readonly field: string;
  readonly status: VerificationStatus;
  /** The last verification of it, whether it holds or is broken. */
  readonly verification?: string;
  readonly verifiedAt?: string;
  readonly verifiedBy?: string;
  /** The event that broke it: a correction, or an annulment. */
  readonly brokenBy?: string;
}

export interface VerificationCounts {
  /** Values that can be verified: they were entered at the site, and stand. */
  readonly fields: number;
  readonly verified: number;
  /** Verified, and corrected or annulled since. */
  readonly broken: number;
}

type Known = Omit<FieldVerification, 'entry' | 'type' | 'field'>;

/** Every value of a record that can be verified, or was, in the order of the entries. */
export function verificationOf(state: PatientState): readonly FieldVerification[] {
  const known = knownVerifications(state);
  const standing = state.entries.filter(isSourceData).flatMap((entry) => fieldsOf(entry, known));
  const struck = (state.struck ?? []).flatMap((entry) => fieldsOf(entry, known));
  return [...standing, ...struck.filter(({ status }) => status === 'broken')];
}

export function verificationCounts(state: PatientState): VerificationCounts {
  if (all(state, 'SourceDataVerified').length === 0) {
    const sources = state.entries.filter(isSourceData);
    return { fields: sources.reduce((sum, entry) => sum + enteredFields(entry).length, 0), verified: 0, broken: 0 };
  }
  const standing = new Set(state.entries.map(({ id }) => id));
  // What was annulled cannot be verified again: nobody is asked to.
  const fields = verificationOf(state).filter(({ entry }) => standing.has(entry));
  const count = (status: VerificationStatus): number => fields.filter((one) => one.status === status).length;
  return { fields: fields.length, verified: count('verified'), broken: count('broken') };
}

/** What is there now, and what was verified and was taken out since. */
function fieldsOf(
  entry: PatientEntry,
  known: ReadonlyMap<string, ReadonlyMap<string, Known>>,
): readonly FieldVerification[] {
  const { id, type } = entry;
  const own = known.get(id);
  const fields = [...new Set([...enteredFields(entry), ...(own?.keys() ?? [])])];
  return fields.map((field) => ({ entry: id, type, field, ...(own?.get(field) ?? NOT_VERIFIED) }));
}

const NOT_VERIFIED: Known = { status: 'not-verified' };

/** The last word on each field that was ever verified, by its entry. */
function knownVerifications(state: PatientState): ReadonlyMap<string, ReadonlyMap<string, Known>> {
  const known = new Map<string, Map<string, Known>>();
  for (const { id, recordedAt, data, broken = [] } of all(state, 'SourceDataVerified')) {
    for (const { entry, fields } of data.verified) {
      const own = known.get(entry) ?? new Map<string, Known>();
      known.set(entry, own);
      for (const field of fields) {
        if (data.verdict === 'taken-back') own.delete(field);
        else {
          const brokenBy = broken.find(
            (one) => one.entry === entry && (one.field === undefined || touches(one.field, field)),
          )?.by;
          const status = brokenBy === undefined ? 'verified' : 'broken';
          own.set(
            field,
            present<Known>({ status, verification: id, verifiedAt: recordedAt, verifiedBy: data.verifiedBy, brokenBy }),
          );
        }
      }
    }
  }
  return known;
}
