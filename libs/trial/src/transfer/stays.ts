import type { CalendarDate } from '@bali/protocol';
import { all, last, type PatientState } from '../patient/chart.js';

/** A time in which a patient is at one site, up to the next one. */
export interface Stay {
  readonly site: string;
  /** The first day there; absent: from the consent on. */
  readonly from?: CalendarDate;
}

/** Where a patient was, and is, in the order of time. The code of a patient says only where the consent was given. */
export function staysOf(state: PatientState): readonly Stay[] {
  const consent = last(state, 'ConsentGiven');
  if (consent === undefined) return [];
  const transfers = all(state, 'PatientTransferred')
    .map(({ data: { toSite, transferredOn } }) => ({ site: toSite, from: transferredOn }))
    .toSorted((one, other) => (one.from < other.from ? -1 : Number(one.from > other.from)));
  return [{ site: consent.data.site }, ...transfers];
}

/** The site where a patient is on a day; on the day of a transfer, the new one. */
export function siteOn(state: PatientState, day: CalendarDate): string | undefined {
  return staysOf(state).findLast(({ from }) => from === undefined || from <= day)?.site;
}

/** The site where a patient is now: it sees all of the record, and records what comes. */
export function currentSite(state: PatientState): string | undefined {
  return staysOf(state).at(-1)?.site;
}
