import type { Dataset, Row, Study, Variable } from '../model/dataset.js';
import type { ExportFile, ExportFormat, ExportSource } from '../formats/format.js';
import { STANDARD_TABLES } from '../formats/standard-tables.js';
import { defineXml } from '../define/define-xml.js';
import { itemGroupOid, itemOid, METADATA_VERSION_OID, studyOid } from '../define/oids.js';

const TYPES = {
  text: { dataType: 'string' },
  integer: { dataType: 'integer' },
  decimal: { dataType: 'double' },
  // A whole day, which SAS counts in days.
  date: { dataType: 'date', targetDataType: 'integer', displayFormat: 'DATE9.' },
} as const;

function column({ name: dataset, keys }: Dataset, { name, label, type, length }: Variable): object {
  const key = keys.indexOf(name);
  return {
    ...{ itemOID: itemOid(dataset, name), name, label, ...TYPES[type] },
    ...(type === 'text' ? { length } : {}),
    ...(key < 0 ? {} : { keySequence: key + 1 }),
  };
}

/** What a data set says of itself, before its rows. */
function heading(dataset: Dataset, records: number, { trialId, recordedAt, software }: Study): object {
  return {
    datasetJSONCreationDateTime: recordedAt,
    datasetJSONVersion: '1.1.0',
    fileOID: `${trialId}.${dataset.name}`,
    dbLastModifiedDateTime: recordedAt,
    originator: 'BALI',
    sourceSystem: { name: 'BALI', version: `${software.version} (${software.commit})` },
    studyOID: studyOid(trialId),
    metaDataVersionOID: METADATA_VERSION_OID,
    metaDataRef: 'define.xml',
    itemGroupOID: itemGroupOid(dataset.name),
    records,
    name: dataset.name,
    label: dataset.label,
    columns: dataset.variables.map((variable) => column(dataset, variable)),
  };
}

function rowText({ variables }: Dataset, row: Row): string {
  return JSON.stringify(variables.map(({ name }) => row[name] ?? null));
}

/** A data set as one JSON document, as its rows come. */
async function* jsonDocument(dataset: Dataset, source: ExportSource): AsyncGenerator<string> {
  const text = JSON.stringify(heading(dataset, source.count(dataset.name), source.study));
  yield `${text.slice(0, -1)},"rows":[`;
  let separator = '\n';
  for await (const row of source.rows(dataset.name)) {
    yield `${separator}${rowText(dataset, row)}`;
    separator = ',\n';
  }
  yield '\n]}\n';
}

/** The same as lines of JSON: what it says of itself first, then a line for each row. */
async function* jsonLines(dataset: Dataset, source: ExportSource): AsyncGenerator<string> {
  yield `${JSON.stringify(heading(dataset, source.count(dataset.name), source.study))}\n`;
  for await (const row of source.rows(dataset.name)) yield `${rowText(dataset, row)}\n`;
}

/** Dataset-JSON 1.1 of SDTM and ADaM, with Define-XML beside it. A table without rows has no file: Define-XML says so. */
function formatOf(title: string, ending: string, written: typeof jsonDocument): ExportFormat {
  return {
    ...{ title, tellsOutcomes: true, tables: STANDARD_TABLES },
    files: (source): readonly ExportFile[] => [
      { path: 'define.xml', content: () => defineXml(source, STANDARD_TABLES.datasets, ending) },
      ...STANDARD_TABLES.datasets
        .filter(({ name }) => source.count(name) > 0)
        .map((dataset) => ({
          path: `${dataset.name.toLowerCase()}.${ending}`,
          content: () => written(dataset, source),
        })),
    ],
  };
}

export const DATASET_JSON = formatOf('Dataset-JSON 1.1, with Define-XML 2.1', 'json', jsonDocument);
export const DATASET_NDJSON = formatOf('Dataset-JSON 1.1 as lines, with Define-XML 2.1', 'ndjson', jsonLines);
