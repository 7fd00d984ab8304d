import { type Person, TEXT_STAYS_MS } from '@bali/access';
import type { Clock } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import {
  auditPage,
  type ProjectionRunner,
  recordsAt,
  type TrialStateQueries,
  type WorkItem,
  type WorkKind,
  workKindsOf,
  workOf,
  type WorkStanding,
} from '@bali/projections';
import type { Instant } from '@bali/protocol';
import { type AtLeast, untilApplied } from '../applied-events.js';
import { decodeCursor, DEFAULT_PAGE_SIZE, type Page, type PageRequest } from '../paging/cursor.js';
import { visibleSites } from '../visibility.js';
import { scanCharts } from './scan-charts.js';

const LIST = 'work by patient';
/** What somebody says of a free text who has read it. */
const READ_BY = ['TextReleased', 'TextFlagged', 'TextRedacted'] as const;
/** Number of events that are read at once. */
const READ_AT_ONCE = 200;

export interface WorkListRequest extends AtLeast, PageRequest {
  readonly site?: string;
  readonly what?: WorkKind;
  readonly standing?: WorkStanding;
}

/** What the role of whoever asks has to do, by patient. A site role sees the patients of its own sites. */
export class WorkLists {
  readonly #ledger: EventStore;
  readonly #runner: ProjectionRunner;
  readonly #state: TrialStateQueries;
  readonly #now: Clock;

  constructor(ledger: EventStore, runner: ProjectionRunner, state: TrialStateQueries, now: Clock) {
    this.#ledger = ledger;
    this.#runner = runner;
    this.#state = state;
    this.#now = now;
  }

  /** @throws QueryRefused, AnotherSite */
  async list(person: Person, { what, standing, ...request }: WorkListRequest): Promise<Page<WorkItem>> {
    await untilApplied(this.#runner, request);
    const { role } = person;
    const kinds = workKindsOf(role).filter((kind) => what === undefined || kind === what);
    const now = this.#now().toISOString();
    const readTexts = kinds.includes('text-to-release') ? await this.#readTexts(now) : new Set<string>();
    const looking = { trial: this.#state.trial(), now, role, readTexts };
    return scanCharts(this.#state, {
      list: LIST,
      sites: visibleSites(person, request.site),
      after: request.cursor === undefined ? '' : String(decodeCursor(LIST, request.cursor, 1)[0]),
      limit: request.limit ?? DEFAULT_PAGE_SIZE,
      itemsOf: (chart) =>
        workOf(chart, looking, kinds).filter((item) => standing === undefined || item.standing === standing),
    });
  }

  /** The hashes of the texts that somebody has released, flagged or erased while they could wait for it. */
  async #readTexts(now: Instant): Promise<ReadonlySet<string>> {
    const from = new Date(Date.parse(now) - TEXT_STAYS_MS).toISOString();
    const read = new Set<string>();
    for (const type of READ_BY) {
      for (let after: number | undefined = -1; after !== undefined;) {
        const options = { order: 'oldest-first', after, limit: READ_AT_ONCE } as const;
        const { positions, next } = auditPage(this.#runner.reader, { type, from }, options);
        for (const { record } of await recordsAt(this.#ledger, positions)) {
          read.add((record.data as { readonly hash: string }).hash);
        }
        after = next;
      }
    }
    return read;
  }
}
