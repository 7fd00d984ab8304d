import type { CellEntry } from '@bali/cell-therapy';
import { type CellsOfPatient, type PatientOutcome, patientOutcome, wasGivenOther } from '@bali/analysis';
import { type CalendarDate, daysBetween, type Instant, isFullDate } from '@bali/protocol';
import {
  dayAt,
  has,
  hasErrata,
  lockedRecord,
  type PatientState,
  randomizationDate,
  timeZero,
  type TimeZones,
  timeZoneOf,
  type TrialState,
  withErrata,
} from '@bali/trial';
import { cellsOfPatient } from '../analysis/cell-readings.js';

/** An arm in words: neither of its letters is shown to anybody. */
export type ArmName = 'CELLS' | 'PLACEBO';

/** What a subject's rows are made of, besides the record of the subject. */
export interface StudyContext {
  readonly trialId: string;
  readonly trial: TrialState;
  /** The day of the position. */
  readonly asOf: CalendarDate;
  /** The arms by patient, for whoever may know them once the trial is unblinded; absent: masked, for every subject alike. */
  readonly arms?: ReadonlyMap<string, ArmName>;
  /** The patients whom a deviation of the unit excludes from the per-protocol population, for the same people; absent: it is sealed. */
  readonly excludedByUnit?: ReadonlySet<string>;
  /** What the cell therapy unit recorded by patient, for the same people; absent: it is sealed. */
  readonly materials?: ReadonlyMap<string, readonly CellEntry[]>;
  /** By patient, when clinicians used cells that had been kept, as they recorded it themselves; for the same people. */
  readonly usedAt?: ReadonlyMap<string, readonly Instant[]>;
}

/** One patient of whom there is a consent. */
export interface Subject extends Omit<StudyContext, 'materials' | 'usedAt'> {
  /** What the unit recorded of the subject, and stands; nothing as long as arms are masked. */
  readonly materials: readonly CellEntry[];
  /** The same as analyses read it; absent: it is sealed. */
  readonly cells: CellsOfPatient | undefined;
  readonly patient: string;
  readonly state: PatientState;
  /** The record as it is analysed: what came after the lock is not in it. */
  readonly analysed: PatientState;
  /** The time zone of where the patient is, by day. */
  readonly timeZone: TimeZones;
  readonly randomizedOn: CalendarDate | undefined;
  /** The day from which study days are counted: the first implantation, or the randomization where there is none. */
  readonly referenceDay: CalendarDate | undefined;
  /** The subject as analyses see it; absent: not randomized, or a second code of one person. */
  readonly outcome: PatientOutcome | undefined;
  /** The same as errata say that it should have been; absent: there is no erratum of this subject. */
  readonly corrected: PatientOutcome | undefined;
}

export function usubjid({ trialId, patient }: Pick<Subject, 'trialId' | 'patient'>): string {
  return `${trialId}-${patient}`;
}

/** The date of an ISO 8601 text, at the site, where it is known to the day. */
export function dayOf(when: string | undefined, { timeZone }: Pick<Subject, 'timeZone'>): CalendarDate | undefined {
  if (when === undefined) return undefined;
  if (when.includes('T')) return dayAt(when, timeZone);
  return isFullDate(when) ? when : undefined;
}

/** The study day of a date: the reference day is day 1, and the day before it is day −1. */
export function studyDay(when: string | undefined, subject: Subject): number | undefined {
  const { referenceDay: reference } = subject;
  const day = reference === undefined ? undefined : dayOf(when, subject);
  if (day === undefined || reference === undefined) return undefined;
  const days = daysBetween(reference, day);
  return days < 0 ? days : days + 1;
}

export const EPOCHS = ['SCREENING', 'TREATMENT', 'FOLLOW-UP'] as const;

/** The part of the trial that a day is in, for the subject. */
export function epochOf(when: string | undefined, subject: Subject): (typeof EPOCHS)[number] | undefined {
  const day = dayOf(when, subject);
  if (day === undefined) return undefined;
  const { randomizedOn, referenceDay: reference = randomizedOn } = subject;
  if (randomizedOn === undefined || day < randomizedOn) return 'SCREENING';
  return reference !== undefined && day > reference ? 'FOLLOW-UP' : 'TREATMENT';
}

/** A patient as a subject of the study; `undefined`: the consent was annulled, and nobody was there. */
export function subjectOf(patient: string, state: PatientState, context: StudyContext): Subject | undefined {
  if (!has(state, 'ConsentGiven')) return undefined;
  const { trial, asOf } = context;
  const timeZone = timeZoneOf(state, trial);
  const analysed = lockedRecord(state, trial);
  const materials = context.materials?.get(patient) ?? [];
  const cells = context.materials && cellsOfPatient(materials, timeZone, context.usedAt?.get(patient));
  const arm = context.arms?.get(patient)?.toLowerCase();
  const isExcludedByUnit = context.excludedByUnit?.has(patient) === true;
  const wasOther = arm !== undefined && wasGivenOther(arm, cells);
  const circumstances = { trial, timeZone, asOf, wasGivenOther: wasOther, isExcludedByUnit };
  const outcome = patientOutcome(patient, analysed, circumstances);
  const corrected = hasErrata(state) ? patientOutcome(patient, withErrata(state, trial), circumstances) : undefined;
  const days = { randomizedOn: randomizationDate(state, timeZone), referenceDay: timeZero(state, timeZone) };
  return { ...context, materials, cells, patient, state, analysed, timeZone, ...days, outcome, corrected };
}
