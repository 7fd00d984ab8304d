import { analysisTable, POOLED } from '@bali/analysis';
import type { ExportFormat, ExportSource } from '../formats/format.js';
import { patientRecords, RECORD_DATASETS, trialRecords } from '../records/record-tables.js';
import { csvLines, csvTable, dataDictionary } from './csv.js';

/** A table for each kind of entry, the analysis table of patients, and the data dictionary of all. */
export const CSV: ExportFormat = {
  title: 'CSV with a data dictionary',
  tellsOutcomes: true,
  tables: {
    datasets: RECORD_DATASETS,
    ofTrial: ({ trial }) => trialRecords(trial),
    ofSubject: ({ patient, state }) => patientRecords(patient, state),
  },
  files: (source) => {
    const { separator } = source.choices;
    return [
      { path: 'data-dictionary.csv', content: () => [dataDictionary(RECORD_DATASETS, separator)] },
      { path: 'about.csv', content: () => [csvLines(aboutLines(source), separator)] },
      { path: 'analysis.csv', content: () => analysisLines(source) },
      ...RECORD_DATASETS.filter(({ name }) => source.count(name) > 0).map((dataset) => ({
        path: `tables/${dataset.name}.csv`,
        content: () => csvTable(dataset, source.rows(dataset.name), separator),
      })),
    ];
  },
};

function aboutLines({ study }: ExportSource): readonly (readonly (string | number)[])[] {
  const { software, ...about } = study;
  return [...Object.entries({ ...about, software: `${software.version} (${software.commit})` })];
}

/** The very table that the statistical report has beside it, with commas: the script in R reads it. */
export function* analysisLines(source: ExportSource): Generator<string> {
  const { arms } = source.context;
  const groupOf = (patient: string): string =>
    arms === undefined ? POOLED : (arms.get(patient)?.toLowerCase() ?? 'not known');
  const head = analysisTable([], groupOf);
  yield head;
  for (const { outcome } of source.subjects()) {
    if (outcome !== undefined) yield analysisTable([outcome], groupOf).slice(head.length);
  }
}
