import { stringify } from 'csv-stringify/sync';
import type { Dataset, Row, Value } from '../model/dataset.js';

export const SEPARATORS = ['comma', 'semicolon'] as const;
export type Separator = (typeof SEPARATORS)[number];

const DELIMITERS: Readonly<Record<Separator, string>> = { comma: ',', semicolon: ';' };

/** Lines as RFC 4180 has them, each with its end. A text that a spreadsheet would take for a formula gets an apostrophe before it. */
export function csvLines(rows: readonly (readonly Value[])[], separator: Separator): string {
  const cells = rows.map((row) => row.map((cell) => cell ?? ''));
  return stringify(cells, {
    ...{ delimiter: DELIMITERS[separator], record_delimiter: 'windows', escape_formulas: true },
    quoted_match: /[\r\n]/,
  });
}

/** A table with its head, as the rows come. */
export async function* csvTable(
  { variables }: Dataset,
  rows: AsyncIterable<Row>,
  separator: Separator,
): AsyncGenerator<string> {
  yield csvLines([variables.map(({ name }) => name)], separator);
  for await (const row of rows) yield csvLines([variables.map(({ name }) => row[name])], separator);
}

const HEAD = [
  'table',
  'what a row is',
  'variable',
  'label',
  'type',
  'length',
  'mandatory',
  'values',
  'origin',
  'source',
  'explanation',
];

/** The data dictionary: one line a variable of each table, from the declarations that the tables are made of. */
export function dataDictionary(datasets: readonly Dataset[], separator: Separator): string {
  const lines = datasets.flatMap(({ name, label, variables }) =>
    variables.map((variable) => [
      ...[name, label, variable.name, variable.label, variable.type, variable.length],
      variable.isMandatory === true ? 'yes' : 'no',
      variable.codelist?.terms
        .map(({ value, decode }) => (value === decode ? value : `${value} = ${decode}`))
        .join(' | '),
      ...[variable.origin, variable.source, variable.explanation],
    ]),
  );
  return csvLines([HEAD, ...lines], separator);
}
