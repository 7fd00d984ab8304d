import { analysisLines } from '../analysis/analysis-lines.js';
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
