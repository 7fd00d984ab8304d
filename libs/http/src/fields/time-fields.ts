import { field, type FieldOptions } from './field.js';

const EARLIEST_YEAR = 1900;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
// No second 60: a leap second has no place on the time line that everything else here is on.
const INSTANT = /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Whether a text is a day that was or will be, `YYYY-MM-DD`, from 1900. */
export function isCalendarDate(value: unknown): value is string {
  return typeof value === 'string' && DATE.test(value) && exists(value);
}

/** Whether a text is an RFC 3339 instant with its offset (at most milliseconds), on a day that exists, from 1900. */
export function isInstantWithOffset(value: unknown): value is string {
  return typeof value === 'string' && INSTANT.test(value) && exists(value.slice(0, 10));
}

/** Some engines take 30 February for 2 March, so what was read is written again and compared. */
function exists(day: string): boolean {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(midnight)) return false;
  return Number(day.slice(0, 4)) >= EARLIEST_YEAR && new Date(midnight).toISOString().startsWith(day);
}

/** A day, without a time: `2011-03-02`. */
export function CalendarDate(options: FieldOptions): PropertyDecorator {
  const message = `must be a date that exists, YYYY-MM-DD, from ${EARLIEST_YEAR}`;
  const schema = { type: 'string', format: 'date', example: '2011-03-02' } as const;
  return field({ name: 'calendar-date', message, accepts: isCalendarDate, schema }, options);
}

/** A moment, with the offset of the place where it was: `2011-03-02T09:30:00+01:00`. */
export function Instant(options: FieldOptions): PropertyDecorator {
  const message = 'must be a moment that exists, with its offset from UTC, such as 2011-03-02T09:30:00+01:00';
  const schema = { type: 'string', format: 'date-time', example: '2011-03-02T09:30:00+01:00' } as const;
  return field({ name: 'instant', message, accepts: isInstantWithOffset, schema }, options);
}
