import { describe, expect, it } from '@jest/globals';
import Big from 'big.js';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { isDecimal } from './number-rules.js';
import { isBoundedText } from './text-rules.js';
import { isDay, isInstantWithOffset, isPartialDay } from './time-rules.js';

function existsForTemporal(day: string): boolean {
  try {
    return Temporal.PlainDate.from(day).toString() === day;
  } catch {
    return false;
  }
}

describe('isDay', () => {
  it('takes the days that there are, and no others', () => {
    for (const day of ['1900-01-01', '2012-02-29', '2011-12-31']) expect(isDay(day)).toBe(true);
    const others = [
      '2011-02-29',
      '2011-13-01',
      '2011-00-10',
      '1899-12-31',
      '2011-3-2',
      '20110302',
      '2011-03-02T00:00',
      '',
    ];
    for (const text of [
      ...others,
      '+002011-03-02',
      ' 2011-03-02',
      '2011-03-02\n',
      20110302,
      null,
      undefined,
      new Date(),
    ]) {
      expect([text, isDay(text)]).toEqual([text, false]);
    }
  });

  it('agrees with the calendar of Temporal', () => {
    const digits = (max: number, length: number) => fc.nat(max).map((number) => String(number).padStart(length, '0'));
    const days = fc.tuple(digits(9999, 4), digits(13, 2), digits(32, 2)).map((parts) => parts.join('-'));
    fc.assert(
      fc.property(days, (day) => {
        expect(isDay(day)).toBe(existsForTemporal(day) && Number(day.slice(0, 4)) >= 1900);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('isPartialDay', () => {
  it('takes a year from 1900, a month or a day that exists, and nothing else', () => {
    for (const text of ['1900', '2019', '2019-06', '2019-06-14'])
      expect([text, isPartialDay(text)]).toEqual([text, true]);
    for (const text of [
      '0850',
      '1899',
      '1899-12',
      '2019-13',
      '2019-02-30',
      '2019-6',
      '2019-',
      '',
      2019,
      null,
      ['2019'],
    ]) {
      expect([text, isPartialDay(text)]).toEqual([text, false]);
    }
  });
});

describe('isInstantWithOffset', () => {
  it('takes moments that there were, with their offset, and no others', () => {
    const moments = ['2011-03-02T09:30:00+01:00', '2011-03-02T09:30:00.123Z', '2011-03-02T23:59:59-05:30'];
    for (const moment of moments) expect(isInstantWithOffset(moment)).toBe(true);
    const others = ['2011-03-02T09:30:00', '2011-02-30T09:30:00Z', '2011-03-02T24:00:00Z', '2011-03-02T23:59:60Z'];
    for (const text of [
      ...others,
      '2011-03-02 09:30:00Z',
      '2011-03-02T09:30:00+25:00',
      '2011-03-02',
      '1776-07-04T00:00:00Z',
      1,
    ]) {
      expect([text, isInstantWithOffset(text)]).toEqual([text, false]);
    }
  });
});

describe('isDecimal', () => {
  const accepts = (value: unknown) => isDecimal(value, '-5', '40.5', 2);

  it('takes a decimal in the range, with the decimals that it was given with', () => {
    for (const text of ['0', '0.0', '7.5', '7.50', '-0.01', '-5', '-5.00', '40.5'])
      expect([text, accepts(text)]).toEqual([text, true]);
    const others = [
      '40.51',
      '-5.01',
      '7.505',
      '1e1',
      '+1',
      '.5',
      '5.',
      '00.5',
      '01',
      '-0',
      '-0.00',
      '0x1',
      'NaN',
      'Infinity',
    ];
    for (const value of [...others, '', ' 1', '1,5', '٣', '9'.repeat(50), 7.5, null, undefined, ['1']]) {
      expect([value, accepts(value)]).toEqual([value, false]);
    }
  });

  it('agrees with arithmetic, whatever the text', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^-?\d{1,3}(\.\d{1,3})?$/), (text) => {
        if (!accepts(text)) return;
        const number = new Big(text);
        expect(number.gte('-5') && number.lte('40.5')).toBe(true);
        expect(number.toFixed(text.split('.')[1]?.length ?? 0)).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('isBoundedText', () => {
  it('takes what a person writes', () => {
    for (const text of [
      'a',
      'Plaie du talon, 2 cm²\n\tà revoir',
      'of\r\nWindows',
      'a\u200b',
      '\u202ea',
      '👍🏽',
      'é',
      'e\u0301',
      'نص',
      'हिन्दी',
    ])
      expect(isBoundedText(text, 50)).toBe(true);
  });

  it('refuses what nobody can see', () => {
    for (const text of [
      '\u200b',
      '\u200b \u2060',
      '\u202e\u202c',
      '\u061c',
      '\u00ad',
      '\u3164',
      '\u2800',
      '\ufeff',
      '\ufe0f',
      '\u0301',
      ' \u0308\u20dd',
    ]) {
      expect([text, isBoundedText(text, 50)]).toEqual([text, false]);
    }
    expect(isBoundedText('two\r\nlines', 50, true)).toBe(false);
  });

  it('refuses nothing said, too much said, and what cannot be printed', () => {
    for (const text of ['', ' \n ', 'x'.repeat(51), 'a\u0000', 'a\u001b[2J', '\ud800', 'a\u2028b', 'a\rb', 5, null]) {
      expect([text, isBoundedText(text, 50)]).toEqual([text, false]);
    }
    expect(isBoundedText('two\nlines', 50, true)).toBe(false);
  });
});
