import {
  dateAt,
  daysBetween,
  type Instant,
  isFullDate,
  LATE_ENTRY_DAYS,
  lastDay,
  type PartialDate,
  partialDateAt,
} from '@bali/protocol';
import type { Entry } from '../entry.js';
import { patientEventOf } from './patient-events.js';
import type { Calendar, Dated } from './rule.js';

/** JSON pointer to the field that says when an entry happened; `undefined`: it happened when it was recorded. */
export function whenOf({ type }: Pick<Entry, 'type'>): string | undefined {
  const field = patientEventOf(type)?.happened;
  return field === undefined ? undefined : `/${field}`;
}

/** When an entry happened, as it was entered: a date as far as it is known, or a moment with its offset. */
export function happened({ type, data, recordedAt }: Dated): string {
  const field = patientEventOf(type)?.happened;
  return field === undefined ? recordedAt : ((data as Readonly<Record<string, string>>)[field] ?? recordedAt);
}

/** The date on which an entry happened, at its site, as far as it is known. */
export function happenedOn(entry: Dated, timeZone: string): PartialDate {
  return partialDateAt(happened(entry), timeZone);
}

/** The calendar of a place at a moment. */
export function calendarAt(now: Instant, timeZone: string): Calendar {
  return {
    ...{ now, today: dateAt(now, timeZone), timeZone, happened, whenOf },
    happenedOn: (entry) => happenedOn(entry, timeZone),
  };
}

/**
 * How many days after it happened an entry was recorded. Of a date that is known in part, the last possible day counts: nobody
 * is called late for a day that is not known.
 */
export function recordedDaysAfter(entry: Dated, timeZone: string): number {
  const [on, recordedOn] = [happenedOn(entry, timeZone), dateAt(entry.recordedAt, timeZone)];
  return isFullDate(on) ? daysBetween(on, recordedOn) : Math.max(0, daysBetween(lastDay(on), recordedOn));
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
