import { type CalendarDate, dateAt, daysBetween, isCalendarDate, plusDays } from './calendar.js';

/** A date as far as it is known: `2019`, `2019-06` or `2019-06-14`. Every calendar date is one. */
export type PartialDate = string;

/** How far a date is known. */
export type DatePrecision = 'year' | 'month' | 'day';

/** The days that a date may be of, both ends included. */
export interface PossibleDays {
  readonly first: CalendarDate;
  readonly last: CalendarDate;
}

/** The form of such a date; whether its month and its day exist, only `isPartialDate` knows. */
export const PARTIAL_DATE_PATTERN = '^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$';

const FORM = new RegExp(PARTIAL_DATE_PATTERN);
const PRECISIONS: Readonly<Record<number, DatePrecision>> = { 4: 'year', 7: 'month', 10: 'day' };

/** Whether a text is a year, a month that exists, or a day that exists. */
export function isPartialDate(text: string): boolean {
  return FORM.test(text) && isCalendarDate(`${text}-01-01`.slice(0, 'YYYY-MM-DD'.length));
}

export function precisionOf(date: PartialDate): DatePrecision {
  return PRECISIONS[date.length] ?? 'day';
}

export function isFullDate(date: PartialDate): boolean {
  return precisionOf(date) === 'day';
}

/** The first day that it may be. */
export function firstDay(date: PartialDate): CalendarDate {
  return `${date}-01-01`.slice(0, 'YYYY-MM-DD'.length);
}

/** The last day that it may be. */
export function lastDay(date: PartialDate): CalendarDate {
  if (precisionOf(date) === 'day') return date;
  if (precisionOf(date) === 'year') return `${date}-12-31`;
  return ['31', '30', '29', '28'].map((day) => `${date}-${day}`).find(isCalendarDate) ?? firstDay(date);
}

export function possibleDays(date: PartialDate): PossibleDays {
  return { first: firstDay(date), last: lastDay(date) };
}

/** Whether each possible day of one date is before each possible day of the other: only this breaks a rule of order. */
export function isCertainlyBefore(one: PartialDate, other: PartialDate): boolean {
  return lastDay(one) < firstDay(other);
}

/** Whether each possible day of one date is after each possible day of the other. */
export function isCertainlyAfter(one: PartialDate, other: PartialDate): boolean {
  return isCertainlyBefore(other, one);
}

/** When something happened, as a date: a moment's day at a place, or a date as far as it is known. */
export function partialDateAt(when: string, timeZone: string): PartialDate {
  return when.includes('T') ? dateAt(when, timeZone) : when;
}

/** By what else is known, the days that something may have happened on are fewer. */
export interface Bounds {
  /** It was not earlier than this day. */
  readonly from?: CalendarDate | undefined;
  /** It was not later than this day. */
  readonly until?: CalendarDate | undefined;
}

/** The possible days that lie within the bounds; all of them, where none does, since a record that contradicts itself is shown as it stands. */
export function possibleDaysWithin(date: PartialDate, { from, until }: Bounds): PossibleDays {
  const { first, last } = possibleDays(date);
  const cut = {
    first: from !== undefined && from > first ? from : first,
    last: until !== undefined && until < last ? until : last,
  };
  return cut.first <= cut.last ? cut : { first, last };
}

/** The day in the middle, the earlier one of two: what analyses take for a date that is known in part. */
export function middleDay({ first, last }: PossibleDays): CalendarDate {
  return plusDays(first, Math.floor(daysBetween(first, last) / 2));
}

/** A date as it stands in a sentence: "on 2019-06-14", "in 2019-06", "in 2019". */
export function onDate(date: PartialDate): string {
  return `${isFullDate(date) ? 'on' : 'in'} ${date}`;
}
