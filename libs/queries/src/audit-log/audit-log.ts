import { setImmediate } from 'node:timers/promises';
import type { Person } from '@bali/access';
import type { EventStore } from '@bali/event-store';
import { turningShown } from '@bali/inspection';
import {
  type AuditEntry,
  auditEntry,
  type AuditFilter,
  type AuditPage,
  auditPage,
  type ProjectionRunner,
  recordsAt,
  sitesAt,
  siteTimeZone,
  type TrialStateQueries,
} from '@bali/projections';
import type { EventType } from '@bali/trial';
import { type AtLeast, untilApplied } from '../applied-events.js';
import { decodePosition, DEFAULT_PAGE_SIZE, type Page, pageOf, type PageRequest } from '../paging/cursor.js';
import { QueryRefused } from '../query-refused.js';
import { requireAsWritten } from '../ledgers/as-written.js';
import type { FreeTexts } from '../texts/free-texts.js';
import { requireOnceOwnPatient, visibleSites, type WhereaboutsOf } from '../visibility.js';
import { type AuditSearch, type FoundEntry, isSearch, matches } from './audit-search.js';
import { annulmentsOf } from './annulments-of.js';
import { standingsOf } from './signature-standings.js';

/** What every audit log can be asked for, of whichever ledger. */
export interface AuditRequest extends PageRequest, AuditSearch {
  readonly patient?: string;
  readonly site?: string;
  /** The user id of whoever recorded it. */
  readonly person?: string;
  /** Recorded at this moment or later. */
  readonly from?: string;
  /** Recorded before this moment. */
  readonly before?: string;
  /** Default: `newest-first`. */
  readonly order?: 'newest-first' | 'oldest-first';
}

/** Which entries of the audit log are asked for, and in which order. */
export interface AuditLogRequest extends AtLeast, AuditRequest {
  readonly type?: EventType;
}

/** An entry with the data of its event; free texts stand there as their hashes. */
export interface AuditLogEntry extends AuditEntry {
  readonly data: unknown;
}

type ReadPositions = (after: number | undefined, limit: number) => AuditPage;

/** Entries, and the position after which the next page begins. */
interface Entries {
  readonly items: readonly AuditLogEntry[];
  readonly next?: number;
}

/** Number of events that are read at once while a search goes on. */
const SEARCHED_AT_ONCE = 200;
/** Number of events that one page of a search looks at, at most: it bounds how long one answer takes. */
const MOST_SEARCHED = 2_000;

/** The audit log of the trial ledger in sentences. A site role sees what is about its own sites. */
export class AuditLog {
  readonly #trialLedger: EventStore;
  readonly #runner: ProjectionRunner;
  readonly #state: TrialStateQueries;
  readonly #texts: FreeTexts;

  constructor(trialLedger: EventStore, runner: ProjectionRunner, state: TrialStateQueries, texts: FreeTexts) {
    this.#trialLedger = trialLedger;
    this.#runner = runner;
    this.#state = state;
    this.#texts = texts;
  }

  /**
   * A page of entries. A page of a search may have fewer entries than asked for, or none, and still a next one.
   * @throws QueryRefused
   */
  async page(person: Person, request: AuditLogRequest): Promise<Page<AuditLogEntry>> {
    requireAsWritten(this.#trialLedger);
    await untilApplied(this.#runner, request);
    const order = request.order ?? 'newest-first';
    const list = `audit log ${order}`;
    const after = request.cursor === undefined ? undefined : decodePosition(list, request.cursor);
    const filter = filterFor(person, request, this.#state);
    const limit = request.limit ?? DEFAULT_PAGE_SIZE;
    const read: ReadPositions = (from, size) =>
      auditPage(this.#runner.reader, filter, { order, limit: size, ...(from === undefined ? {} : { after: from }) });
    const { items, next } = isSearch(request)
      ? await this.#search(person, request, read, after, limit)
      : await this.#listed(person, read(after, limit));
    return pageOf(list, items, next);
  }

  /**
   * The entry of one event.
   * @throws QueryRefused `not-found` where there is none, or none that the person may read: the two cannot be told apart.
   */
  async at(person: Person, position: number): Promise<AuditLogEntry> {
    requireAsWritten(this.#trialLedger);
    const filter = filterFor(person, {}, this.#state);
    const next = { order: 'oldest-first', after: position - 1, limit: 1 } as const;
    const [found] = auditPage(this.#runner.reader, filter, next).positions;
    const [entry] = found === position ? await this.#entries(person, [position]) : [];
    if (entry === undefined) throw new QueryRefused('not-found', { detail: 'you read no event at this position' });
    return entry.entry;
  }

  async #listed(person: Person, { positions, next }: AuditPage): Promise<Entries> {
    const items = (await this.#entries(person, positions)).map(({ entry }) => entry);
    return { items, ...(next === undefined ? {} : { next }) };
  }

  /** Looks for what no index knows (role, field, text) among the events that the index gives. */
  async #search(
    person: Person,
    search: AuditSearch,
    read: ReadPositions,
    after: number | undefined,
    limit: number,
  ): Promise<Entries> {
    const items: AuditLogEntry[] = [];
    let from = after;
    for (let searched = 0; searched < MOST_SEARCHED;) {
      const { positions, next } = read(from, SEARCHED_AT_ONCE);
      for (const found of await this.#entries(person, positions)) {
        if (!matches(search, found)) continue;
        items.push(found.entry);
        if (items.length === limit) return { items, next: found.entry.position };
      }
      if (next === undefined) return { items };
      searched += positions.length;
      from = next;
      await setImmediate(); // Others are answered meanwhile.
    }
    return { items, ...(from === undefined ? {} : { next: from }) };
  }

  async #entries(person: Person, positions: readonly number[]): Promise<readonly FoundEntry<AuditLogEntry>[]> {
    const found = await recordsAt(this.#trialLedger, positions);
    const records = found.map(({ record }) => record);
    const standings = await standingsOf(this.#trialLedger, records);
    const telling = {
      show: await this.#texts.shownTo(person, records),
      standingOf: (event: string) => standings.get(event),
      annulmentOf: annulmentsOf(this.#state, records),
      timeZoneOf: siteTimeZone(this.#state.trial()),
    };
    const sites = sitesAt(this.#runner.reader, positions);
    return found.map(({ position, record }) => {
      const entry = auditEntry(position, record, { ...telling, siteOf: () => sites.get(position) });
      return { entry: { ...entry, sentence: turningShown(entry.sentence), data: record.data }, record };
    });
  }
}

function filterFor(person: Person, request: AuditLogRequest, whereabouts: WhereaboutsOf): AuditFilter {
  const { patient, site, person: userId, type, from, before } = request;
  if (patient !== undefined) requireOnceOwnPatient(person, patient, whereabouts);
  const sites = visibleSites(person, site);
  return {
    ...(patient && { patient }),
    ...(userId && { person: userId }),
    ...(type && { type }),
    ...(from && { from }),
    ...(before && { before }),
    ...(sites && { sites }),
  };
}
