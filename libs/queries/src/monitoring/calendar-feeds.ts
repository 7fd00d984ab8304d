import { createHash } from 'node:crypto';
import { DISCLOSURES_STREAM, type Person, type Role } from '@bali/access';
import type { Clock, DisclosureLog, RandomBytes } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { recordOf } from '@bali/ledger';
import type { TrialStateQueries } from '@bali/projections';
import { v4 as uuidV4 } from 'uuid';
import { type Asker, shownTo } from '../asker.js';
import { QueryRefused } from '../query-refused.js';
import { visibleSites } from '../visibility.js';
import { calendarOf, visitsOf } from './visit-calendar.js';

const TOKEN_BYTES = 32;
const CHARTS_AT_ONCE = 25;

/** The holder of an account in a role as things are now; `undefined`: the person does not hold it any more. */
export type HolderOf = (userId: string, role: Role) => Promise<Person | undefined>;

export interface IssuedFeed {
  readonly feed: string;
  /** Shown once, and kept nowhere. */
  readonly token: string;
}

interface Feed {
  readonly feed: string;
  readonly userId: string;
  readonly role: Role;
  readonly sites: readonly string[];
}

export interface CalendarFeedsOptions {
  readonly accessLedger: Pick<EventStore, 'readStream'>;
  readonly disclosures: DisclosureLog;
  readonly state: TrialStateQueries;
  readonly holderOf: HolderOf;
  readonly now: Clock;
  readonly randomBytes: RandomBytes;
}

/** A person needs one for each program that shows it: a few. */
const MOST_FEEDS = 10;

/**
 * Calendars of visits for calendar programs, which send no credentials but the address that they were given. Each has a token of its
 * own, of which the access ledger keeps the hash alone; it shows codes of patients and days of visits, and nothing else.
 */
export class CalendarFeeds {
  readonly #options: CalendarFeedsOptions;
  readonly #byToken = new Map<string, Feed>();
  readonly #revoked = new Set<string>();
  #next = 0;

  constructor(options: CalendarFeedsOptions) {
    this.#options = options;
  }

  /** @throws AnotherSite; QueryRefused `too-many-at-once`; what the store throws: then there is no such calendar. */
  async issue(asker: Asker, site?: string): Promise<IssuedFeed> {
    const { disclosures, randomBytes } = this.#options;
    const { person, requestId } = asker;
    const sites = visibleSites(person, site) ?? [];
    await this.#requireRoom(person.userId);
    const token = Buffer.from(randomBytes(TOKEN_BYTES, `token of a calendar for request ${requestId}`)).toString(
      'base64url',
    );
    const feed = uuidV4({ random: Uint8Array.from(randomBytes(16, `id of a calendar for request ${requestId}`)) });
    const data = { feed, tokenHash: hashOf(token), role: person.role, sites: [...sites] };
    await disclosures.record({ type: 'CalendarFeedIssued', data }, shownTo(asker));
    return { feed, token };
  }

  /** @throws QueryRefused `too-many-at-once`, which names the calendars that could be revoked. */
  async #requireRoom(userId: string): Promise<void> {
    await this.#readOn();
    const own = [...this.#byToken.values()].filter((one) => one.userId === userId && !this.#revoked.has(one.feed));
    if (own.length < MOST_FEEDS) return;
    const detail =
      `You have ${own.length} calendars, and nobody has more than ${MOST_FEEDS}. Revoke one that you use no more ` +
      `(POST /v1/calendar-feeds/{feed}/revocation): ${own.map(({ feed }) => feed).join(', ')}.`;
    throw new QueryRefused('too-many-at-once', { detail });
  }

  /** @throws QueryRefused `not-found` for a calendar that is not of this person, or is revoked already. */
  async revoke(asker: Asker, feed: string): Promise<void> {
    await this.#readOn();
    const own = [...this.#byToken.values()].find((one) => one.feed === feed && one.userId === asker.person.userId);
    if (own === undefined || this.#revoked.has(feed)) {
      throw new QueryRefused('not-found', { detail: 'you have no such calendar, or it is revoked already' });
    }
    await this.#options.disclosures.record({ type: 'CalendarFeedRevoked', data: { feed } }, shownTo(asker));
  }

  /**
   * The calendar of a token (RFC 5545). Of a token that is unknown or revoked, and of a person who does not hold the role any more, it is
   * empty: so a calendar program forgets what it kept, and nobody learns whether a token was right.
   */
  async calendar(token: string): Promise<string> {
    const { state, now, holderOf } = this.#options;
    await this.#readOn();
    const feed = this.#byToken.get(hashOf(token));
    const stamp = now().toISOString();
    if (feed === undefined || this.#revoked.has(feed.feed)) return calendarOf([], stamp);
    const person = await holderOf(feed.userId, feed.role);
    if (person === undefined) return calendarOf([], stamp);
    const held = visibleSites(person);
    const sites = feed.sites.length === 0 ? held : feed.sites.filter((site) => held?.includes(site) ?? true);
    const trial = state.trial();
    const visits = [];
    for (let after: string | undefined = ''; after !== undefined;) {
      const charts = state.charts(sites === undefined ? {} : { sites }, after, CHARTS_AT_ONCE);
      visits.push(...charts.flatMap((chart) => visitsOf(chart, trial)));
      after = charts.length < CHARTS_AT_ONCE ? undefined : charts.at(-1)?.patient;
    }
    return calendarOf(visits, stamp);
  }

  async #readOn(): Promise<void> {
    const later = await this.#options.accessLedger.readStream(DISCLOSURES_STREAM, this.#next);
    for (const { leaf, revision } of later) {
      const { type, data, metadata } = recordOf(leaf);
      if (type === 'CalendarFeedIssued') {
        const { tokenHash, ...feed } = data as Omit<Feed, 'userId'> & { readonly tokenHash: string };
        this.#byToken.set(tokenHash, { ...feed, userId: metadata.actor.userId });
      } else if (type === 'CalendarFeedRevoked') this.#revoked.add((data as { readonly feed: string }).feed);
      this.#next = Math.max(this.#next, revision + 1);
    }
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}
