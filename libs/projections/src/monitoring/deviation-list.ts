import type { SQLInputValue } from 'node:sqlite';
import type { Instant } from '@bali/protocol';
import type { Deviation } from '@bali/trial';
import type { ProjectionsSource } from '../runner/projection.js';

/** A deviation with the patient whom it is of, the site where the patient is, and its place among the patient's. */
export interface DeviationRow {
  readonly patient: string;
  readonly site: string;
  readonly place: number;
  readonly deviation: Deviation;
}

export interface DeviationFilter {
  /** Only deviations of patients at these sites; all when it is missing, none when it is empty. */
  readonly sites?: readonly string[];
  readonly kind?: string;
  readonly isAssessed?: boolean;
  /** Those that show at this moment, UTC. */
  readonly asOf: Instant;
}

/** The place of a deviation in the list: by patient. */
export type DeviationPlace = readonly [patient: string, place: number];

/** A page of deviations, by patient. @param after where the page before ended. */
export function deviationPage(
  source: ProjectionsSource,
  filter: DeviationFilter,
  after: DeviationPlace | undefined,
  limit: number,
): readonly DeviationRow[] {
  const { sql, parameters } = deviationListQuery(filter, after, limit);
  return source.reader
    .prepare(sql)
    .all(...parameters)
    .map((row) => ({
      ...{ patient: String(row['patient']), site: String(row['site']), place: Number(row['place']) },
      deviation: JSON.parse(String(row['deviation'])) as Deviation,
    }));
}

type Condition = readonly [string, ...SQLInputValue[]];

/** For the test of the query plans. */
export function deviationListQuery(
  { sites, kind, isAssessed, asOf }: DeviationFilter,
  after: DeviationPlace | undefined,
  limit: number,
): { readonly sql: string; readonly parameters: readonly SQLInputValue[] } {
  const [site = '', ...others] = sites ?? [];
  const isOneSite = site !== '' && others.length === 0;
  const conditions: readonly Condition[] = [
    ['shows_at <= ?', asOf],
    ...(isOneSite ? [['site = ?', site] as const] : []),
    ...(sites === undefined || isOneSite
      ? []
      : [['site IN (SELECT value FROM json_each(?))', JSON.stringify(sites)] as const]),
    ...(kind === undefined ? [] : [['kind = ?', kind] as const]),
    ...(isAssessed === undefined ? [] : [['assessed = ?', Number(isAssessed)] as const]),
    ...(after === undefined ? [] : [['(patient, place) > (?, ?)', ...after] as const]),
  ];
  const where = conditions.map(([condition]) => condition).join(' AND ');
  return {
    sql: `SELECT patient, site, place, deviation FROM deviation WHERE ${where} ORDER BY patient, place LIMIT ?`,
    parameters: [...conditions.flatMap(([, ...values]) => values), limit],
  };
}
