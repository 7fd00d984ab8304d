import { describe, expect, it } from '@jest/globals';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { csvLine } from './csv-line.js';

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

describe('a line of the audit log for spreadsheets', () => {
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
