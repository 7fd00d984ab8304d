import { QueryRefused } from '../query-refused.js';

/** How many items a page has when nothing else is asked for. */
export const DEFAULT_PAGE_SIZE = 50;

/** What every list can be asked for. */
export interface PageRequest {
  /** The `next` of the page before. Without it, the first page is given. */
  readonly cursor?: string;
  /** How many items a page has at most. Default: {@link DEFAULT_PAGE_SIZE}. */
  readonly limit?: number;
}

/** A page of a list, and the cursor of the next one if there is more. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

/** Where a page ended: the values by which the list is ordered. */
export type Place = readonly (string | number)[];

const VERSION = 1;
const MAX_CURSOR_LENGTH = 512;

/**
 * A place in a list as an opaque text for a URL. It holds nothing that the page did not show, and is not signed: whoever
 * reads it must check what stands in it as any other input.
 * @param list names the list and its order: a cursor of one list is not taken for one of another.
 */
export function encodeCursor(list: string, place: Place): string {
  const cursor = Buffer.from(JSON.stringify([VERSION, list, ...place])).toString('base64url');
  if (cursor.length > MAX_CURSOR_LENGTH) throw new RangeError(`a cursor has at most ${MAX_CURSOR_LENGTH} characters`);
  return cursor;
}

/**
 * The place that a cursor of this list holds.
 * @param length how many values a place in this list has.
 * @throws QueryRefused `bad-cursor`.
 */
export function decodeCursor(list: string, cursor: string, length: number): Place {
  const place = cursor.length > MAX_CURSOR_LENGTH ? undefined : read(cursor);
  if (!Array.isArray(place)) throw new QueryRefused('bad-cursor');
  const [version, name, ...values] = place as unknown[];
  const isPlace = values.length === length && values.every((value) => ['string', 'number'].includes(typeof value));
  if (version !== VERSION || name !== list || !isPlace) throw new QueryRefused('bad-cursor');
  return values as Place;
}

/** The single position that a cursor of this list holds. @throws QueryRefused `bad-cursor`. */
export function decodePosition(list: string, cursor: string): number {
  const [position] = decodeCursor(list, cursor, 1);
  if (typeof position !== 'number' || !Number.isSafeInteger(position)) throw new QueryRefused('bad-cursor');
  return position;
}

/** A page of these items; `next` is where the next one begins, if there is one. */
export function pageOf<Item>(list: string, items: readonly Item[], next: string | number | undefined): Page<Item> {
  return { items, ...(next === undefined ? {} : { next: encodeCursor(list, [next]) }) };
}

function read(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
