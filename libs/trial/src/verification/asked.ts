import { all, type PatientEntry, type PatientState } from '../patient/chart.js';
import { happenedOn } from '../patient/happened.js';
import { timeZoneOf } from '../patient/time-zone.js';
import type { TrialState } from '../trial/trial-state.js';
import { enteredAt, enteredFields, isSourceData } from './source-data.js';
import type { VerifiedEntry } from './verified-fields.js';

/** What somebody says to have compared: entries, fields of them, or all of a visit. */
export interface Asked {
  readonly verdict: 'agrees' | 'taken-back';
  readonly visit?: string;
  readonly entries?: readonly { readonly entry: string; readonly fields?: readonly string[] }[];
}

/** The entry that says what became of a visit. */
export function entryOfVisit(state: PatientState, visit: string): PatientEntry | undefined {
  const visits = [...all(state, 'FollowUpAssessed'), ...all(state, 'VisitMissed')];
  return visits.find(({ data }) => data.visit === visit);
}

/** What is verified, field by field. What is not there is left out here, and refused by the conditions of the event. */
export function verifiedBy(
  { visit, entries = [] }: Asked,
  state: PatientState,
  trial: TrialState,
): readonly VerifiedEntry[] {
  const ofTheVisit = visit === undefined ? [] : entriesOfTheDay(state, trial, visit);
  const whole = ofTheVisit.map(({ id }) => ({ entry: id, fields: undefined }));
  const fields = new Map<string, ReadonlySet<string>>();
  for (const asked of [...whole, ...entries]) {
    const entry = state.entries.find(({ id }) => id === asked.entry);
    if (entry === undefined) continue;
    const own = asked.fields?.flatMap((field) => enteredAt(entry, field)) ?? enteredFields(entry);
    fields.set(entry.id, new Set([...(fields.get(entry.id) ?? []), ...own]));
  }
  return [...fields].map(([entry, own]) => ({ entry, fields: [...own] }));
}

/** A visit, and what else of the patient happened on its day. */
function entriesOfTheDay(state: PatientState, trial: TrialState, visit: string): readonly PatientEntry[] {
  const zones = timeZoneOf(state, trial);
  const taken = entryOfVisit(state, visit);
  if (taken === undefined) return [];
  const day = happenedOn(taken, zones);
  return state.entries.filter((entry) => isSourceData(entry) && happenedOn(entry, zones) === day);
}
