import { Erratum, PATIENT_EVENTS, type PatientState, TRIAL_EVENTS, type TrialState } from '@bali/trial';
import type { Dataset, Row, Variable } from '../model/dataset.js';
import { dtc, integer, text } from '../model/variables.js';
import { cellAt, type FlatField, flatFields } from './flat-fields.js';

const PATIENT = text('patient', 'code of the patient', 12, 'Assigned', { isMandatory: true });

/** What every entry has besides its data. */
const OF_THE_ENTRY: readonly Variable[] = [
  text('record', 'id of the record of the ledger', 36, 'Assigned', { isMandatory: true }),
  integer('revision', 'place of the record in its stream, from 0', 'Assigned', { isMandatory: true }),
  dtc('recordedAt', 'when it was recorded', 'Assigned', { isMandatory: true }),
  text('corrected', 'fields that were corrected since, as JSON pointers', 2000, 'Derived'),
  text('afterLock', 'id of the lock of the database after which it was recorded', 36, 'Derived'),
];

interface RecordTable {
  readonly dataset: Dataset;
  readonly fields: readonly FlatField[];
}

interface Declared {
  readonly type: string;
  readonly about: string;
  readonly data: object;
}

function recordTable(event: Declared, isOfTheDesign: boolean): RecordTable {
  // The data of some events name the patient, too: the column is there already.
  const fields = flatFields(event.type, event.data).filter(({ path }) => isOfTheDesign || path.join('.') !== 'patient');
  return {
    fields,
    dataset: {
      ...{ name: event.type, label: event.about, kind: 'EVENTS', purpose: 'Tabulation', isOfTheDesign },
      ...{ structure: 'One row an entry that stands', keys: isOfTheDesign ? ['record'] : ['patient', 'revision'] },
      variables: [...(isOfTheDesign ? [] : [PATIENT]), ...OF_THE_ENTRY, ...fields.map(({ variable }) => variable)],
    },
  };
}

const OF_THE_TRIAL = Object.values(TRIAL_EVENTS).map((event) => recordTable(event, true));
const OF_PATIENTS = [...Object.values(PATIENT_EVENTS), Erratum].map((event) => recordTable(event, false));
const TABLES = new Map([...OF_THE_TRIAL, ...OF_PATIENTS].map((table) => [table.dataset.name, table]));

/** One table for each kind of entry, with the fields that the event declares: those of the trial, then those of patients. */
export const RECORD_DATASETS: readonly Dataset[] = [...TABLES.values()].map(({ dataset }) => dataset);

/** An entry, or an erratum, as far as it is a row. */
interface Recorded {
  readonly id: string;
  readonly type: string;
  readonly revision: number;
  readonly recordedAt: string;
  readonly data: unknown;
  readonly corrected?: readonly string[];
  readonly afterLock?: string;
}

function rowsOf(entries: readonly Recorded[], patient?: string): ReadonlyMap<string, readonly Row[]> {
  const tables = new Map<string, Row[]>();
  for (const { id, type, revision, recordedAt, corrected = [], afterLock, data } of entries) {
    const fields = TABLES.get(type)?.fields;
    if (fields === undefined) continue;
    const about = { patient, record: id, revision, recordedAt, corrected: corrected.join(' ') || undefined, afterLock };
    const row = {
      ...about,
      ...Object.fromEntries(fields.map(({ path, variable }) => [variable.name, cellAt(data, path)])),
    };
    tables.set(type, [...(tables.get(type) ?? []), row]);
  }
  return tables;
}

/** The entries of a patient that stand, each with its corrections, and the errata: what was annulled is not there. */
export function patientRecords(
  patient: string,
  { entries, errata = [] }: PatientState,
): ReadonlyMap<string, readonly Row[]> {
  return rowsOf([...entries, ...errata.map((erratum) => ({ ...erratum, type: Erratum.type }))], patient);
}

/** The same of the trial as a whole. */
export function trialRecords({ entries }: TrialState): ReadonlyMap<string, readonly Row[]> {
  return rowsOf(entries);
}
