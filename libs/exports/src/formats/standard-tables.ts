import { ADAM_DATASETS, analysisTables } from '../adam/analysis-tables.js';
import { designTables } from '../sdtm/design.js';
import { SDTM_DATASETS, subjectTables } from '../sdtm/tabulation.js';
import type { TableMaker } from './format.js';

/** The tables of SDTM and of ADaM: what agencies and statisticians read. */
export const STANDARD_TABLES: TableMaker = {
  datasets: [...SDTM_DATASETS, ...ADAM_DATASETS],
  ofTrial: designTables,
  ofSubject: (subject) => {
    const { tables, places } = subjectTables(subject);
    return new Map([...tables, ...analysisTables(subject, places)]);
  },
};
