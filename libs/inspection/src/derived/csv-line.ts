import { TURNING_IN_TABLE, visible } from './invisible.js';

/** What stands in a cell; nothing, if it is undefined. */
export type Cell = string | number | undefined;

/** Which texts are not written as they are: most are. */
const SPECIAL = /[",\r\n]|^[-=+@\t\uff1d\uff0b\uff0d\uff20]/;
const FORMULA = /^[-=+@\t\r\uff1d\uff0b\uff0d\uff20]/;
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * A line as version 2 of the words has it: RFC 4180, with commas. A text that a spreadsheet would take for a formula gets an
 * apostrophe before it.
 *
 * It is what csv-stringify makes with `record_delimiter: 'windows'`, `quote_record_delimiter` and `escape_formulas`, as a test holds
 * it to: these few lines, because a verifier makes every line of a package again, and spent a quarter of its time in what that
 * library can do besides.
 */
export function csvLine(cells: readonly Cell[]): string {
  return lineOf(cells, ',', writtenV2);
}

/**
 * A line as version 3 of the words has it: with semicolons, which a spreadsheet that is set to French, or to any language that writes
 * 1,5 for one and a half, opens in columns. One that is set to English may take the line apart at commas, so no text begins a
 * formula behind a comma, a tab or an end of line either.
 */
export function semicolonLine(cells: readonly Cell[]): string {
  return lineOf(cells, ';', written);
}

function lineOf(cells: readonly Cell[], separator: ',' | ';', write: (text: string) => string): string {
  let line = '';
  let before = '';
  for (const cell of cells) {
    line += before + (cell === undefined ? '' : typeof cell === 'number' ? String(cell) : write(cell));
    before = separator;
  }
  return `${line}\r\n`;
}

function writtenV2(text: string): string {
  if (!SPECIAL.test(text)) return text;
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Where a formula could begin, wherever a spreadsheet takes a line apart, in quotation marks or not. */
const BEGINNING = '(?:^[\\t\\r]*|[,;\\t\\r\\n])["\\u201c]*';
const FORMULAS = new RegExp(`(${BEGINNING})([-=+@\\uff1d\\uff0b\\uff0d\\uff20])`, 'g');
const FORMULA_OR_TAB = new RegExp(`^[\\t\\r]|${BEGINNING}[-=+@\\uff1d\\uff0b\\uff0d\\uff20]`);
const SPECIAL_SEMICOLON = new RegExp(`[";\\r\\n]|${TURNING_IN_TABLE.source}|${FORMULA_OR_TAB.source}`);
const NEEDS_QUOTES_SEMICOLON = /[";\r\n]/;

function written(cell: string): string {
  if (!SPECIAL_SEMICOLON.test(cell)) return cell;
  const shown = visible(cell, TURNING_IN_TABLE);
  const safe = (/^[\t\r]/.test(shown) ? `'${shown}` : shown).replaceAll(FORMULAS, "$1'$2");
  return NEEDS_QUOTES_SEMICOLON.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
