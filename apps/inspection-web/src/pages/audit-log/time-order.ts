import type { ShownEntry } from './entry.js';

/**
 * The positions of the entries that are dated before one that came earlier: the clock of the server was wrong at one of these times.
 * Only what is on the page is compared, in whichever order it is shown. Ledgers of today keep time in order.
 */
export function datedBeforeEarlier(
  entries: readonly Pick<ShownEntry, 'position' | 'recordedAt'>[],
): ReadonlySet<number> {
  const found = new Set<number>();
  let latest = '';
  for (const { position, recordedAt } of entries.toSorted((one, other) => one.position - other.position)) {
    if (recordedAt < latest) found.add(position);
    else latest = recordedAt;
  }
  return found;
}
