import { setImmediate } from 'node:timers/promises';
import type { Chart, TrialStateQueries } from '@bali/projections';
import { encodeCursor, type Page } from '../paging/cursor.js';

/** Number of charts that are read at once. Between two readings others have their turn. */
const CHARTS_AT_ONCE = 25;
/** Number of charts that one page looks at, at most: it bounds how long an answer takes. */
const MOST_CHARTS = 75;

export interface Scan<Item> {
  /** Names the list: a cursor of it is for no other. */
  readonly list: string;
  readonly sites?: readonly string[] | undefined;
  /** The patient after whom the page begins. */
  readonly after: string;
  readonly limit: number;
  readonly itemsOf: (chart: Chart) => readonly Item[];
}

/**
 * A page of what charts give, patient by patient in the order of their codes. A page ends with a patient: it may have more items than
 * were asked for, or fewer, or none, and still a next one.
 */
export async function scanCharts<Item>(
  state: Pick<TrialStateQueries, 'charts'>,
  { list, sites, after, limit, itemsOf }: Scan<Item>,
): Promise<Page<Item>> {
  const items: Item[] = [];
  let last = after;
  for (let looked = 0; looked < MOST_CHARTS; looked += CHARTS_AT_ONCE) {
    const charts = state.charts(sites === undefined ? {} : { sites }, last, CHARTS_AT_ONCE);
    for (const [place, chart] of charts.entries()) {
      items.push(...itemsOf(chart));
      last = chart.patient;
      const isLast = place === charts.length - 1 && charts.length < CHARTS_AT_ONCE;
      if (items.length >= limit && !isLast) return { items, next: encodeCursor(list, [last]) };
    }
    if (charts.length < CHARTS_AT_ONCE) return { items };
    await setImmediate();
  }
  return { items, next: encodeCursor(list, [last]) };
}
