import type { Person } from '@bali/access';
import type { Clock } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import {
  type ListedQuery,
  type ProjectionRunner,
  type QueryFilter,
  queryPage,
  type QueryPlace,
} from '@bali/projections';
import type { QueryStatus } from '@bali/trial';
import { type AtLeast, untilApplied } from '../applied-events.js';
import { requireAsWritten } from '../ledgers/as-written.js';
import { decodeCursor, DEFAULT_PAGE_SIZE, encodeCursor, type Page, type PageRequest } from '../paging/cursor.js';
import type { FreeTexts } from '../texts/free-texts.js';
import { recordsHolding } from '../texts/records-holding.js';
import { requireOnceOwnPatient, visibleSites, type WhereaboutsOf } from '../visibility.js';

const LIST = 'queries by age';
const DAY_MS = 86_400_000;

/** Which queries a list is of. */
export interface QueryListRequest extends AtLeast, PageRequest {
  readonly site?: string;
  readonly patient?: string;
  readonly status?: QueryStatus;
  readonly role?: string;
  /** Only those that were raised at least this number of days ago. */
  readonly minAgeDays?: number;
}

/** A query of a list, with how long it has been there, and its words as they may be shown. */
export interface QueryInList extends ListedQuery {
  /** Whole days since it was raised. */
  readonly ageDays: number;
  readonly texts: Readonly<Record<string, string>>;
}

/** Queries about data, oldest first. A site role sees those about the patients of its own sites. */
export class QueryLists {
  readonly #ledger: EventStore;
  readonly #runner: ProjectionRunner;
  readonly #whereabouts: WhereaboutsOf;
  readonly #texts: FreeTexts;
  readonly #now: Clock;

  constructor(ledger: EventStore, runner: ProjectionRunner, whereabouts: WhereaboutsOf, texts: FreeTexts, now: Clock) {
    this.#ledger = ledger;
    this.#runner = runner;
    this.#whereabouts = whereabouts;
    this.#texts = texts;
    this.#now = now;
  }

  /** @throws QueryRefused, AnotherSite, LedgerHeld */
  async list(person: Person, request: QueryListRequest): Promise<Page<QueryInList>> {
    requireAsWritten(this.#ledger);
    await untilApplied(this.#runner, request);
    if (request.patient !== undefined) requireOnceOwnPatient(person, request.patient, this.#whereabouts);
    const limit = request.limit ?? DEFAULT_PAGE_SIZE;
    const after = request.cursor === undefined ? undefined : placeIn(request.cursor);
    const found = queryPage(this.#runner, this.#filterFor(person, request), after, limit + 1);
    const items = await Promise.all(found.slice(0, limit).map((query) => this.#asShown(person, query)));
    const last = items.at(-1);
    if (last === undefined || found.length <= limit) return { items };
    return { items, next: encodeCursor(LIST, [last.raisedAt, last.patient, last.number]) };
  }

  #filterFor(person: Person, { site, patient, status, role, minAgeDays }: QueryListRequest): QueryFilter {
    const sites = visibleSites(person, site);
    const raisedBefore =
      minAgeDays === undefined ? undefined : new Date(this.#now().getTime() - minAgeDays * DAY_MS).toISOString();
    return {
      ...(sites && { sites }),
      ...(patient && { patient }),
      ...(status && { status }),
      ...(role && { role }),
      ...(raisedBefore && { raisedBefore }),
    };
  }

  async #asShown(person: Person, query: ListedQuery): Promise<QueryInList> {
    const hashes = [query.question, ...query.answers.map(({ answer }) => answer)].filter((hash) => hash !== undefined);
    const ageDays = Math.max(0, Math.floor((this.#now().getTime() - Date.parse(query.raisedAt)) / DAY_MS));
    if (hashes.length === 0) return { ...query, ageDays, texts: {} };
    const show = await this.#texts.shownTo(
      person,
      await recordsHolding(this.#ledger, query.patient, new Set(hashes)),
      query.site,
    );
    return { ...query, ageDays, texts: Object.fromEntries(hashes.map((hash) => [hash, show(hash)])) };
  }
}

function placeIn(cursor: string): QueryPlace {
  const [raisedAt, patient, number] = decodeCursor(LIST, cursor, 3);
  return [String(raisedAt), String(patient), Number(number)];
}
