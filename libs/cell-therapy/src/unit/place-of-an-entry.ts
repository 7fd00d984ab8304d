import { compareInstants } from '@bali/protocol';
import type { CellTherapyEvent } from './cell-events.js';
import type { CellEntry } from './cell-record.js';
import { happenedWhen } from './happened.js';

type Happened = Pick<CellTherapyEvent, 'type' | 'data'>;

/**
 * How many of the records of a patient are before an entry. Each reception begins another harvest: what happened on a day before a
 * reception belongs to an earlier harvest, however late it is recorded. A release is of the latest one, as in the trial ledger; one that
 * is recorded late stands before what became of the syringe after it, whatever that was: so it is recorded alike in both arms.
 */
export function placeOf(entry: Happened, cells: readonly CellEntry[]): number {
  if (entry.type === 'ProductReleasedFromUnit') return placeOfRelease(entry as CellTherapyEvent, cells);
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

/** What may become of a syringe, or of the cells beside it. */
const FATES: readonly string[] = ['CellsImplanted', 'CellsCryoConserved', 'CellsDiscarded'];

function placeOfRelease(release: CellTherapyEvent, cells: readonly CellEntry[]): number {
  const releasedAt = happenedWhen(release);
  // What was given up before it is no part of it.
  const since = cells.findLastIndex(({ type }) => type === 'ProductReleaseGivenUp');
  const later = cells.findIndex(
    (one, place) => place > since && FATES.includes(one.type) && compareInstants(happenedWhen(one), releasedAt) > 0,
  );
  return later < 0 ? cells.length : later;
}
