import { isCalendarDate, isInstant, isPartialDate, PARTIAL_DATE_PATTERN } from '@bali/protocol';
import type { FieldRule } from './field-rule.js';

const EARLIEST_YEAR = 1900;

/** Whether a value is a day that was or will be, `YYYY-MM-DD`, from 1900. */
export function isDay(value: unknown): value is string {
  return typeof value === 'string' && isCalendarDate(value) && isRecent(value);
}

/** Whether a value is a year from 1900, a month or a day that exists. */
export function isPartialDay(value: unknown): value is string {
  return typeof value === 'string' && isPartialDate(value) && isRecent(value);
}

/** Whether a value is an RFC 3339 instant with its offset (at most milliseconds), on a day that exists, from 1900. */
export function isInstantWithOffset(value: unknown): value is string {
  return typeof value === 'string' && isInstant(value) && isRecent(value);
}

/** What is older is a slip of the pen: nobody in this trial was born then. */
function isRecent(text: string): boolean {
  return Number(text.slice(0, 4)) >= EARLIEST_YEAR;
}

/** A day, without a time: `2011-03-02`. */
export const CALENDAR_DATE_RULE: FieldRule = {
  name: 'calendar-date',
  message: `must be a date that exists, YYYY-MM-DD, from ${EARLIEST_YEAR}`,
  accepts: isDay,
  schema: { type: 'string', format: 'date', example: '2011-03-02' },
};

/** A date as far as it is known: `2011`, `2011-03` or `2011-03-02`. */
export const PARTIAL_DATE_RULE: FieldRule = {
  name: 'partial-date',
  message: `must be a date that exists, as far as it is known: YYYY, YYYY-MM or YYYY-MM-DD, from ${EARLIEST_YEAR}`,
  accepts: isPartialDay,
  schema: { type: 'string', format: 'partial-date', pattern: PARTIAL_DATE_PATTERN, example: '2011-03' },
};

/** A moment, with the offset of the place where it was: `2011-03-02T09:30:00+01:00`. */
export const INSTANT_RULE: FieldRule = {
  name: 'instant',
  message: 'must be a moment that exists, with its offset from UTC, such as 2011-03-02T09:30:00+01:00',
  hint: plusIsABlank,
  accepts: isInstantWithOffset,
  schema: { type: 'string', format: 'date-time', example: '2011-03-02T09:30:00+01:00' },
};

/** A moment, or a whole day: for the ends of a period that somebody asks for. @param meant which moment of the day is meant */
export function instantOrDayRule(meant: string): FieldRule {
  return {
    ...INSTANT_RULE,
    message: `${INSTANT_RULE.message}, or a day such as 2011-03-02, which means ${meant}`,
    schema: { type: 'string', example: '2011-03-02T09:30:00+01:00' },
  };
}

/** In the query of an address a plus sign stands for a blank. */
function plusIsABlank(value: unknown): string | undefined {
  const isBlank = typeof value === 'string' && isInstantWithOffset(value.replace(/ (?=\d\d:\d\d$)/, '+'));
  return isBlank
    ? 'A plus sign in an address means a blank: write it as %2B, or the moment in UTC, with Z at its end'
    : undefined;
}
