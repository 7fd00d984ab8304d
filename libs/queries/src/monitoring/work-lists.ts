import type { Person } from '@bali/access';
import type { Clock } from '@bali/commands';
import {
  type ProjectionRunner,
  type TrialStateQueries,
  type WorkItem,
  type WorkKind,
  workKindsOf,
  workOf,
  type WorkStanding,
} from '@bali/projections';
import { type AtLeast, untilApplied } from '../applied-events.js';
import { decodeCursor, DEFAULT_PAGE_SIZE, type Page, type PageRequest } from '../paging/cursor.js';
import { visibleSites } from '../visibility.js';
import { scanCharts } from './scan-charts.js';

const LIST = 'work by patient';

export interface WorkListRequest extends AtLeast, PageRequest {
  readonly site?: string;
  readonly what?: WorkKind;
  readonly standing?: WorkStanding;
}

/** What the role of whoever asks has to do, by patient. A site role sees the patients of its own sites. */
export class WorkLists {
  readonly #runner: ProjectionRunner;
  readonly #state: TrialStateQueries;
  readonly #now: Clock;

  constructor(runner: ProjectionRunner, state: TrialStateQueries, now: Clock) {
    this.#runner = runner;
    this.#state = state;
    this.#now = now;
  }

  /** @throws QueryRefused, AnotherSite */
  async list(person: Person, { what, standing, ...request }: WorkListRequest): Promise<Page<WorkItem>> {
    await untilApplied(this.#runner, request);
    const { role } = person;
    const looking = { trial: this.#state.trial(), now: this.#now().toISOString(), role };
    const kinds = workKindsOf(role).filter((kind) => what === undefined || kind === what);
    return scanCharts(this.#state, {
      list: LIST,
      sites: visibleSites(person, request.site),
      after: request.cursor === undefined ? '' : String(decodeCursor(LIST, request.cursor, 1)[0]),
      limit: request.limit ?? DEFAULT_PAGE_SIZE,
      itemsOf: (chart) =>
        workOf(chart, looking, kinds).filter((item) => standing === undefined || item.standing === standing),
    });
  }
}
