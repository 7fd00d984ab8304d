import type { CellTherapyEvent } from './cell-events.js';
import type { CellEntry } from './cell-record.js';
import { happenedWhen } from './happened.js';

type Happened = Pick<CellTherapyEvent, 'type' | 'data'>;

/**
 * How many of the records of a patient are before an entry. Each reception begins another harvest: what happened on a day before a
 * reception belongs to an earlier harvest, however late it is recorded. A release is of the latest one, as in the trial ledger.
 */
export function placeOf(entry: Happened, cells: readonly CellEntry[]): number {
  if (entry.type === 'ProductReleasedFromUnit') return cells.length;
  const later = cells.findIndex((one) => one.type === 'HarvestReceived' && isLaterThan(entry, one));
  // Before the first reception nothing happened of any harvest: then the rules say so, of the latest one.
  return later < 0 || (later === 0 && entry.type !== 'HarvestReceived') ? cells.length : later;
}

function isLaterThan(entry: Happened, reception: CellEntry): boolean {
  return dayOf(happenedWhen(reception)) > dayOf(happenedWhen(entry as CellTherapyEvent));
}

/** As it was entered: a date, or a moment on the clock of the site. */
function dayOf(when: string): string {
  return when.slice(0, 10);
}
