import { setImmediate } from 'node:timers/promises';
import type { Person } from '@bali/access';
import type { Clock } from '@bali/commands';
import {
  type ProjectionRunner,
  type SitePerformance,
  SitePerformances,
  type TrialStateQueries,
} from '@bali/projections';
import { type AtLeast, untilApplied } from '../applied-events.js';
import { visibleSites } from '../visibility.js';

const CHARTS_AT_ONCE = 25;

/** How the sites perform, by site and by month. */
export class SitePerformanceReport {
  readonly #runner: ProjectionRunner;
  readonly #state: TrialStateQueries;
  readonly #now: Clock;

  constructor(runner: ProjectionRunner, state: TrialStateQueries, now: Clock) {
    this.#runner = runner;
    this.#state = state;
    this.#now = now;
  }

  /** @throws QueryRefused */
  async read(person: Person, request: AtLeast): Promise<readonly SitePerformance[]> {
    await untilApplied(this.#runner, request);
    const sites = visibleSites(person);
    const performances = new SitePerformances(this.#state.trial(), this.#now().toISOString());
    let after = '';
    for (;;) {
      const charts = this.#state.charts(sites === undefined ? {} : { sites }, after, CHARTS_AT_ONCE);
      for (const chart of charts) performances.add(chart);
      const last = charts.at(-1);
      if (last === undefined || charts.length < CHARTS_AT_ONCE) break;
      after = last.patient;
      // Others have their turn between two readings.
      await setImmediate();
    }
    return performances.result().filter(({ site }) => sites === undefined || sites.includes(site));
  }
}
