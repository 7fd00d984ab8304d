import type { Person } from '@bali/access';
import type { Clock } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { deviationPage, type ProjectionRunner } from '@bali/projections';
import type { Deviation } from '@bali/trial';
import { type AtLeast, untilApplied } from '../applied-events.js';
import { decodeCursor, DEFAULT_PAGE_SIZE, encodeCursor, type Page, type PageRequest } from '../paging/cursor.js';
import { QueryRefused } from '../query-refused.js';
import type { WithTexts } from '../patients/patient-view.js';
import type { FreeTexts } from '../texts/free-texts.js';
import { recordsHolding } from '../texts/records-holding.js';
import { visibleSites } from '../visibility.js';

const LIST = 'deviations by patient and place';

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
  readonly #ledger: EventStore;
  readonly #runner: ProjectionRunner;
  readonly #texts: FreeTexts;
  readonly #now: Clock;

  constructor(ledger: EventStore, runner: ProjectionRunner, texts: FreeTexts, now: Clock) {
    this.#ledger = ledger;
    this.#runner = runner;
    this.#texts = texts;
    this.#now = now;
  }

  /** @throws QueryRefused, AnotherSite */
  async list(
    person: Person,
    { kind, assessed, cursor, limit = DEFAULT_PAGE_SIZE, ...request }: DeviationListRequest,
  ): Promise<Page<WithTexts<ListedDeviation>>> {
    await untilApplied(this.#runner, request);
    const sites = visibleSites(person, request.site);
    const filter = {
      asOf: this.#now().toISOString(),
      ...(sites === undefined ? {} : { sites }),
      ...(kind === undefined ? {} : { kind }),
      ...(assessed === undefined ? {} : { isAssessed: assessed === 'yes' }),
    };
    const rows = deviationPage(this.#runner, filter, placeIn(cursor), limit + 1);
    const items: WithTexts<ListedDeviation>[] = [];
    for (const { patient, site, deviation } of rows.slice(0, limit)) {
      items.push(await this.#asShown(person, { patient, site, ...deviation }));
    }
    const last = rows[limit - 1];
    return rows.length > limit && last !== undefined
      ? { items, next: encodeCursor(LIST, [last.patient, last.place]) }
      : { items };
  }

  async #asShown(person: Person, listed: ListedDeviation): Promise<WithTexts<ListedDeviation>> {
    const hashes = [listed.description, listed.assessment?.rationale].filter((hash) => hash !== undefined);
    if (hashes.length === 0) return { ...listed, texts: {} };
    const records = await recordsHolding(this.#ledger, listed.patient, new Set(hashes));
    const show = await this.#texts.shownTo(person, records, listed.site);
    return { ...listed, texts: Object.fromEntries(hashes.map((hash) => [hash, show(hash)])) };
  }
}

function placeIn(cursor: string | undefined): readonly [patient: string, place: number] | undefined {
  if (cursor === undefined) return undefined;
  const [patient, place] = decodeCursor(LIST, cursor, 2);
  if (typeof patient !== 'string' || typeof place !== 'number') throw new QueryRefused('bad-cursor');
  return [patient, place];
}
