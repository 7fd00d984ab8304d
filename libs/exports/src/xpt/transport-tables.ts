import type { TableMaker } from '../formats/format.js';
import { STANDARD_TABLES } from '../formats/standard-tables.js';
import type { Dataset, Row, Tables } from '../model/dataset.js';
import { text } from '../model/variables.js';
import { supplementalTable } from '../sdtm/relations.js';
import { asciiRow, type Rewritten } from './ascii-rows.js';

/** The table of the texts that had to be written otherwise. */
export const REWRITTEN = 'rewritten-texts';

/** These have no supplemental values: the design, what relates rows, and analyses. */
const WITHOUT_SUPPLEMENT = new Set(['CO', 'RELREC']);

function mayContinue({ name, purpose, isOfTheDesign }: Dataset): boolean {
  return purpose === 'Tabulation' && isOfTheDesign !== true && !WITHOUT_SUPPLEMENT.has(name);
}

function supplementOf(name: string): string {
  return name.startsWith('SUPP') ? name : `SUPP${name}`;
}

/** A value that is continued has a name of its own, which no list has. */
function withFreeNames(dataset: Dataset): Dataset {
  if (!dataset.name.startsWith('SUPP')) return dataset;
  const name = text('QNAM', 'Qualifier Variable Name', 8, 'Assigned', { isMandatory: true });
  return { ...dataset, variables: dataset.variables.map((variable) => (variable.name === 'QNAM' ? name : variable)) };
}

function withSupplements(datasets: readonly Dataset[]): readonly Dataset[] {
  const known = new Set(datasets.map(({ name }) => name));
  const further = datasets.filter((dataset) => mayContinue(dataset) && !known.has(supplementOf(dataset.name)));
  return [...datasets, ...further.map(({ name }) => supplementalTable(name, {}))].map(withFreeNames);
}

const DATASETS = withSupplements(STANDARD_TABLES.datasets);
const BY_NAME = new Map(DATASETS.map((dataset) => [dataset.name, dataset]));

/** The rows as they can be written, what of them goes on as supplemental values, and which texts were changed. */
function asciiTables(tables: Tables): Tables {
  const written = new Map<string, Row[]>();
  const add = (name: string, rows: readonly Row[]): void => {
    const known = written.get(name);
    if (known === undefined) written.set(name, [...rows]);
    else known.push(...rows);
  };
  for (const [name, rows] of tables) {
    const dataset = BY_NAME.get(name);
    if (dataset === undefined) throw new Error(`no data set is called ${name}`);
    const all = rows.map((row) => asciiRow(dataset, row));
    add(
      name,
      all.map(({ row }) => row),
    );
    const continued = mayContinue(dataset) ? all.flatMap((one) => one.continued) : [];
    if (continued.length > 0) add(supplementOf(name), continued);
    const rewritten = all.flatMap((one) => one.rewritten);
    if (rewritten.length > 0) add(REWRITTEN, rewritten.map(rowOf));
  }
  return written;
}

function rowOf({ dataset, key, variable, original, written }: Rewritten): Row {
  return { dataset, key, variable, original, written };
}

/** The tables of SDTM and of ADaM as transport files can hold them. */
export const TRANSPORT_TABLES: TableMaker = {
  datasets: DATASETS,
  ofTrial: (context) => asciiTables(STANDARD_TABLES.ofTrial(context)),
  ofSubject: (subject) => asciiTables(STANDARD_TABLES.ofSubject(subject)),
};
