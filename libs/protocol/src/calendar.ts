import { Temporal } from 'temporal-polyfill';

/** A calendar date, `YYYY-MM-DD`. Such dates compare as text. */
export type CalendarDate = string;
/** A moment, RFC 3339 with an offset from UTC: `2026-03-02T09:30:00+01:00`. */
export type Instant = string;

const DATE = /^\d{4}-(\d{2})-(\d{2})$/;
/** The last day that every month has. */
const DAY_OF_EVERY_MONTH = '28';

/** Whether a text is a date that exists. */
export function isCalendarDate(text: string): boolean {
  const [, month, day] = DATE.exec(text) ?? [];
  if (month === undefined || day === undefined) return false;
  if (month >= '01' && month <= '12' && day >= '01' && day <= DAY_OF_EVERY_MONTH) return true;
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

/** The date a number of calendar months later (earlier if negative); the last day of the month where it has no such day. */
export function plusMonths(date: CalendarDate, months: number): CalendarDate {
  const [year, month, day] = partsOf(date);
  const since = year * MONTHS + month - 1 + months;
  const [toYear, toMonth] = [Math.floor(since / MONTHS), since - Math.floor(since / MONTHS) * MONTHS];
  // The zeroth day of the month after it is the last day of the month.
  const lastDay = new Date(Date.UTC(toYear, toMonth + 1, 0)).getUTCDate();
  if (!isCounted(date, year, toYear, months)) return Temporal.PlainDate.from(date).add({ months }).toString();
  return textOf(Date.UTC(toYear, toMonth, Math.min(day, lastDay)));
}

export function plusDays(date: CalendarDate, days: number): CalendarDate {
  const there = new Date(Date.parse(date) + days * DAY_MS);
  const [year] = partsOf(date);
  if (!isCounted(date, year, there.getUTCFullYear(), days))
    return Temporal.PlainDate.from(date).add({ days }).toString();
  return textOf(there.getTime());
}

const DAY_MS = 86_400_000;
const MONTHS = 12;

/**
 * Whether the engine's own dates count as the calendar does: they do for every date that exists, in any year of which it takes no
 * year of two digits for one of the last century. A report counts hundreds of thousands of days, and this takes a twentieth of the
 * time. What is no date is left to the library, which refuses it.
 */
function isCounted(date: CalendarDate, year: number, toYear: number, steps: number): boolean {
  return (
    isCalendarDate(date) && Number.isSafeInteger(steps) && [year, toYear].every((one) => one >= 100 && one <= 9999)
  );
}

function partsOf(date: CalendarDate): readonly [year: number, month: number, day: number] {
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))];
}

function textOf(milliseconds: number): CalendarDate {
  return new Date(milliseconds).toISOString().slice(0, DATE_LENGTH);
}

/** How many days from one date to another; negative if it is earlier. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}

/** Negative, zero or positive, as the first moment is before, at or after the second. */
export function compareInstants(one: Instant, other: Instant): number {
  return Date.parse(one) - Date.parse(other);
}

/** A clock may be so much ahead of the server's: what happened in between is recorded as what happens now. */
export const CLOCK_SKEW_MINUTES = 5;

/** Whether a date, as far as it is known, or a moment lies ahead of a clock, and cannot come of a clock that is a little ahead. @param today at the place */
export function isInTheFuture(when: string, now: Instant, today: CalendarDate): boolean {
  return when.includes('T') ? compareInstants(when, now) > CLOCK_SKEW_MINUTES * MINUTE_MS : when > today;
}

/** Why it is refused, as a sentence. */
export function futureInWords(when: string, now: Instant): string {
  if (!when.includes('T')) return `${when} is in the future.`;
  return `${when} is in the future: it is ${now} by the clock of the server, and a clock may be ${CLOCK_SKEW_MINUTES} minutes ahead.`;
}

/** The first moment of a day at a place, in UTC. */
export function beginningOf(day: CalendarDate, timeZone: string): Instant {
  return Temporal.PlainDate.from(day).toZonedDateTime(timeZone).toInstant().toString({ smallestUnit: 'millisecond' });
}

/** The last millisecond of a day at a place, in UTC. */
export function endOf(day: CalendarDate, timeZone: string): Instant {
  return new Date(Date.parse(beginningOf(plusDays(day, 1), timeZone)) - 1).toISOString();
}

/** The calendar date of a moment at a place. */
export function dateAt(instant: Instant, timeZone: string): CalendarDate {
  const milliseconds = Date.parse(instant);
  const period = periodAt(milliseconds, timeZone);
  return period === undefined
    ? formattedDate(milliseconds, timeZone)
    : localText(milliseconds, period).slice(0, DATE_LENGTH);
}

/** A moment at a place: RFC 3339 with the offset there, to the second. */
export function timeAt(instant: Instant, timeZone: string): Instant {
  const milliseconds = Date.parse(instant);
  const period = periodAt(milliseconds, timeZone);
  // Only of a date that exists: of another one, the engine makes one that does.
  if (period !== undefined && new Date(milliseconds).toISOString() === instant) {
    return `${localText(milliseconds, period).slice(0, SECONDS_LENGTH)}${offsetText(period.minutes)}`;
  }
  const there = Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);
  return there.toString({ smallestUnit: 'second', timeZoneName: 'never' });
}

const DATE_LENGTH = 'YYYY-MM-DD'.length;
const SECONDS_LENGTH = 'YYYY-MM-DDTHH:MM:SS'.length;

/** A time in which the clocks of a place keep one offset from UTC. Moments in milliseconds. */
interface OffsetPeriod {
  readonly from: number;
  readonly until: number;
  /** A whole number: of other offsets, which were kept before 1900 and a little later, none is kept here. */
  readonly minutes: number;
}

/**
 * The periods of each time zone that were asked for, the one used last at the end. Asking the engine for one moment takes fifty
 * times longer than looking here, and a ledger has millions of them in a few periods.
 */
const periods = new Map<string, OffsetPeriod[]>();

const MINUTE_MS = 60_000;
const FIRST_MOMENT = Date.UTC(1000, 0, 1);
const LAST_MOMENT = Date.UTC(9999, 11, 30);

/** What clocks show there, as if it were UTC. The last one is kept: time and date of one moment are asked for in turn. */
function localText(milliseconds: number, { minutes }: OffsetPeriod): string {
  const there = milliseconds + minutes * MINUTE_MS;
  if (there !== last.there) last = { there, text: new Date(there).toISOString() };
  return last.text;
}

let last = { there: Number.NaN, text: '' };

/** Undefined where the year has not four digits, or the offset is no whole minute. */
function periodAt(milliseconds: number, timeZone: string): OffsetPeriod | undefined {
  let known = periods.get(timeZone);
  if (known === undefined) periods.set(timeZone, (known = []));
  const last = known.at(-1);
  if (last !== undefined && isIn(last, milliseconds)) return last;
  const place = known.findIndex((period) => isIn(period, milliseconds));
  const period = place < 0 ? foundPeriod(milliseconds, timeZone) : known.splice(place, 1)[0];
  if (period !== undefined) known.push(period);
  return period;
}

function isIn({ from, until }: OffsetPeriod, milliseconds: number): boolean {
  return milliseconds >= from && milliseconds < until;
}

function foundPeriod(milliseconds: number, timeZone: string): OffsetPeriod | undefined {
  if (!(milliseconds >= FIRST_MOMENT && milliseconds < LAST_MOMENT)) return undefined;
  const there = Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(timeZone);
  const minutes = there.offsetNanoseconds / (MINUTE_MS * 1_000_000);
  if (!Number.isInteger(minutes)) return undefined;
  const until = there.getTimeZoneTransition('next')?.epochMilliseconds ?? LAST_MOMENT;
  // One that falls on this very moment is the beginning of the period, not one before it.
  const from = there.add({ milliseconds: 1 }).getTimeZoneTransition('previous')?.epochMilliseconds ?? FIRST_MOMENT;
  return { from: Math.max(from, FIRST_MOMENT), until: Math.min(until, LAST_MOMENT), minutes };
}

function offsetText(minutes: number): string {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}

/** One formatter for each time zone: making one takes a thousand times longer than using it. */
const calendars = new Map<string, Intl.DateTimeFormat>();

function formattedDate(milliseconds: number, timeZone: string): CalendarDate {
  let calendar = calendars.get(timeZone);
  if (calendar === undefined) {
    // The Canadian form of English writes dates as ISO 8601 does.
    calendar = new Intl.DateTimeFormat('en-CA', { timeZone, calendar: 'iso8601', dateStyle: 'short' });
    calendars.set(timeZone, calendar);
  }
  return calendar.format(milliseconds);
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
