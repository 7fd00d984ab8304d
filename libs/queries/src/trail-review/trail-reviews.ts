import { type Person, permits } from '@bali/access';
import type { Clock, DisclosureLog } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { type LedgerRecord, recordOf } from '@bali/ledger';
import type { WitnessedHeads } from '@bali/log';
import { OneAtATime } from '@bali/queue';
import {
  type AsOf,
  type CheckResult,
  type Found,
  type FoundFilter,
  type ReviewedLedger,
  type ReviewThresholds,
  TrailReview,
  trailCheckOf,
} from '@bali/trail-review';
import { setImmediate } from 'node:timers/promises';
import { requireAsWritten } from '../ledgers/as-written.js';
import { isHeldBack } from '../ledgers/ledger-rights.js';
import type { LedgerLogs } from '../ledgers/ledger-proofs.js';
import { decodePosition, DEFAULT_PAGE_SIZE, type Page, pageOf, type PageRequest } from '../paging/cursor.js';
import { QueryRefused } from '../query-refused.js';
import type { FreeTexts } from '../texts/free-texts.js';
import { isReview, type ReviewMade, reviewMade } from './review-made.js';

/** A check, what it points at, and how it was reviewed last. */
export interface CheckView extends CheckResult {
  readonly lastReview?: ReviewMade;
}

/** What the checks that a person may see point at. */
export interface TrailReviewView {
  /** How many events of each ledger were looked at. */
  readonly treeSize: number;
  readonly now: string;
  readonly thresholds: ReviewThresholds;
  readonly checks: readonly CheckView[];
}

export interface TrailReviewsOptions {
  readonly trialLedger: EventStore;
  readonly accessLedger: EventStore;
  readonly logs: LedgerLogs;
  readonly disclosures: DisclosureLog;
  readonly texts: FreeTexts;
  readonly now: Clock;
  readonly thresholds: ReviewThresholds;
  /** Where the last head is that a quorum of witnesses cosigned. Absent: no policy names witnesses. */
  readonly witnessed?: Pick<WitnessedHeads, 'last'>;
}

/** What a review says that is being recorded. */
export interface Counted {
  readonly counted: number;
  readonly treeSize: number;
}

/**
 * The computed checks of the audit trail, over the leaves of the trial and the access ledger. The first question reads both ledgers;
 * later ones read what came since.
 */
export class TrailReviews {
  readonly #options: TrailReviewsOptions;
  readonly #turns = new OneAtATime();
  #review: TrailReview;
  /** The changes for which a reason was given: their texts are looked at as whoever asks may know them. */
  #changes: LedgerRecord[] = [];
  #reviews: LedgerRecord[] = [];

  constructor(options: TrailReviewsOptions) {
    this.#options = options;
    this.#review = new TrailReview(options.thresholds);
  }

  /** @throws LedgerHeld */
  async overview(person: Person, filter: FoundFilter): Promise<TrailReviewView> {
    return this.#turns.run(async () => {
      const asOf = await this.#caughtUp(person);
      const results = this.#review.results(await this.#ledgersOf(person), asOf, filter);
      const last = new Map(
        (await this.#reviewsOf(results.map(({ check }) => check.id))).map((one) => [one.check, one]),
      );
      const checks = results.map((result) => {
        const lastReview = last.get(result.check.id);
        return lastReview === undefined ? result : { ...result, lastReview };
      });
      return { treeSize: this.#review.sizeOf('trial'), now: asOf.now, thresholds: this.#review.thresholds, checks };
    });
  }

  /** The records that a check points at, a page at a time. @throws QueryRefused `not-found`, `not-permitted`; LedgerHeld */
  async records(
    person: Person,
    check: string,
    { cursor, limit, ...filter }: FoundFilter & PageRequest,
  ): Promise<Page<Found>> {
    return this.#turns.run(async () => {
      await this.#requireCheck(person, check);
      const list = `found by ${check}`;
      const from = cursor === undefined ? 0 : decodePosition(list, cursor);
      const found = this.#review.found(check, await this.#caughtUp(person), filter);
      const until = from + (limit ?? DEFAULT_PAGE_SIZE);
      return pageOf(list, found.slice(from, until), until < found.length ? until : undefined);
    });
  }

  /** How checks were reviewed, the newest first: one of them, or all that the person may see. @throws QueryRefused; LedgerHeld */
  async reviews(person: Person, check?: string): Promise<readonly ReviewMade[]> {
    return this.#turns.run(async () => {
      if (check !== undefined) await this.#requireCheck(person, check);
      const asOf = await this.#caughtUp(person);
      const seen = this.#review.results(await this.#ledgersOf(person), asOf).map((result) => result.check.id);
      return (await this.#reviewsOf(check === undefined ? seen : [check])).toReversed();
    });
  }

  /** What a check points at in a period, for whoever is about to record a review of it. @throws QueryRefused; LedgerHeld */
  async counted(person: Person, check: string, filter: FoundFilter): Promise<Counted> {
    return this.#turns.run(async () => {
      await this.#requireCheck(person, check);
      const asOf = await this.#caughtUp(person);
      return { counted: this.#review.found(check, asOf, filter).length, treeSize: this.#review.sizeOf('trial') };
    });
  }

  /** @throws QueryRefused `not-found` for a check that there is not; `not-permitted` for one of a ledger that is not read. */
  async #requireCheck(person: Person, id: string): Promise<void> {
    const check = trailCheckOf(id);
    if (check === undefined) throw new QueryRefused('not-found', { detail: `there is no check ${id}` });
    const ledgers = await this.#ledgersOf(person);
    if (check.ledgers.every((ledger) => ledgers.includes(ledger))) return;
    throw new QueryRefused('not-permitted', {
      detail: 'this check looks at the access ledger: whoever reads the delegation log sees what it points at',
    });
  }

  async #ledgersOf(person: Person): Promise<readonly ReviewedLedger[]> {
    const { disclosures } = this.#options;
    if (!permits(person.role, 'read-delegation-log')) return ['trial'];
    return (await isHeldBack(person, 'access', disclosures)) ? ['trial'] : ['trial', 'access'];
  }

  /** Reads on to the ends of both ledgers. */
  async #caughtUp(person: Person): Promise<AsOf> {
    const { trialLedger, accessLedger, now, logs, texts, witnessed } = this.#options;
    const stores = { trial: trialLedger, access: accessLedger } as const;
    for (const ledger of ['trial', 'access'] as const) {
      requireAsWritten(stores[ledger]);
      await this.#read(ledger, stores[ledger]);
    }
    const [trial, access] = await Promise.all([logs.trial, logs.access].map((log) => log.reader.latestCheckpoint()));
    const signedSizes = { trial: trial?.size ?? 0, access: access?.size ?? 0 };
    const show = await texts.shownTo(person, this.#changes);
    const seen = witnessed === undefined ? {} : { witnessedSize: (await witnessed.last())?.size ?? 0 };
    return { now: now().toISOString(), signedSizes, ...seen, textOf: (hash) => shownText(show(hash)) };
  }

  async #read(ledger: ReviewedLedger, store: EventStore): Promise<void> {
    try {
      for await (const page of store.read(this.#review.sizeOf(ledger))) {
        for (const { position, leaf } of page) this.#take(ledger, position, recordOf(leaf));
        await setImmediate(); // Others are answered meanwhile.
      }
    } catch (error) {
      // Half of a page may be taken: the next question begins anew.
      this.#review = new TrailReview(this.#options.thresholds);
      this.#changes = [];
      this.#reviews = [];
      throw error;
    }
  }

  #take(ledger: ReviewedLedger, position: number, record: LedgerRecord): void {
    this.#review.take({ ledger, position, record });
    const isChange = record.type === 'DataCorrected' || record.type === 'EntryAnnulled';
    if (ledger === 'trial' && isChange && record.metadata.reason !== undefined) this.#changes.push(record);
    if (ledger === 'access' && isReview(record)) this.#reviews.push(record);
  }

  async #reviewsOf(checks: readonly string[]): Promise<readonly ReviewMade[]> {
    const { accessLedger } = this.#options;
    const reviews = this.#reviews.filter(isReview).filter(({ data }) => checks.includes(data.check));
    const { authentic } = await accessLedger.readTexts(reviews.flatMap(({ metadata }) => metadata.reason ?? []));
    return reviews.map((record) => reviewMade(record, authentic));
  }
}

/** The text between its quotation marks; `undefined` for one that is withheld, redacted or missing. */
function shownText(shown: string): string | undefined {
  return /^“([^]*)”$/.exec(shown)?.[1];
}
