import { Problem } from '../problems/problem.js';
import { PROBLEMS } from '../problems/problem-kinds.js';

/** A page of a list, and the cursor of the next one if there is more. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

/** Where a page ended: the values by which the list is ordered. */
export type Place = readonly (string | number)[];

const VERSION = 1;
export const MAX_CURSOR_LENGTH = 512;

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
 * @throws Problem `bad-cursor`.
 */
export function decodeCursor(list: string, cursor: string, length: number): Place {
  const place = cursor.length > MAX_CURSOR_LENGTH ? undefined : read(cursor);
  if (!Array.isArray(place)) throw new Problem(PROBLEMS['bad-cursor']);
  const [version, name, ...values] = place as unknown[];
  const isPlace = values.length === length && values.every((value) => ['string', 'number'].includes(typeof value));
  if (version !== VERSION || name !== list || !isPlace) throw new Problem(PROBLEMS['bad-cursor']);
  return values as Place;
}

function read(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
