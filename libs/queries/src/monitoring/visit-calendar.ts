import { type CalendarDate, plusDays, TRIAL } from '@bali/protocol';
import type { Chart } from '@bali/projections';
import { has, hasEnded, statusOf, timeZoneOf, type TrialState, visitWindows } from '@bali/trial';
import ical from 'ical-generator';

/** A visit in a calendar: the code of the patient, the visit, and the days of its window. */
export interface CalendarVisit {
  readonly patient: string;
  readonly visit: string;
  readonly opensOn: CalendarDate;
  readonly closesOn: CalendarDate;
}

/** The visits of a patient who is followed up that are not recorded yet. */
export function visitsOf({ patient, state }: Chart, trial: TrialState): readonly CalendarVisit[] {
  if (hasEnded(statusOf(state)) || has(state, 'SamePerson')) return [];
  const said = new Set(
    state.entries.flatMap(({ type, data }) =>
      type === 'FollowUpAssessed' || type === 'VisitMissed' ? [(data as { readonly visit: string }).visit] : [],
    ),
  );
  return visitWindows(state, trial, timeZoneOf(state, trial))
    .filter(({ visit }) => !said.has(visit.code))
    .map(({ visit, opensOn, closesOn }) => ({ patient, visit: visit.code, opensOn, closesOn }));
}

/** A calendar of these visits (RFC 5545). A window is an event of whole days, of which the last one is not included, as the format has it. */
export function calendarOf(visits: readonly CalendarVisit[], stamp: string): string {
  const calendar = ical({ name: `Visits of ${TRIAL.acronym}`, prodId: { company: TRIAL.acronym, product: 'visits' } });
  for (const { patient, visit, opensOn, closesOn } of visits) {
    calendar.createEvent({
      id: `${patient}-${visit}@${TRIAL.id}`,
      summary: `${patient}: visit ${visit}`,
      start: new Date(`${opensOn}T00:00:00Z`),
      end: new Date(`${plusDays(closesOn, 1)}T00:00:00Z`),
      ...{ allDay: true, timezone: 'UTC', stamp: new Date(stamp) },
    });
  }
  return calendar.toString();
}
