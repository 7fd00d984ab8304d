import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  compareInstants,
  dateAt,
  daysBetween,
  isCalendarDate,
  isInstant,
  isTimeZone,
  plusDays,
  plusMonths,
  timeAt,
} from './calendar.js';

const date = fc
  .integer({ min: Date.parse('1900-01-01'), max: Date.parse('2199-12-31') })
  .map((milliseconds) => new Date(milliseconds).toISOString().slice(0, 10));

describe('a calendar date', () => {
  it.each(['2026-03-02', '2028-02-29', '2000-02-29', '2026-12-31'])('is one: %s', (text) => {
    expect(isCalendarDate(text)).toBe(true);
  });

  it.each([
    '2026-02-29',
    '1900-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-3-2',
    '20260302',
    '2026-03-02T00:00:00Z',
    ' 2026-03-02',
    '2026-03-02\n',
    '-002026-03-02',
    '+012026-03-02',
    '２０２６-03-02',
    '',
  ])('is none: %j', (text) => {
    expect(isCalendarDate(text)).toBe(false);
  });
});

describe('a moment', () => {
  it.each([
    '2026-03-02T09:30:00+01:00',
    '2026-03-02T08:30:00Z',
    '2026-03-02T08:30:00.123Z',
    '2026-03-02T23:59:59-12:00',
  ])('is one: %s', (text) => {
    expect(isInstant(text)).toBe(true);
  });

  it.each([
    '2026-03-02T09:30:00',
    '2026-03-02T09:30Z',
    '2026-03-02 09:30:00Z',
    '2026-03-02T09:30:60Z',
    '2026-03-02T24:00:00Z',
    '2026-03-02T09:60:00Z',
    '2026-02-30T09:30:00Z',
    '2026-03-02T09:30:00+25:00',
    '2026-03-02T09:30:00+0100',
    '2026-03-02T09:30:00+01:00[Europe/Paris]',
    '2026-03-02T09:30:00.Z',
    '2026-03-02T08:30:00.123456789Z',
    '2026-03-02',
    '',
  ])('is none: %j', (text) => {
    expect(isInstant(text)).toBe(false);
  });

  it('is compared as a moment, not as text', () => {
    expect(compareInstants('2026-03-02T09:30:00+01:00', '2026-03-02T08:30:00Z')).toBe(0);
    expect(compareInstants('2026-03-02T09:30:00+01:00', '2026-03-02T09:00:00Z')).toBeLessThan(0);
    expect(compareInstants('2026-03-02T08:30:00.001Z', '2026-03-02T08:30:00Z')).toBeGreaterThan(0);
  });
});

describe('months and days', () => {
  it.each([
    ['2026-05-31', -3, '2026-02-28'],
    ['2028-05-31', -3, '2028-02-29'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2025-08-31', 6, '2026-02-28'],
    ['2026-03-10', 6, '2026-09-10'],
    ['2026-01-15', -3, '2025-10-15'],
  ])('%s and %i calendar months are %s', (from, months, to) => {
    expect(plusMonths(from, months)).toBe(to);
  });

  it('counts days and months as the library does, which knows nothing but the calendar', () => {
    fc.assert(
      fc.property(
        date,
        fc.integer({ min: -40_000, max: 40_000 }),
        fc.integer({ min: -1200, max: 1200 }),
        (from, days, months) => {
          const plain = Temporal.PlainDate.from(from);
          expect(plusDays(from, days)).toBe(plain.add({ days }).toString());
          expect(plusMonths(from, months)).toBe(plain.add({ months }).toString());
        },
      ),
      {
        numRuns: 300,
        examples: [
          ['2028-02-29', 365, 12],
          ['2027-08-31', 0, 6],
          ['1900-03-01', -1, -1],
          ['2199-12-31', 40_000, 1200],
        ],
      },
    );
    expect(plusDays('0099-12-31', 1)).toBe('0100-01-01');
    for (const none of ['2026-02-30', '', '2026-3-2']) {
      expect(() => plusDays(none, 1)).toThrow();
      expect(() => plusMonths(none, 1)).toThrow();
    }
  });

  it('are counted forth and back alike', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: -5000, max: 5000 }), (from, days) => {
        const to = plusDays(from, days);
        expect(isCalendarDate(to)).toBe(true);
        expect(daysBetween(from, to)).toBe(days);
        expect(plusDays(to, -days)).toBe(from);
      }),
    );
  });

  it('never lead into a month too many', () => {
    fc.assert(
      fc.property(date, fc.integer({ min: -60, max: 60 }), (from, months) => {
        const monthOf = (text: string) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
        expect(monthOf(plusMonths(from, months)) - monthOf(from)).toBe(months);
      }),
    );
  });
});

describe('the date at a place', () => {
  it.each([
    ['before midnight in winter', '2026-03-10T22:59:59Z', '2026-03-10'],
    ['at midnight in winter', '2026-03-10T23:00:00Z', '2026-03-11'],
    ['before midnight in summer', '2026-07-10T21:59:59Z', '2026-07-10'],
    ['at midnight in summer', '2026-07-10T22:00:00Z', '2026-07-11'],
    ['at the first minute of the day the clocks go forward', '2026-03-28T23:00:00Z', '2026-03-29'],
    ['at the last minute of the day the clocks go forward', '2026-03-29T21:59:59Z', '2026-03-29'],
    ['at the first minute of the day the clocks go back', '2026-10-24T22:00:00Z', '2026-10-25'],
    ['at the last minute of the day the clocks go back', '2026-10-25T22:59:59Z', '2026-10-25'],
    ['at the turn of the year', '2026-12-31T23:00:00Z', '2027-01-01'],
  ])('Europe/Paris, %s', (_, moment, on) => {
    expect(dateAt(moment, 'Europe/Paris')).toBe(on);
  });

  it('depends on the place, and not on the offset in which the moment is written', () => {
    expect(dateAt('2026-03-10T23:30:00Z', 'America/Martinique')).toBe('2026-03-10');
    expect(dateAt('2026-03-11T08:30:00+09:00', 'Europe/Paris')).toBe('2026-03-11');
    expect(dateAt('2026-03-11T00:30:00+09:00', 'Europe/Paris')).toBe('2026-03-10');
  });

  it('is the one that another calendar gives', () => {
    const moment = fc.integer({ min: Date.parse('1900-01-01'), max: Date.parse('2100-01-01') });
    const zone = fc.constantFrom('Europe/Paris', 'America/Martinique', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'UTC');
    fc.assert(
      fc.property(moment, zone, (milliseconds, timeZone) => {
        const other = Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(timeZone).toPlainDate();
        expect(dateAt(new Date(milliseconds).toISOString(), timeZone)).toBe(other.toString());
      }),
    );
  });

  it('needs a time zone that is known', () => {
    expect(['Europe/Paris', 'UTC', 'America/Martinique'].every(isTimeZone)).toBe(true);
    expect(['Europe/Reims', '', 'Paris', '../etc/passwd'].some(isTimeZone)).toBe(false);
  });
});

describe('the time at a place', () => {
  const ZONES = [
    'Europe/Paris',
    'America/Martinique',
    'Asia/Kathmandu',
    'Australia/Lord_Howe',
    'Africa/Casablanca',
    'Pacific/Apia',
    'UTC',
  ];
  const zone = fc.constantFrom(...ZONES);
  const asTemporalHasIt = (milliseconds: number, timeZone: string): string =>
    Temporal.Instant.fromEpochMilliseconds(milliseconds)
      .toZonedDateTimeISO(timeZone)
      .toString({ smallestUnit: 'second', timeZoneName: 'never' });
  const timeOf = (milliseconds: number, timeZone: string): string =>
    timeAt(new Date(milliseconds).toISOString(), timeZone);

  it.each([
    ['Europe/Paris', '2026-03-29T00:59:59.999Z', '2026-03-29T01:59:59+01:00'],
    ['Europe/Paris', '2026-03-29T01:00:00.000Z', '2026-03-29T03:00:00+02:00'],
    ['America/Martinique', '2026-03-10T02:30:00.000Z', '2026-03-09T22:30:00-04:00'],
    ['Asia/Kathmandu', '2026-03-10T02:30:00.000Z', '2026-03-10T08:15:00+05:45'],
  ])('%s, at %s, is %s', (timeZone, moment, time) => {
    expect(timeAt(moment, timeZone)).toBe(time);
  });

  it('is the one that another calendar gives, in any order in which it is asked for', () => {
    const moment = fc.integer({ min: Date.parse('0990-01-01'), max: Date.parse('2300-01-01') });
    const property = fc.property(fc.array(fc.tuple(moment, zone), { maxLength: 20 }), (asked) => {
      for (const [milliseconds, timeZone] of asked) {
        expect(timeOf(milliseconds, timeZone)).toBe(asTemporalHasIt(milliseconds, timeZone));
      }
    });
    fc.assert(property, { numRuns: 300 });
  });

  it('is right to the millisecond where clocks are put forward or back', () => {
    const moment = fc.integer({ min: Date.parse('1880-01-01'), max: Date.parse('2100-01-01') });
    const property = fc.property(moment, zone, fc.integer({ min: -1, max: 1 }), (milliseconds, timeZone, beside) => {
      const there = Temporal.Instant.fromEpochMilliseconds(milliseconds).toZonedDateTimeISO(timeZone);
      const turn = (there.getTimeZoneTransition('next')?.epochMilliseconds ?? milliseconds) + beside;
      for (const asked of [milliseconds, turn]) {
        expect(timeOf(asked, timeZone)).toBe(asTemporalHasIt(asked, timeZone));
        expect(dateAt(new Date(asked).toISOString(), timeZone)).toBe(asTemporalHasIt(asked, timeZone).slice(0, 10));
      }
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('is not made up for a day that no calendar has', () => {
    expect(() => timeAt('2026-02-30T10:00:00.000Z', 'Europe/Paris')).toThrow(RangeError);
  });
});
