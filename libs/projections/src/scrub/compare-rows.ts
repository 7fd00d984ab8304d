import { canonicalJson, equalBytes } from '@bali/ledger';
import type { SQLOutputValue } from 'node:sqlite';
import type { Listing, Row } from './listing.js';

/** A row of a projections file that is not what the ledger says, or that is missing or too much. */
export interface Mismatch {
  readonly projection: string;
  readonly table: string;
  readonly index?: string;
  /** The columns of the row's primary key, with their values. */
  readonly key: string;
  readonly what: 'differs' | 'is missing' | 'is too much';
}

/** The first difference between what a listing should hold and what it holds; undefined if there is none. */
export function firstMismatch(listing: Listing, expected: readonly Row[], found: readonly Row[]): Mismatch | undefined {
  for (let place = 0; place < Math.max(expected.length, found.length); place += 1) {
    const mismatch = mismatchOf(listing, expected[place], found[place]);
    if (mismatch !== undefined) return mismatch;
  }
  return undefined;
}

function mismatchOf(listing: Listing, expected: Row | undefined, found: Row | undefined): Mismatch | undefined {
  const named = (row: Row, what: Mismatch['what']): Mismatch => {
    const { projection, table, index, key } = listing;
    const values = key.map((column) => `${column} ${textOf(row[column])}`).join(', ');
    return { projection, table, ...(index === undefined ? {} : { index }), key: values, what };
  };
  if (expected === undefined) return found && named(found, 'is too much');
  if (found === undefined) return named(expected, 'is missing');
  if (isSame(expected, found)) return undefined;
  const isOfSameKey = listing.key.every((column) => isSameValue(expected[column], found[column]));
  if (isOfSameKey) return named(expected, 'differs');
  return precedes(listing, expected, found) ? named(expected, 'is missing') : named(found, 'is too much');
}

function isSame(one: Row, other: Row): boolean {
  const columns = Object.keys(one);
  return columns.length === Object.keys(other).length && columns.every((name) => isSameValue(one[name], other[name]));
}

/** The members of a document may be in another order: it may have been read from its table again before it was changed. */
function isSameValue(one: SQLOutputValue | undefined, other: SQLOutputValue | undefined): boolean {
  if (one === other) return true;
  if (one instanceof Uint8Array && other instanceof Uint8Array) return equalBytes(one, other);
  if (typeof one !== 'string' || typeof other !== 'string') return false;
  return one.startsWith('{') && other.startsWith('{') && canonicalOf(one) === canonicalOf(other);
}

function canonicalOf(document: string): string {
  try {
    return canonicalJson(JSON.parse(document));
  } catch {
    return document;
  }
}

function precedes({ order }: Listing, one: Row, other: Row): boolean {
  for (const column of order) {
    const [left, right] = [one[column], other[column]];
    if (isSameValue(left, right)) continue;
    return typeof left === 'number' && typeof right === 'number' ? left < right : textOf(left) < textOf(right);
  }
  return false;
}

function textOf(value: SQLOutputValue | undefined): string {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : String(value);
}
