import anyAscii from 'any-ascii';
import type { Dataset, Row } from '../model/dataset.js';

/** A text that could not be written as it is: which row it is in, what it is, and what was written. */
export interface Rewritten {
  readonly dataset: string;
  /** The keys of the row. */
  readonly key: string;
  readonly variable: string;
  readonly original: string;
  /** The whole of it, also where it had to be continued elsewhere. */
  readonly written: string;
}

/** What of a row was written otherwise, and what is continued as a supplemental value. */
export interface AsciiRow {
  readonly row: Row;
  readonly rewritten: readonly Rewritten[];
  readonly continued: readonly Row[];
}

/**
 * A row of which every text is ASCII, and not longer than its variable: letters of other scripts are transliterated, and what is
 * longer then goes on in further supplemental values.
 */
export function asciiRow({ name, keys, variables }: Dataset, row: Row): AsciiRow {
  const changed: Record<string, string> = {};
  const rewritten: Rewritten[] = [];
  const continued: Row[] = [];
  for (const variable of variables) {
    const original = row[variable.name];
    if (variable.type !== 'text' || typeof original !== 'string') continue;
    if (original.length <= variable.length && IS_ASCII.test(original)) continue;
    const ascii = anyAscii(original).replaceAll(/[^ -~]/g, '?');
    changed[variable.name] = ascii.slice(0, variable.length);
    const key = keys.map((one) => row[one] ?? '').join(' ');
    rewritten.push({ dataset: name, key, variable: variable.name, original, written: ascii });
    continued.push(...continuation(name, row, variable.name, ascii.slice(variable.length)));
  }
  return { row: rewritten.length === 0 ? row : { ...row, ...changed }, rewritten, continued };
}

const IS_ASCII = /^[ -~]*$/;
const VALUE_LENGTH = 200;

function continuation(dataset: string, row: Row, variable: string, rest: string): readonly Row[] {
  const pieces = rest.match(new RegExp(`.{1,${VALUE_LENGTH}}`, 'gs')) ?? [];
  const { STUDYID, USUBJID } = row;
  const isSupplemental = dataset.startsWith('SUPP');
  const named = String(isSupplemental ? row['QNAM'] : variable);
  const sequence = `${dataset}SEQ`;
  return pieces.map((QVAL, place) => {
    const suffix = String(place + 1);
    const QNAM = `${named.slice(0, 8 - suffix.length)}${suffix}`;
    const about = { QNAM, QLABEL: `${named}, continued ${suffix}`, QVAL, QORIG: 'CRF' };
    if (isSupplemental) return { ...row, ...about };
    const identified = row[sequence] === undefined ? {} : { IDVAR: sequence, IDVARVAL: String(row[sequence]) };
    return { STUDYID, RDOMAIN: dataset, USUBJID, ...identified, ...about };
  });
}
