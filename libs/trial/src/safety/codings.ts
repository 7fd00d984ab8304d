import { all, changedAtRevision, type EntryOfType, type PatientEntry, type PatientState } from '../patient/chart.js';

/** Which dictionary is for what: each entry that can be coded has words that a site wrote. */
export const DICTIONARIES = {
  MedDRA: ['AdverseEventReported', 'DiagnosisRecorded'],
  ATC: ['ConcomitantTreatmentRecorded'],
  WHODrug: ['ConcomitantTreatmentRecorded'],
} as const;

export type Dictionary = keyof typeof DICTIONARIES;

/** How an entry is coded now. */
export interface Coding {
  readonly coded: EntryOfType<'Coded'>['data'];
  /** Whether the entry was corrected since, so that a coder has to look at it again. */
  readonly isOutdated: boolean;
}

/** The last coding of an entry with a dictionary; an earlier one stays in the history. */
export function codingOf(state: PatientState, entry: PatientEntry, dictionary: Dictionary): Coding | undefined {
  const last = all(state, 'Coded').findLast(({ data }) => data.entry === entry.id && data.dictionary === dictionary);
  return last && { coded: last.data, isOutdated: changedAtRevision(entry) > last.revision };
}
