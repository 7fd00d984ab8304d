import { csvLines } from '../csv/csv.js';
import { defineXml } from '../define/define-xml.js';
import type { ExportFile, ExportFormat, ExportSource } from '../formats/format.js';
import { transportFile } from './transport-file.js';
import { REWRITTEN, TRANSPORT_TABLES } from './transport-tables.js';

const HEAD = ['dataset', 'key', 'variable', 'original', 'written'];

async function* rewrittenTexts(source: ExportSource): AsyncGenerator<string> {
  const { separator } = source.choices;
  yield csvLines([HEAD], separator);
  for await (const row of source.rows(REWRITTEN)) yield csvLines([HEAD.map((name) => row[name])], separator);
}

function* files(source: ExportSource): Generator<ExportFile> {
  const { recordedAt } = source.study;
  const datasets = TRANSPORT_TABLES.datasets.filter(({ name }) => source.count(name) > 0);
  // A table that is there for continued values alone is not spoken of where there is none.
  const declared = TRANSPORT_TABLES.datasets.filter(
    (dataset) => !dataset.name.startsWith('SUPP') || datasets.includes(dataset),
  );
  yield { path: 'define.xml', content: () => defineXml(source, declared, 'xpt') };
  for (const dataset of datasets) {
    const content = () => transportFile(dataset, source.rows(dataset.name), recordedAt);
    yield { path: `${dataset.name.toLowerCase()}.xpt`, content };
  }
  yield { path: 'rewritten-texts.csv', content: () => rewrittenTexts(source) };
}

/** SDTM and ADaM as SAS transport files, with Define-XML, and a list of the texts that had to be written otherwise. */
export const XPT: ExportFormat = {
  ...{ title: 'SAS transport, version 5 (XPT), with Define-XML 2.1', tellsOutcomes: true, tables: TRANSPORT_TABLES },
  files,
};
