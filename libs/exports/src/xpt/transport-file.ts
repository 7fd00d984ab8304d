import type { Dataset, Row, Value, Variable } from '../model/dataset.js';
import { ibmDouble, NUMBER_BYTES, sasDays } from './ibm-double.js';

const RECORD_BYTES = 80;
const DESCRIPTION_BYTES = 140;
const NUMERIC = 1;
const CHARACTER = 2;
const SYSTEM = 'BALI';
const VERSION = '9.4';

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

/** A text that fills its place: cut, or with blanks behind it. */
function filled(text: string, length: number): string {
  return text.slice(0, length).padEnd(length);
}

function header(kind: string, numbers = ''): string {
  return filled(`HEADER RECORD*******${kind.padEnd(8)}HEADER RECORD!!!!!!!${numbers.padEnd(30, '0')}  `, RECORD_BYTES);
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** A moment as SAS writes it: 16MAR26:09:30:00. */
export function sasMoment(instant: string): string {
  const [date = '', time = ''] = new Date(instant).toISOString().split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  return `${day}${MONTHS[Number(month) - 1] ?? ''}${year.slice(2)}:${time.slice(0, 8)}`;
}

/** Bytes that a variable has in each row. */
function bytesOf({ type, length }: Variable): number {
  return type === 'text' ? length : NUMBER_BYTES;
}

function description(variable: Variable, place: number, offset: number): Buffer {
  const { name, label, type } = variable;
  const bytes = Buffer.alloc(DESCRIPTION_BYTES);
  bytes.writeInt16BE(type === 'text' ? CHARACTER : NUMERIC, 0);
  bytes.writeInt16BE(bytesOf(variable), 4);
  bytes.writeInt16BE(place + 1, 6);
  latin(filled(name, 8)).copy(bytes, 8);
  latin(filled(label, 40)).copy(bytes, 16);
  latin(filled(type === 'date' ? 'DATE' : '', 8)).copy(bytes, 56);
  bytes.writeInt16BE(type === 'date' ? 9 : 0, 64);
  latin(filled('', 8)).copy(bytes, 72);
  bytes.writeInt32BE(offset, 84);
  return bytes;
}

function descriptions(variables: readonly Variable[]): Buffer {
  let offset = 0;
  const all = variables.map((variable, place) => {
    const one = description(variable, place, offset);
    offset += bytesOf(variable);
    return one;
  });
  return Buffer.concat(all);
}

function headings({ name, label, variables }: Dataset, instant: string): Buffer {
  const moment = sasMoment(instant);
  const named = (kind: string, what: string): string =>
    filled(
      `${filled('SAS', 8)}${filled(what, 8)}${kind}${filled(VERSION, 8)}${filled(SYSTEM, 8)}${filled('', 24)}${moment}`,
      RECORD_BYTES,
    );
  return latin(
    [
      header('LIBRARY'),
      named(filled('SASLIB', 8), 'SAS'),
      filled(moment, RECORD_BYTES),
      header('MEMBER', `000000000000000001600000000140`),
      header('DSCRPTR'),
      named(filled('SASDATA', 8), name),
      filled(`${moment}${filled('', 16)}${filled(label, 40)}${filled('', 8)}`, RECORD_BYTES),
      header('NAMESTR', `000000${String(variables.length).padStart(4, '0')}`),
    ].join(''),
  );
}

/** Bytes to the end of a record, all of them blanks. */
function padding(written: number): Buffer {
  return Buffer.alloc((RECORD_BYTES - (written % RECORD_BYTES)) % RECORD_BYTES, ' ');
}

/** @param row of which each text is ASCII, and not longer than its variable. */
function writeObservation(bytes: Buffer, start: number, variables: readonly Variable[], row: Row): void {
  let offset = start;
  for (const variable of variables) {
    const value = row[variable.name];
    if (variable.type === 'text') bytes.write(String(value ?? ''), offset, variable.length, 'latin1');
    else bytes.set(ibmDouble(numberOf(variable, value)), offset);
    offset += bytesOf(variable);
  }
}

function numberOf({ type }: Variable, value: Value): number | undefined {
  if (value === undefined) return undefined;
  return type === 'date' ? sasDays(String(value)) : Number(value);
}

/** Number of rows that are written into one buffer. */
const ROWS_AT_ONCE = 64;

/** The rows one after another, as many together as a buffer has room for. */
async function* observations(variables: readonly Variable[], rows: AsyncIterable<Row>): AsyncGenerator<Buffer> {
  const length = variables.reduce((sum, variable) => sum + bytesOf(variable), 0);
  let bytes = Buffer.alloc(length * ROWS_AT_ONCE, ' ');
  let filled = 0;
  for await (const row of rows) {
    writeObservation(bytes, filled, variables, row);
    filled += length;
    if (filled < bytes.length) continue;
    yield bytes;
    bytes = Buffer.alloc(length * ROWS_AT_ONCE, ' ');
    filled = 0;
  }
  yield bytes.subarray(0, filled);
}

/** A data set as SAS transport, version 5 (TS-140), as its rows come. */
export async function* transportFile(
  dataset: Dataset,
  rows: AsyncIterable<Row>,
  instant: string,
): AsyncGenerator<Uint8Array> {
  const { variables } = dataset;
  const described = descriptions(variables);
  yield Buffer.concat([headings(dataset, instant), described, padding(described.length), latin(header('OBS'))]);
  let written = 0;
  for await (const bytes of observations(variables, rows)) {
    written += bytes.length;
    yield bytes;
  }
  yield padding(written);
}
