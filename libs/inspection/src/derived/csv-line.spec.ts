import { describe, expect, it } from '@jest/globals';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { csvLine, semicolonLine } from './csv-line.js';

const made = (cells: readonly (string | number | undefined)[]): string =>
  stringify([[...cells]], { record_delimiter: 'windows', quote_record_delimiter: true, escape_formulas: true });

const SPECIAL = [
  '"',
  ',',
  ';',
  '\r',
  '\n',
  '\t',
  '-',
  '=',
  '+',
  '@',
  "'",
  '“',
  '\uff1d',
  '\uff0b',
  '\uff0d',
  '\uff20',
  ' ',
  'a',
  '1',
];

describe('a line of the audit log in version 2 of the words', () => {
  it('[P11-10b] is what a library for such files makes, whatever is in its cells', () => {
    const piece = fc.constantFrom(...SPECIAL);
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(piece).map((pieces) => pieces.join('')),
    );
    const cell = fc.oneof(text, fc.nat(), fc.constant(undefined));
    const property = fc.property(fc.array(cell, { minLength: 1, maxLength: 12 }), (cells) => {
      expect(csvLine(cells)).toBe(made(cells));
    });
    fc.assert(property, { numRuns: 2_000 });
  });

  it.each([
    ['a comma', ['one, two', 3], '"one, two",3\r\n'],
    ['a quotation mark', ['say "no"'], '"say ""no"""\r\n'],
    [
      'the end of a line, which a spreadsheet would take for that of the row',
      ['seen\nagain', 'x\ry'],
      '"seen\nagain","x\ry"\r\n',
    ],
    ['a formula', ['=1+1', '-2', '@x'], "'=1+1,'-2,'@x\r\n"],
    ['nothing', ['', undefined, 'x'], ',,x\r\n'],
  ] as const)('takes care of %s', (_, cells, line) => {
    expect(csvLine(cells)).toBe(line);
    expect(made(cells)).toBe(line);
  });
});

/** The cells of a line with semicolons, as RFC 4180 has them. */
function cellsIn(line: string): readonly string[] {
  const cells = `;${line.replace(/\r\n$/, '')}`.matchAll(/;(?:"((?:[^"]|"")*)"|([^";]*))/g);
  return [...cells].map(([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain);
}

/** How a spreadsheet takes a line apart that expects another mark between columns: quotation marks inside a cell count there too. */
function cellsAt(separator: string, line: string): readonly string[] {
  return line.split(new RegExp(`[${separator}\r\n]`)).map((cell) => cell.replaceAll(/^"+|"+$/g, ''));
}

describe('a line of the audit log for spreadsheets', () => {
  const piece = fc.constantFrom(...SPECIAL, '\u202e', '\u061c', '=1+1', '";"', ',"');
  const text = fc.array(piece).map((pieces) => pieces.join(''));
  const cells = fc.array(fc.oneof(text, fc.nat(), fc.constant(undefined)), { minLength: 1, maxLength: 8 });

  it('[P11-10b] is read cell by cell as RFC 4180 has it, with nothing but apostrophes and visible marks put in', () => {
    const bare = (value: string): string => value.replaceAll(/'|\\u[0-9a-f]{4}|[\u202e\u061c]/g, '');
    const property = fc.property(cells, (given) => {
      expect(cellsIn(semicolonLine(given)).map(bare)).toEqual(given.map((cell) => bare(String(cell ?? ''))));
    });
    fc.assert(property, { numRuns: 2_000 });
  });

  it.each([',', ';', '\t'])('[P11-10b] begins no formula, whatever it is taken apart at: %j', (separator) => {
    const property = fc.property(cells, (given) => {
      for (const cell of cellsAt(separator, semicolonLine(given)))
        expect(cell).not.toMatch(/^[-=+@\uff1d\uff0b\uff0d\uff20]/);
    });
    fc.assert(property, { numRuns: 2_000 });
  });

  it.each([
    ['a semicolon', ['one; two', 3], '"one; two";3\r\n'],
    ['a comma', ['one, two', 3], 'one, two;3\r\n'],
    ['a formula', ['=1+1', 'x;=1', 'a,=b', '-2'], "'=1+1;\"x;'=1\";a,'=b;'-2\r\n"],
    ['a mark that turns the direction of writing', ['a\u202eb'], 'a\\u202eb\r\n'],
  ] as const)('takes care of %s', (_, given, line) => {
    expect(semicolonLine(given)).toBe(line);
  });
});
