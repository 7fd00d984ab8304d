import { daysBetween, type Instant, isFullDate, LATE_ENTRY_DAYS, lastDay, type PartialDate } from '@bali/protocol';
import type { Entry } from '../entry.js';
import { patientEventOf } from './patient-events.js';
import type { Calendar, Dated } from './rule.js';
import { dayAt, type TimeZones, zoneAt } from './time-zone.js';

/** JSON pointer to the field that says when an entry happened; `undefined`: it happened when it was recorded. */
export function whenOf({ type }: Pick<Entry, 'type'>): string | undefined {
  const field = patientEventOf(type)?.happened;
  return field === undefined ? undefined : `/${field}`;
}

/** What an entry says that happened, for sentences: nobody has to know the names of types. */
export function named({ type }: Pick<Entry, 'type'>): string {
  return `“${patientEventOf(type)?.about ?? type}”`;
}

/** When an entry happened, as it was entered: a date as far as it is known, or a moment with its offset. */
export function happened({ type, data, recordedAt }: Dated): string {
  const field = patientEventOf(type)?.happened;
  return field === undefined ? recordedAt : ((data as Readonly<Record<string, string>>)[field] ?? recordedAt);
}

/** The date on which an entry happened, at its site, as far as it is known. */
export function happenedOn(entry: Dated, zones: TimeZones): PartialDate {
  const when = happened(entry);
  return when.includes('T') ? dayAt(when, zones) : when;
}

/** The calendar of where a patient is at a moment, and was before. */
export function calendarAt(now: Instant, zones: TimeZones): Calendar {
  return {
    ...{ now, today: dayAt(now, zones), timeZone: zoneAt(now, zones), zones, happened, whenOf, named },
    happenedOn: (entry) => happenedOn(entry, zones),
  };
}

/**
 * How many days after it happened an entry was recorded. Of a date that is known in part, the last possible day counts: nobody
 * is called late for a day that is not known.
 */
export function recordedDaysAfter(entry: Dated, zones: TimeZones): number {
  const [on, recordedOn] = [happenedOn(entry, zones), dayAt(entry.recordedAt, zones)];
  return isFullDate(on) ? daysBetween(on, recordedOn) : Math.max(0, daysBetween(lastDay(on), recordedOn));
}

/**
 * How many days after it happened an entry was recorded, if it was so long that every view marks it as late. What belongs to the
 * patient's history is as old as it is, and never late.
 */
export function daysLate(entry: Dated, zones: TimeZones): number | undefined {
  if (patientEventOf(entry.type)?.beforeConsent === 'allowed') return undefined;
  const days = recordedDaysAfter(entry, zones);
  return days > LATE_ENTRY_DAYS ? days : undefined;
}

/** Whether an entry was recorded so long after it happened that every view marks it as late. */
export function isLate(entry: Dated, zones: TimeZones): boolean {
  return daysLate(entry, zones) !== undefined;
}
