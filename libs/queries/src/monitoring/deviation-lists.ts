import type { Person } from '@bali/access';
import type { Clock } from '@bali/commands';
import type { ProjectionRunner, TrialStateQueries } from '@bali/projections';
import { type Deviation, deviationsOf } from '@bali/trial';
import { type AtLeast, untilApplied } from '../applied-events.js';
import { decodeCursor, DEFAULT_PAGE_SIZE, type Page, type PageRequest } from '../paging/cursor.js';
import { visibleSites } from '../visibility.js';
import { scanCharts } from './scan-charts.js';

const LIST = 'deviations by patient';

/** A deviation with the patient whom it is of. */
export interface ListedDeviation extends Deviation {
  readonly patient: string;
  readonly site: string;
}

export interface DeviationListRequest extends AtLeast, PageRequest {
  readonly site?: string;
  readonly kind?: string;
  readonly assessed?: 'yes' | 'no';
}

/** Deviations from the protocol as the records show them now, by patient. A site role sees those of its own sites. */
export class DeviationLists {
  readonly #runner: ProjectionRunner;
  readonly #state: TrialStateQueries;
  readonly #now: Clock;

  constructor(runner: ProjectionRunner, state: TrialStateQueries, now: Clock) {
    this.#runner = runner;
    this.#state = state;
    this.#now = now;
  }

  /** @throws QueryRefused, AnotherSite */
  async list(person: Person, { kind, assessed, ...request }: DeviationListRequest): Promise<Page<ListedDeviation>> {
    await untilApplied(this.#runner, request);
    const trial = this.#state.trial();
    const asOf = this.#now().toISOString();
    const isAsked = (one: Deviation): boolean =>
      (kind === undefined || one.kind === kind) &&
      (assessed === undefined || (assessed === 'yes') === (one.assessment !== undefined));
    return scanCharts(this.#state, {
      list: LIST,
      sites: visibleSites(person, request.site),
      after: request.cursor === undefined ? '' : String(decodeCursor(LIST, request.cursor, 1)[0]),
      limit: request.limit ?? DEFAULT_PAGE_SIZE,
      itemsOf: ({ patient, site, state }) =>
        deviationsOf(state, trial, asOf)
          .filter(isAsked)
          .map((deviation) => ({ patient, site, ...deviation })),
    });
  }
}
