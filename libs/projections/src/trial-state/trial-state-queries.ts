import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { initialTrialState, type PatientState, type PatientStatus, type TrialState } from '@bali/trial';
import type { ProjectionsSource } from '../runner/projection.js';
import type { PatientSummary } from './patient-summary.js';
import { digestOfDocuments } from './state-digest.js';

export interface PatientFilter {
  /** Only patients of these sites; all when it is missing, none when it is empty. */
  readonly sites?: readonly string[];
  readonly status?: PatientStatus;
}

export interface PatientPage {
  readonly patients: readonly PatientSummary[];
  /** The last patient's code if there are more: where the next page begins after. */
  readonly next?: string;
}

/** A patient's whole record as it stands, and the site where the patient is. */
export interface Chart {
  readonly patient: string;
  readonly site: string;
  readonly state: PatientState;
}

/** What the projection of the trial's state is asked for. Everything comes from one committed state. */
export class TrialStateQueries {
  readonly #source: ProjectionsSource;

  /** @param source the runner. */
  constructor(source: ProjectionsSource) {
    this.#source = source;
  }

  trial(): TrialState {
    const row = this.#source.reader.prepare('SELECT state FROM trial_state').get();
    return row === undefined ? initialTrialState : (JSON.parse(String(row['state'])) as TrialState);
  }

  patient(patient: string): PatientState | undefined {
    const row = this.#source.reader.prepare('SELECT state FROM patient_state WHERE patient = ?').get(patient);
    return row && (JSON.parse(String(row['state'])) as PatientState);
  }

  summary(patient: string): PatientSummary | undefined {
    const row = this.#source.reader.prepare('SELECT summary FROM patient_summary WHERE patient = ?').get(patient);
    return row && summaryIn(row);
  }

  /** All summaries in the order of the codes: what the reports are computed from. */
  summaries(filter: PatientFilter = {}): readonly PatientSummary[] {
    return this.#select(filter, '', -1);
  }

  /** How many patients gave their consent at a site: their codes begin with its own, wherever they are now. */
  countOf(site: string): number {
    const row = this.#source.reader.prepare(COUNT_OF_SITE).get(`${site}-`, `${site}.`);
    return Number(row?.['patients']);
  }

  /** The site where a patient is now; `undefined`: nothing of the patient is applied yet. */
  siteOf(patient: string): string | undefined {
    const site = this.#source.reader.prepare('SELECT site FROM patient_summary WHERE patient = ?').get(patient)?.[
      'site'
    ];
    return site === undefined ? undefined : String(site);
  }

  /**
   * Patients in the order of their codes.
   * @param after the code to go on after: {@link PatientPage.next}. @param limit at least 1.
   */
  page(filter: PatientFilter, after: string | undefined, limit: number): PatientPage {
    const found = this.#select(filter, after ?? '', limit + 1);
    const patients = found.slice(0, limit);
    const last = patients.at(-1);
    return found.length > limit && last ? { patients, next: last.patient } : { patients };
  }

  /** Charts in the order of the patients' codes, with the sites where they are. @param after the code to go on after */
  charts({ sites }: Pick<PatientFilter, 'sites'>, after: string, limit: number): readonly Chart[] {
    const atSites = sites === undefined ? '' : ' AND s.site IN (SELECT value FROM json_each(?))';
    const sql =
      'SELECT s.patient, s.site, p.state FROM patient_summary s JOIN patient_state p ON p.patient = s.patient ' +
      `WHERE s.patient > ?${atSites} ORDER BY s.patient LIMIT ?`;
    const asked = sites === undefined ? [] : [JSON.stringify(sites)];
    return this.#source.reader
      .prepare(sql)
      .all(after, ...asked, limit)
      .map(({ patient, site, state }) => ({
        patient: String(patient),
        site: String(site),
        state: JSON.parse(String(state)) as PatientState,
      }));
  }

  /** See `stateDigest`: the same as that of a replay of everything that is applied. */
  digest(): string {
    return digestOfDocuments(this.trial(), this.patients());
  }

  /** Every patient's record, in the order of their codes' UTF-16 code units: as the digest and canonical JSON want them. */
  *patients(): Generator<readonly [string, PatientState]> {
    const rows = this.#source.reader.prepare('SELECT patient, state FROM patient_state ORDER BY patient');
    for (const row of rows.iterate()) yield [String(row['patient']), JSON.parse(String(row['state'])) as PatientState];
  }

  #select(filter: PatientFilter, after: string, limit: number): readonly PatientSummary[] {
    const { sql, parameters } = summaryQuery(filter, after, limit);
    return this.#source.reader
      .prepare(sql)
      .all(...parameters)
      .map(summaryIn);
  }
}

/** For the test of the query plans. */
const COUNT_OF_SITE = 'SELECT count(*) AS patients FROM patient_summary WHERE patient >= ? AND patient < ?';

/** For the test of the query plans. */
export function summaryQuery(
  { sites, status }: PatientFilter,
  after: string,
  limit: number,
): { readonly sql: string; readonly parameters: readonly SQLInputValue[] } {
  const conditions: [string, SQLInputValue][] = [['patient > ?', after]];
  const [site, ...others] = sites ?? [];
  if (site !== undefined && others.length === 0) conditions.push(['site = ?', site]);
  else if (sites !== undefined) conditions.push(['site IN (SELECT value FROM json_each(?))', JSON.stringify(sites)]);
  if (status !== undefined) conditions.push(['status = ?', status]);
  const where = conditions.map(([condition]) => condition).join(' AND ');
  return {
    sql: `SELECT summary FROM patient_summary WHERE ${where} ORDER BY patient LIMIT ?`,
    parameters: [...conditions.map(([, value]) => value), limit],
  };
}

function summaryIn(row: Record<string, SQLOutputValue>): PatientSummary {
  return JSON.parse(String(row['summary'])) as PatientSummary;
}
