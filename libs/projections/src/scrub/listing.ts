import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';
import type { Projection, Table } from '../runner/projection.js';

export type Row = Readonly<Record<string, SQLOutputValue>>;

/** A table of a projection, or one of its indexes, as rows in one order. An index is looked at by itself: it can lie. */
export interface Listing {
  readonly projection: string;
  readonly table: string;
  readonly index?: string;
  /** What identifies a row to people. */
  readonly key: readonly string[];
  /** What the rows are in the order of; no two rows have the same. */
  readonly order: readonly string[];
}

/** Every table of projections, each followed by its indexes. */
export function listingsOf(projections: readonly Projection[]): readonly Listing[] {
  return projections.flatMap(({ name: projection, tables }) =>
    tables.flatMap((table) => {
      const { name, key } = table;
      return [{ projection, table: name, key, order: key }, ...indexListings(projection, table)];
    }),
  );
}

function indexListings(projection: string, { name: table, key, indexes = {} }: Table): readonly Listing[] {
  return Object.entries(indexes).map(([index, columns]) => {
    const indexed = columns.replaceAll(/[()\s]/g, '').split(',');
    return { projection, table, index, key, order: [...indexed, ...key.filter((column) => !indexed.includes(column))] };
  });
}

/** The first rows of a listing, up to a limit, that come after another one. */
export function rowsAfter(
  database: DatabaseSync,
  listing: Listing,
  last: Row | undefined,
  limit: number,
): readonly Row[] {
  if (last === undefined) return select(database, listing, [], undefined, limit);
  const rows: Row[] = [];
  // One query for each length of the beginning that stays the same: each goes straight along the index. One query with a row
  // value would begin each page with the first row of the same name.
  for (let same = listing.order.length - 1; same >= 0 && rows.length < limit; same -= 1) {
    const values = listing.order.slice(0, same + 1).map((column) => last[column] as SQLInputValue);
    rows.push(...select(database, listing, values, same, limit - rows.length));
  }
  return rows;
}

/** @param same number of columns that have the same values; the next one has a greater one. Undefined: every row. */
function select(
  database: DatabaseSync,
  { table, index, order }: Listing,
  values: readonly SQLInputValue[],
  same: number | undefined,
  limit: number,
): readonly Row[] {
  const columns = index === undefined ? '*' : order.join(', ');
  const along = index === undefined ? '' : ` INDEXED BY "${index}"`;
  const conditions = values.map((_, place) => `${order[place] ?? ''} ${place === same ? '>' : '='} ?`);
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  return database
    .prepare(`SELECT ${columns} FROM "${table}"${along}${where} ORDER BY ${order.join(', ')} LIMIT ?`)
    .all(...values, limit);
}
