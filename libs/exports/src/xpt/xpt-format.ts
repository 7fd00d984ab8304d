import { csvLines } from '../csv/csv.js';
import { defineXml } from '../define/define-xml.js';
import type { ExportFile, ExportFormat, ExportSource } from '../formats/format.js';
import { STANDARD_TABLES } from '../formats/standard-tables.js';
import type { Dataset, Row } from '../model/dataset.js';
import { asciiRow, type Rewritten } from './ascii-rows.js';
import { transportFile } from './transport-file.js';

const HEAD = ['dataset', 'variable', 'row', 'original', 'written'];

/** What was met while the tables were written: few texts, and what of them goes on elsewhere. */
interface Met {
  readonly rewritten: Rewritten[];
  /** By the table of supplemental values. */
  readonly continued: Map<string, Row[]>;
}

async function* asciiRows(dataset: Dataset, source: ExportSource, { rewritten, continued }: Met): AsyncGenerator<Row> {
  const { name } = dataset;
  const goesOnIn = name.startsWith('SUPP') ? name : `SUPP${name}`;
  let place = 0;
  for await (const original of source.rows(name)) {
    place += 1;
    const { row, ...more } = asciiRow(dataset, original, place);
    rewritten.push(...more.rewritten);
    if (more.continued.length > 0) continued.set(goesOnIn, [...(continued.get(goesOnIn) ?? []), ...more.continued]);
    yield row;
  }
  if (name === goesOnIn) yield* continued.get(name) ?? [];
}

/** A table of supplemental values comes after the table that it is of, and has what that one had no room for. */
function* files(source: ExportSource): Generator<ExportFile> {
  const met: Met = { rewritten: [], continued: new Map() };
  yield { path: 'define.xml', content: () => defineXml(source, STANDARD_TABLES.datasets, 'xpt') };
  for (const dataset of STANDARD_TABLES.datasets) {
    const { name } = dataset;
    if (source.count(name) === 0 && !met.continued.has(name)) continue;
    const { recordedAt } = source.study;
    const content = () => transportFile(dataset, asciiRows(dataset, source, met), recordedAt);
    yield { path: `${name.toLowerCase()}.xpt`, content };
  }
  const lines = () =>
    met.rewritten.map(({ dataset, variable, row, original, written }) => [dataset, variable, row, original, written]);
  yield { path: 'rewritten-texts.csv', content: () => [csvLines([HEAD, ...lines()], source.choices.separator)] };
}

/** SDTM and ADaM as SAS transport files, with Define-XML, and a list of the texts that had to be written otherwise. */
export const XPT: ExportFormat = {
  ...{ title: 'SAS transport, version 5 (XPT), with Define-XML 2.1', tellsOutcomes: true, tables: STANDARD_TABLES },
  files,
};
