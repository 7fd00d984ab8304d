import { Temporal } from 'temporal-polyfill';

/** A calendar date, `YYYY-MM-DD`. Such dates compare as text. */
export type CalendarDate = string;
/** A moment, RFC 3339 with an offset from UTC: `2026-03-02T09:30:00+01:00`. */
export type Instant = string;

export function isCalendarDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && parses(() => Temporal.PlainDate.from(text, { overflow: 'reject' }));
}

/** RFC 3339 with seconds and an explicit offset; no time-zone name, no leap second. */
export function isInstant(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:[0-5]\d(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/.test(text) &&
    parses(() => Temporal.Instant.from(text))
  );
}

function parses(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}

/** The date so many calendar months later (earlier if negative); the last day of the month where it has no such day. */
export function plusMonths(date: CalendarDate, months: number): CalendarDate {
  return Temporal.PlainDate.from(date).add({ months }).toString();
}

export function plusDays(date: CalendarDate, days: number): CalendarDate {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** How many days from one date to another; negative if it is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Temporal.PlainDate.from(from).until(to).days;
}

/** Negative, zero or positive, as the first moment is before, at or after the second. */
export function compareInstants(one: Instant, other: Instant): number {
  return Temporal.Instant.compare(one, other);
}

/** The calendar date of a moment at a place. */
export function dateAt(instant: Instant, timeZone: string): CalendarDate {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** Whether this is a time zone that the software knows. */
export function isTimeZone(name: string): boolean {
  return parses(() => Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name));
}
