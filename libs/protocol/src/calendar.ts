import { Temporal } from 'temporal-polyfill';

/** A calendar date, `YYYY-MM-DD`. Such dates compare as text. */
export type CalendarDate = string;
/** A moment, RFC 3339 with an offset from UTC: `2026-03-02T09:30:00+01:00`. */
export type Instant = string;

/** Whether a text is a date that exists. */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const midnight = new Date(`${text}T00:00:00Z`);
  // The engine takes 30 February for 2 March; what it makes of a date that exists is that date.
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text);
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** RFC 3339 with seconds, at most milliseconds, and an explicit offset; no time-zone name, no leap second. */
export function isInstant(text: string): boolean {
  const [, date] = INSTANT.exec(text) ?? [];
  return date !== undefined && isCalendarDate(date);
}

/** The date so many calendar months later (earlier if negative); the last day of the month where it has no such day. */
export function plusMonths(date: CalendarDate, months: number): CalendarDate {
  return Temporal.PlainDate.from(date).add({ months }).toString();
}

export function plusDays(date: CalendarDate, days: number): CalendarDate {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

const MILLISECONDS_PER_DAY = 86_400_000;

/** How many days from one date to another; negative if it is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return (Date.parse(to) - Date.parse(from)) / MILLISECONDS_PER_DAY;
}

/** Negative, zero or positive, as the first moment is before, at or after the second. */
export function compareInstants(one: Instant, other: Instant): number {
  return Date.parse(one) - Date.parse(other);
}

/** One formatter for each time zone: making one takes a thousand times longer than using it. */
const calendars = new Map<string, Intl.DateTimeFormat>();

/** The calendar date of a moment at a place. */
export function dateAt(instant: Instant, timeZone: string): CalendarDate {
  let calendar = calendars.get(timeZone);
  if (calendar === undefined) {
    // The Canadian form of English writes dates as ISO 8601 does.
    calendar = new Intl.DateTimeFormat('en-CA', { timeZone, calendar: 'iso8601', dateStyle: 'short' });
    calendars.set(timeZone, calendar);
  }
  return calendar.format(Date.parse(instant));
}

/** The first moment of a day at a place, in UTC. */
export function startOfDay(date: CalendarDate, timeZone: string): Instant {
  const { epochMilliseconds } = Temporal.PlainDate.from(date).toZonedDateTime(timeZone);
  return new Date(epochMilliseconds).toISOString();
}

/** Whether this is a time zone that the software knows. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
