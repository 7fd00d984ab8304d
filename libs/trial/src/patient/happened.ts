import { type CalendarDate, dateAt, daysBetween, type Instant, LATE_ENTRY_DAYS } from '@bali/protocol';
import type { Entry } from '../entry.js';
import { patientEventOf } from './patient-events.js';
import type { Calendar, Dated } from './rule.js';

/** JSON pointer to the field that says when an entry happened; `undefined`: it happened when it was recorded. */
export function whenOf({ type }: Pick<Entry, 'type'>): string | undefined {
  const field = patientEventOf(type)?.happened;
  return field === undefined ? undefined : `/${field}`;
}

/** When an entry happened, as it was entered: a date, or a moment with its offset. */
export function happened({ type, data, recordedAt }: Dated): string {
  const field = patientEventOf(type)?.happened;
  return field === undefined ? recordedAt : ((data as Readonly<Record<string, string>>)[field] ?? recordedAt);
}

/** The calendar date on which an entry happened, at its site. */
export function happenedOn(entry: Dated, timeZone: string): CalendarDate {
  const when = happened(entry);
  return when.includes('T') ? dateAt(when, timeZone) : when;
}

/** The calendar of a place at a moment. */
export function calendarAt(now: Instant, timeZone: string): Calendar {
  return {
    ...{ now, today: dateAt(now, timeZone), timeZone, happened, whenOf },
    happenedOn: (entry) => happenedOn(entry, timeZone),
  };
}

/** How many days after it happened an entry was recorded. */
export function recordedDaysAfter(entry: Dated, timeZone: string): number {
  return daysBetween(happenedOn(entry, timeZone), dateAt(entry.recordedAt, timeZone));
}

/** How many days after it happened an entry was recorded, if it was so long that every view marks it as late. */
export function daysLate(entry: Dated, timeZone: string): number | undefined {
  const days = recordedDaysAfter(entry, timeZone);
  return days > LATE_ENTRY_DAYS ? days : undefined;
}

/** Whether an entry was recorded so long after it happened that every view marks it as late. */
export function isLate(entry: Dated, timeZone: string): boolean {
  return daysLate(entry, timeZone) !== undefined;
}
