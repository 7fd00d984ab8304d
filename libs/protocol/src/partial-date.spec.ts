import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isCalendarDate, plusDays } from './calendar.js';
import {
  firstDay,
  isCertainlyAfter,
  isCertainlyBefore,
  isFullDate,
  isPartialDate,
  lastDay,
  middleDay,
  onDate,
  partialDateAt,
  possibleDays,
  possibleDaysWithin,
  precisionOf,
} from './partial-date.js';

const day = fc
  .integer({ min: Date.parse('1900-01-01'), max: Date.parse('2199-12-31') })
  .map((milliseconds) => new Date(milliseconds).toISOString().slice(0, 10));
const partial = fc.tuple(day, fc.constantFrom(4, 7, 10)).map(([text, length]) => text.slice(0, length));

/** Whether a day may be meant by a date, said without the functions that are tried here. */
const fits = (date: string, one: string) => one.startsWith(date);

describe('a date that is known in part', () => {
  it.each(['2019', '2019-06', '2019-06-14', '2028-02-29', '1900', '0850'])('is one: %s', (text) => {
    expect(isPartialDate(text)).toBe(true);
  });

  it.each([
    '2019-13',
    '2019-00',
    '2019-02-30',
    '2019-02-29',
    '2019-6',
    '2019-',
    '2019-06-',
    '2019-06-1',
    '201906',
    '20190614',
    '19',
    '019',
    '2019-06-14T00:00:00Z',
    ' 2019',
    '2019\n',
    '２０１９',
    '',
  ])('is none: %j', (text) => {
    expect(isPartialDate(text)).toBe(false);
  });

  it('says how far it is known', () => {
    expect(['2019', '2019-06', '2019-06-14'].map(precisionOf)).toEqual(['year', 'month', 'day']);
    expect(['2019', '2019-06', '2019-06-14'].map(isFullDate)).toEqual([false, false, true]);
    expect(['2019', '2019-06', '2019-06-14'].map(onDate)).toEqual(['in 2019', 'in 2019-06', 'on 2019-06-14']);
  });

  it('has a first and a last possible day', () => {
    expect(possibleDays('2019')).toEqual({ first: '2019-01-01', last: '2019-12-31' });
    expect(possibleDays('2028-02')).toEqual({ first: '2028-02-01', last: '2028-02-29' });
    expect(possibleDays('2019-02')).toEqual({ first: '2019-02-01', last: '2019-02-28' });
    expect(possibleDays('2019-06-14')).toEqual({ first: '2019-06-14', last: '2019-06-14' });
  });

  it('may be each day between these two, and no other', () => {
    fc.assert(
      fc.property(partial, (date) => {
        const [first, last] = [firstDay(date), lastDay(date)];
        expect([first, last].every((end) => isCalendarDate(end) && fits(date, end))).toBe(true);
        expect(fits(date, plusDays(first, -1)) && !isFullDate(date)).toBe(false);
        expect(fits(date, plusDays(last, 1)) && !isFullDate(date)).toBe(false);
      }),
    );
  });

  it('is every calendar date, and nothing but such a date cut off', () => {
    fc.assert(fc.property(day, (date) => isPartialDate(date) && isFullDate(date) && firstDay(date) === lastDay(date)));
    fc.assert(fc.property(partial, (date) => isPartialDate(date) && isCalendarDate(firstDay(date))));
  });
});

describe('the order of dates that are known in part', () => {
  it('is broken only where no possible day fits', () => {
    expect(isCertainlyBefore('2019', '2020-01-01')).toBe(true);
    expect(isCertainlyBefore('2019', '2019-12-31')).toBe(false);
    expect(isCertainlyBefore('2019-05', '2019-06')).toBe(true);
    expect(isCertainlyBefore('2019', '2019-06')).toBe(false);
    expect(isCertainlyAfter('2020', '2019-12-31')).toBe(true);
    expect(isCertainlyAfter('2019', '2019-06-14')).toBe(false);
  });

  it('agrees with every pair of days that are possible', () => {
    fc.assert(
      fc.property(partial, partial, (one, other) => {
        const pairs = [firstDay(one), lastDay(one)].flatMap((a) =>
          [firstDay(other), lastDay(other)].map((b) => [a, b]),
        );
        expect(isCertainlyBefore(one, other)).toBe(pairs.every(([a = '', b = '']) => a < b));
        expect(isCertainlyAfter(one, other)).toBe(pairs.every(([a = '', b = '']) => a > b));
      }),
    );
  });

  it('is that of the calendar where both are known to the day, and never both before and after', () => {
    fc.assert(fc.property(day, day, (one, other) => isCertainlyBefore(one, other) === one < other));
    fc.assert(fc.property(partial, partial, (a, b) => !(isCertainlyBefore(a, b) && isCertainlyAfter(a, b))));
  });

  it('never refuses what a day that turns up later allows: knowing more of a date only narrows it', () => {
    fc.assert(
      fc.property(day, fc.constantFrom(4, 7), partial, (full, length, other) => {
        const coarse = full.slice(0, length);
        return (
          (!isCertainlyBefore(coarse, other) || isCertainlyBefore(full, other)) &&
          (!isCertainlyAfter(coarse, other) || isCertainlyAfter(full, other))
        );
      }),
    );
  });
});

describe('what an analysis takes for it', () => {
  it('is the middle day, rounded down', () => {
    expect(middleDay(possibleDays('2019-06'))).toBe('2019-06-15');
    expect(middleDay(possibleDays('2019'))).toBe('2019-07-02');
    expect(middleDay(possibleDays('2028'))).toBe('2028-07-01');
    expect(middleDay(possibleDays('2019-06-14'))).toBe('2019-06-14');
  });

  it('is cut by what else is known', () => {
    expect(possibleDaysWithin('2019-06', { from: '2019-06-10' })).toEqual({ first: '2019-06-10', last: '2019-06-30' });
    expect(possibleDaysWithin('2019', { from: '2018-01-01', until: '2019-03-01' })).toEqual({
      first: '2019-01-01',
      last: '2019-03-01',
    });
    const theLast = { first: '2019-06-30', last: '2019-06-30' };
    expect(possibleDaysWithin('2019-06', { from: '2019-06-30' })).toEqual(theLast);
    expect(possibleDaysWithin('2019-06', { from: '2019-07-01' })).toEqual(possibleDays('2019-06'));
  });

  it('is a possible day within the bounds, whatever they are', () => {
    fc.assert(
      fc.property(
        partial,
        fc.option(day, { nil: undefined }),
        fc.option(day, { nil: undefined }),
        (date, from, until) => {
          const days = possibleDaysWithin(date, { from, until });
          const middle = middleDay(days);
          expect(fits(date, middle) && days.first <= middle && middle <= days.last).toBe(true);
          const isCut = days.first >= (from ?? '') && days.last <= (until ?? '9999');
          expect(isCut || (days.first === firstDay(date) && days.last === lastDay(date))).toBe(true);
        },
      ),
    );
  });

  it('is the day of a moment at a place, where there was a moment', () => {
    expect(partialDateAt('2026-03-10T23:30:00Z', 'Europe/Paris')).toBe('2026-03-11');
    expect(partialDateAt('2019-06', 'Europe/Paris')).toBe('2019-06');
  });
});
