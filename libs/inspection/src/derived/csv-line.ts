/** What stands in a cell; nothing, if it is undefined. */
export type Cell = string | number | undefined;

/** Which texts are not written as they are: most are. */
const SPECIAL = /[",\r\n]|^[-=+@\t\uff1d\uff0b\uff0d\uff20]/;
const FORMULA = /^[-=+@\t\r\uff1d\uff0b\uff0d\uff20]/;
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * A line as RFC 4180 and spreadsheets have it, with its end. A text that a spreadsheet would take for a formula gets an
 * apostrophe before it.
 *
 * It is what csv-stringify makes with `record_delimiter: 'windows'`, `quote_record_delimiter` and `escape_formulas`, as a test holds
 * it to: these few lines, because a verifier makes every line of a package again, and spent a quarter of its time in what that
 * library can do besides.
 */
export function csvLine(cells: readonly Cell[]): string {
  let line = '';
  let separator = '';
  for (const cell of cells) {
    line += separator + written(cell);
    separator = ',';
  }
  return `${line}\r\n`;
}

function written(cell: Cell): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  if (!SPECIAL.test(cell)) return cell;
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
