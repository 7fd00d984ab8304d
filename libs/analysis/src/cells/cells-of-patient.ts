import { type CalendarDate, daysBetween } from '@bali/protocol';
import type { PatientOutcome } from '../outcomes/patient-outcome.js';
import type { TimeToEvent } from '../outcomes/time-to-event.js';

/** What the cell therapy unit recorded of one patient. It is sealed until the trial is unblinded. */
export interface CellsOfPatient {
  /** Each measure of the cells, by its name, as it was measured last. */
  readonly readings: Readonly<Record<string, number>>;
  /** What was in the syringe. Absent: none was prepared. */
  readonly given?: 'cells' | 'placebo';
  /** The days on which cells that had been kept were used. */
  readonly usedOn: readonly CalendarDate[];
}

/**
 * The endpoint as it would be seen had nobody been given kept cells before the end of the 6 months: the observation ends on the day on
 * which they were. An event of that day comes first.
 */
export function censoredAtCells(
  { timeZero, endpoint }: Pick<PatientOutcome, 'timeZero' | 'endpoint'>,
  cells: CellsOfPatient | undefined,
): TimeToEvent {
  const used = (cells?.usedOn ?? []).filter((on) => on >= timeZero && on < endpoint.on).toSorted()[0];
  if (used === undefined) return endpoint;
  return { time: daysBetween(timeZero, used), end: 'censored', on: used, precision: 'day', records: endpoint.records };
}

/** What the patient really was treated with, where that is another than the arm. */
export function wasGivenOther(group: string, cells: CellsOfPatient | undefined): boolean {
  return cells?.given !== undefined && cells.given !== group;
}

const NOTHING = 'nothing implanted';

/** The group of the safety population: what was really implanted. */
export function treatedWith(group: string, isImplanted: boolean, cells: CellsOfPatient | undefined): string {
  return isImplanted ? (cells?.given ?? group) : NOTHING;
}
