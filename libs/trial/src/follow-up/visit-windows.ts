import { type CalendarDate, plusDays, plusMonths, PRIMARY_ENDPOINT, type Visit } from '@bali/protocol';
import type { PatientState } from '../patient/chart.js';
import type { TimeZones } from '../patient/time-zone.js';
import { schedules, type TrialState } from '../trial/trial-state.js';
import { timeZero } from './time-zero.js';

/** A visit of one patient's schedule: the day that it is aimed at, and the days that count as this visit. */
export interface VisitWindow {
  readonly visit: Visit;
  readonly target: CalendarDate;
  readonly opensOn: CalendarDate;
  readonly closesOn: CalendarDate;
}

/**
 * The visits of a patient, in the order of their days, each by the schedule that is in force on its own day. An amendment
 * leaves alone the visits that were due before it. Where an amendment moves a visit over the day on which it takes effect, the
 * visit keeps its earlier day; nobody who is not randomized has visits.
 */
export function visitWindows(state: PatientState, trial: TrialState, zones: TimeZones): readonly VisitWindow[] {
  const zero = timeZero(state, zones);
  return zero === undefined ? [] : windowsFrom(zero, trial);
}

/** The same of a patient whose time zero is known. */
export function windowsFrom(zero: CalendarDate, trial: TrialState): readonly VisitWindow[] {
  const due = schedules(trial)
    .flatMap(({ visits, from, until }) =>
      visits
        .map((visit) => windowOf(visit, zero))
        .filter(({ target }) => from <= target && (until === undefined || target < until)),
    )
    .toSorted((one, other) => (one.target < other.target ? -1 : Number(one.target > other.target)));
  return due.filter(({ visit }, place) => due.findIndex((other) => other.visit.code === visit.code) === place);
}

function windowOf(visit: Visit, zero: CalendarDate): VisitWindow {
  const target = plusMonths(zero, visit.monthsAfterImplantation);
  const { windowDays } = visit;
  return { visit, target, opensOn: plusDays(target, -windowDays), closesOn: plusDays(target, windowDays) };
}

/** The visit of the primary endpoint among a patient's visits: every schedule has one. */
export function endpointWindow(windows: readonly VisitWindow[]): VisitWindow | undefined {
  return windows.find(({ visit }) => visit.monthsAfterImplantation === PRIMARY_ENDPOINT.months);
}
