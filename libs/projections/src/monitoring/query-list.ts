import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import type { DataQuery, QueryStatus } from '@bali/trial';
import type { ProjectionsSource } from '../runner/projection.js';

/** A query with the patient whom it is about, and the site where the patient is. */
export interface ListedQuery extends DataQuery {
  readonly patient: string;
  readonly site: string;
}

export interface QueryFilter {
  /** Only queries of patients at these sites; all when it is missing, none when it is empty. */
  readonly sites?: readonly string[];
  readonly status?: QueryStatus;
  /** Only queries that were raised in this role; `system`: by the software. */
  readonly role?: string;
  readonly patient?: string;
  /** Only queries that were raised before this moment, UTC. */
  readonly raisedBefore?: string;
}

/** The place of a query in the list: oldest first. */
export type QueryPlace = readonly [raisedAt: string, patient: string, number: number];

/** A page of queries, oldest first. @param after where the page before ended. */
export function queryPage(
  source: ProjectionsSource,
  filter: QueryFilter,
  after: QueryPlace | undefined,
  limit: number,
): readonly ListedQuery[] {
  const { sql, parameters } = queryListQuery(filter, after, limit);
  return source.reader
    .prepare(sql)
    .all(...parameters)
    .map(listed);
}

/** For the test of the query plans. */
export function queryListQuery(
  { sites, status, role, patient, raisedBefore }: QueryFilter,
  after: QueryPlace | undefined,
  limit: number,
): { readonly sql: string; readonly parameters: readonly SQLInputValue[] } {
  const conditions: readonly Condition[] = [
    ...atSites(sites),
    ...ifGiven('status = ?', status),
    ...ifGiven('role = ?', role),
    ...ifGiven('patient = ?', patient),
    ...ifGiven('raised_at < ?', raisedBefore),
    ...(after === undefined ? [] : [['(raised_at, patient, number) > (?, ?, ?)', ...after] as const]),
  ];
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.map(([condition]) => condition).join(' AND ')}`;
  return {
    sql: `SELECT patient, site, query FROM data_query${where} ORDER BY raised_at, patient, number LIMIT ?`,
    parameters: [...conditions.flatMap(([, ...values]) => values), limit],
  };
}

type Condition = readonly [string, ...SQLInputValue[]];

function ifGiven(condition: string, value: string | undefined): readonly Condition[] {
  return value === undefined ? [] : [[condition, value]];
}

/** One site is found in the index; several are looked for one by one. */
function atSites(sites: readonly string[] | undefined): readonly Condition[] {
  if (sites === undefined) return [];
  const [site = '', ...others] = sites;
  if (site !== '' && others.length === 0) return [['site = ?', site]];
  return [['site IN (SELECT value FROM json_each(?))', JSON.stringify(sites)]];
}

function listed(row: Record<string, SQLOutputValue>): ListedQuery {
  const query = JSON.parse(String(row['query'])) as DataQuery;
  return { patient: String(row['patient']), site: String(row['site']), ...query };
}
