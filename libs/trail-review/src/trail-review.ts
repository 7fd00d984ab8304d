import type { AsOf, CheckRun, Found, ReviewedLedger, Seen, TrailCheck } from './check.js';
import { TRAIL_CHECKS } from './checks.js';
import { type ReviewThresholds, reviewThresholds } from './thresholds.js';
import { Trail } from './trail.js';

/** What is asked for of what was found: recorded from a moment on, before another one, at a site. */
export interface FoundFilter {
  readonly from?: string;
  readonly before?: string;
  readonly site?: string;
}

/** How much a check pointed at in a month, and how many records it looked at. */
export interface TrendMonth {
  readonly month: string;
  readonly count: number;
  readonly looked: number;
}

export interface CheckResult {
  readonly check: TrailCheck;
  /** Number of records that it points at. */
  readonly count: number;
  /** Number of records that it looked at. */
  readonly looked: number;
  /** Month by month, from the first to the last in which it looked at any. */
  readonly trend: readonly TrendMonth[];
  /** By site, the most first; what is about no site is left out. */
  readonly bySite: readonly { readonly site: string; readonly count: number }[];
}

interface Running {
  readonly check: TrailCheck;
  readonly run: CheckRun;
  /** Number of records looked at, by month. */
  readonly looked: Map<string, number>;
}

/**
 * All checks at work on the ledgers of one trial. Each ledger is taken in its order; both may be read on as they grow. The same
 * ledgers lead to the same findings, whoever asks.
 */
export class TrailReview {
  readonly thresholds: ReviewThresholds;
  readonly #trail = new Trail();
  readonly #running: readonly Running[];
  readonly #size = { trial: 0, access: 0 };

  constructor(thresholds: ReviewThresholds = reviewThresholds()) {
    this.thresholds = thresholds;
    this.#running = TRAIL_CHECKS.map((check) => ({ check, run: check.begin(thresholds), looked: new Map() }));
  }

  /** How many records of a ledger were taken. */
  sizeOf(ledger: ReviewedLedger): number {
    return this.#size[ledger];
  }

  take(seen: Seen): void {
    const month = seen.record.metadata.recordedAt.slice(0, 7);
    for (const { check, run, looked } of this.#running) {
      if (!check.ledgers.includes(seen.ledger) || !run.take(seen, this.#trail)) continue;
      looked.set(month, (looked.get(month) ?? 0) + 1);
    }
    this.#trail.apply(seen);
    this.#size[seen.ledger] = seen.position + 1;
  }

  /** What the checks that look at these ledgers alone point at. */
  results(ledgers: readonly ReviewedLedger[], asOf: AsOf, filter: FoundFilter = {}): readonly CheckResult[] {
    return this.#running
      .filter(({ check }) => check.ledgers.every((ledger) => ledgers.includes(ledger)))
      .map((running) => this.#resultOf(running, asOf, filter));
  }

  /** The records that a check points at, in the order of their times. */
  found(id: string, asOf: AsOf, filter: FoundFilter = {}): readonly Found[] {
    const running = this.#running.find(({ check }) => check.id === id);
    return running === undefined ? [] : this.#foundBy(running, asOf, filter);
  }

  #foundBy({ run }: Running, asOf: AsOf, { from = '', before = '9999', site }: FoundFilter): readonly Found[] {
    return run.found(this.#trail, asOf).filter(({ recordedAt, site: at }) => {
      return recordedAt >= from && recordedAt < before && (site === undefined || at === site);
    });
  }

  #resultOf(running: Running, asOf: AsOf, filter: FoundFilter): CheckResult {
    const found = this.#foundBy(running, asOf, filter);
    const { check, looked } = running;
    const isAsked = (month: string) =>
      month >= (filter.from ?? '').slice(0, 7) && month <= (filter.before ?? '9999').slice(0, 7);
    const months = [...looked.keys()].filter(isAsked).toSorted();
    const counts = countsOf(found, ({ recordedAt }) => recordedAt.slice(0, 7));
    const trend = monthsThrough(months[0], months.at(-1)).map((month) => ({
      ...{ month, count: counts.get(month) ?? 0, looked: looked.get(month) ?? 0 },
    }));
    const bySite = [...countsOf(found, ({ site }) => site)]
      .map(([site, count]) => ({ site, count }))
      .toSorted((one, other) => other.count - one.count || (one.site < other.site ? -1 : 1));
    const all = trend.reduce((sum, month) => sum + month.looked, 0);
    return { check, count: found.length, looked: all, trend, bySite };
  }
}

function countsOf(found: readonly Found[], keyOf: (found: Found) => string | undefined): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const one of found) {
    const key = keyOf(one);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

/** Every month from one to another, such as `2011-03`. */
function monthsThrough(first: string | undefined, last: string | undefined): readonly string[] {
  if (first === undefined || last === undefined) return [];
  const placeOf = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
  const begin = placeOf(first);
  return Array.from({ length: placeOf(last) - begin + 1 }, (_, after) => {
    const place = begin + after;
    return `${String(Math.floor(place / 12)).padStart(4, '0')}-${String((place % 12) + 1).padStart(2, '0')}`;
  });
}
