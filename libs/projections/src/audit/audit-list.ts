import type { DatabaseSync } from 'node:sqlite';
import { patientStream } from '@bali/trial';
import { DAY_MS, standingTransfers } from '../event-index/event-index.js';

/** Events that fit every filter given. */
export interface AuditFilter {
  readonly patient?: string;
  /**
   * Of one of these sites: of a patient who was there by then, or who is there now. Events that are about no site are not among
   * them.
   */
  readonly sites?: readonly string[];
  /** The person's user id. */
  readonly person?: string;
  /** The event's type. */
  readonly type?: string;
  /** Recorded at this moment or later (RFC 3339). */
  readonly from?: string;
  /** Recorded before this moment (RFC 3339). */
  readonly before?: string;
}

export interface AuditListOptions {
  readonly order: 'newest-first' | 'oldest-first';
  /** The position to go on after: {@link AuditPage.next}. */
  readonly after?: number;
  /** At least 1. */
  readonly limit: number;
}

export interface AuditPage {
  /** In the order asked for. */
  readonly positions: readonly number[];
  /** The last position if there are more. */
  readonly next?: number;
}

interface Range {
  readonly first: number;
  readonly last: number;
}

/** The positions of the events that fit, a page of them. @param reader of the runner. */
export function auditPage(reader: DatabaseSync, filter: AuditFilter, options: AuditListOptions): AuditPage {
  const names = numbersOf(reader, filter);
  const range = rangeOf(reader, filter, options);
  if (names === undefined || range === undefined) return { positions: [] };
  const { sql, parameters } = auditQuery(names, filter, range, options);
  const found = reader.prepare(sql).all(...parameters);
  const positions = found.slice(0, options.limit).map((row) => Number(row['position']));
  const next = positions.at(-1);
  return found.length > options.limit && next !== undefined ? { positions, next } : { positions };
}

/** Columns with an index, in the order of how few events each leaves: the first one given is looked up. */
const INDEXED = ['stream', 'person', 'type'] as const;
type Column = (typeof INDEXED)[number] | 'site' | 'moved';

/** For the test of the query plans. @param wanted the numbers of the names that each column may have. */
export function auditQuery(
  wanted: ReadonlyMap<Column, readonly number[]>,
  { from, before }: Pick<AuditFilter, 'from' | 'before'>,
  { first, last }: Range,
  { order, limit }: AuditListOptions,
): { readonly sql: string; readonly parameters: readonly number[] } {
  const indexed = INDEXED.find((column) => wanted.has(column));
  const { moved = [], ...columns } = Object.fromEntries(wanted) as Partial<Record<Column, readonly number[]>>;
  const conditions: [string, readonly number[]][] = Object.entries(columns).map(([column, numbers]) => {
    // A unary plus keeps SQLite from choosing the index of a filter that leaves more, and then sorting.
    const isOneOf = `${column === indexed ? '' : '+'}${column} IN (${questions(numbers)})`;
    if (column !== 'site' || moved.length === 0) return [isOneOf, numbers];
    return [`(${isOneOf} OR +stream IN (${questions(moved)}))`, [...numbers, ...moved]];
  });
  conditions.push(['position BETWEEN ? AND ?', [first, last]]);
  if (from !== undefined) conditions.push(['recorded_at >= ?', [Date.parse(from)]]);
  if (before !== undefined) conditions.push(['recorded_at < ?', [Date.parse(before)]]);
  const where = conditions.map(([condition]) => condition).join(' AND ');
  const direction = order === 'newest-first' ? 'DESC' : 'ASC';
  return {
    sql: `SELECT position FROM indexed_event WHERE ${where} ORDER BY position ${direction} LIMIT ?`,
    parameters: [...conditions.flatMap(([, values]) => values), limit + 1],
  };
}

function questions(numbers: readonly number[]): string {
  return numbers.map(() => '?').join(', ');
}

/** The numbers of the names that are asked for; undefined if none of a column's ever occurred: then nothing can fit. */
function numbersOf(
  reader: DatabaseSync,
  { patient, person, type, sites }: AuditFilter,
): ReadonlyMap<Column, readonly number[]> | undefined {
  const find = reader.prepare('SELECT number FROM indexed_name WHERE name = ?');
  const numbers = new Map<Column, readonly number[]>();
  const lookUp = (column: Column, names: readonly string[]): void => {
    const found = names.map((name) => find.get(name)?.['number']);
    numbers.set(
      column,
      found.filter((number) => typeof number === 'number'),
    );
  };
  if (patient !== undefined) lookUp('stream', [patientStream(patient)]);
  if (person !== undefined) lookUp('person', [person]);
  if (type !== undefined) lookUp('type', [type]);
  if (sites !== undefined) {
    lookUp('site', sites);
    lookUp('moved', streamsAt(reader, sites));
  }
  const hasNone = (column: Column): boolean => {
    const isOfNoSite = column === 'site' && numbers.get('moved')?.length === 0;
    return numbers.get(column)?.length === 0 && column !== 'moved' && (column !== 'site' || isOfNoSite);
  };
  return [...numbers.keys()].some(hasNone) ? undefined : numbers;
}

/** The streams of the patients who were transferred to one of these sites, and are there now. */
function streamsAt(reader: DatabaseSync, sites: readonly string[]): readonly string[] {
  const current = new Map(standingTransfers(reader).map(({ stream, site }) => [stream, site]));
  return [...current].flatMap(([stream, site]) => (sites.includes(site) ? [stream] : []));
}

/** The positions between which the answer lies; undefined if there are none. */
function rangeOf(
  reader: DatabaseSync,
  { from, before }: AuditFilter,
  { order, after }: AuditListOptions,
): Range | undefined {
  const row = reader
    .prepare('SELECT min(first) AS first, max(last) AS last FROM indexed_day WHERE day >= ? AND day <= ?')
    .get(dayOf(from, -1), dayOf(before, Number.MAX_SAFE_INTEGER));
  if (typeof row?.['first'] !== 'number' || typeof row['last'] !== 'number') return undefined;
  const { first, last } = { first: row['first'], last: row['last'] };
  if (after === undefined) return { first, last };
  return order === 'newest-first'
    ? { first, last: Math.min(last, after - 1) }
    : { first: Math.max(first, after + 1), last };
}

function dayOf(instant: string | undefined, otherwise: number): number {
  return instant === undefined ? otherwise : Math.floor(Date.parse(instant) / DAY_MS);
}
