import type { EntryOf, ErratumEntry, Struck } from '../entry.js';
import type { PatientEvent } from './patient-events.js';

export type PatientEventType = PatientEvent['type'];
export type PatientEntry = EntryOf<PatientEvent>;
export type EntryOfType<Type extends PatientEventType> = Extract<PatientEntry, { type: Type }>;
export type PatientData<Type extends PatientEventType> = EntryOfType<Type>['data'];

/** One patient's record as it stands now; what it means is said by functions over it. */
export interface PatientState {
  readonly entries: readonly PatientEntry[];
  /** What was annulled. Absent: nothing was. No rule has to know of it. */
  readonly struck?: readonly StruckEntry[];
  /** What was wrong when the record was locked, as was said after the unblinding of the trial. No rule has to know of it. */
  readonly errata?: readonly ErratumEntry[];
}
export type StruckEntry = Struck<PatientEntry>;

export const initialPatientState: PatientState = { entries: [] };

const STREAM_PREFIX = 'patient-';

/** The stream of a patient's record. */
export function patientStream(patient: string): string {
  return `${STREAM_PREFIX}${patient}`;
}

/** The patient whose record a stream is, or `undefined` if it is another kind of stream. */
export function patientOfStream(stream: string): string | undefined {
  return stream.startsWith(STREAM_PREFIX) ? stream.slice(STREAM_PREFIX.length) : undefined;
}

/** All entries of a type, in the order in which they were recorded. */
export function all<Type extends PatientEventType>(state: PatientState, type: Type): readonly EntryOfType<Type>[] {
  return state.entries.filter((entry): entry is EntryOfType<Type> => entry.type === type);
}

/** The last entry of a type, if there is one. */
export function last<Type extends PatientEventType>(state: PatientState, type: Type): EntryOfType<Type> | undefined {
  return state.entries.findLast((entry): entry is EntryOfType<Type> => entry.type === type);
}

export function has(state: PatientState, type: PatientEventType): boolean {
  return state.entries.some((entry) => entry.type === type);
}

/** All entries of a type that were annulled. */
export function allStruck<Type extends PatientEventType>(
  state: PatientState,
  type: Type,
): readonly Struck<EntryOfType<Type>>[] {
  return (state.struck ?? []).filter((entry): entry is Struck<EntryOfType<Type>> => entry.type === type);
}

/** The revision at which the record was changed last: by an entry, a correction or an annulment, from 0; -1 if there is none. */
export function lastRevision({ entries, struck = [] }: PatientState): number {
  return Math.max(-1, ...entries.map(changedAtRevision), ...struck.map(({ annulled }) => annulled.revision));
}

/** The revision at which an entry was recorded, or corrected last. */
export function changedAtRevision({ revision, correctedAtRevision }: PatientEntry): number {
  return correctedAtRevision ?? revision;
}
