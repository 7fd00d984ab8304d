import { setImmediate } from 'node:timers/promises';
import { accountStream, type Person } from '@bali/access';
import { openSealedRecord, readSealingKeys, type SealingKeys, type SealingKeysSource } from '@bali/blinding';
import type { DisclosureLog } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { auditedLedger, turningShown } from '@bali/inspection';
import type { Actor, Ledger, LedgerRecord } from '@bali/ledger';
import { recordsAt } from '@bali/projections';
import { type ShowText, WORDING_WITH_CAUSES } from '@bali/schema';
import { type Asker, shownTo } from '../asker.js';
import type { AuditRequest } from '../audit-log/audit-log.js';
import { type FoundEntry, matches } from '../audit-log/audit-search.js';
import { decodePosition, DEFAULT_PAGE_SIZE, type Page, pageOf } from '../paging/cursor.js';
import { QueryRefused } from '../query-refused.js';
import { requireAsWritten } from './as-written.js';
import type { KnownOfTexts } from '../texts/known-of-texts.js';
import { requireReadable, requireWholeLedger } from './ledger-rights.js';
import { ledgerTexts } from './ledger-texts.js';

/** An event of a ledger as people read it. */
export interface LedgerEntry {
  readonly position: number;
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  /** The patient whom it is about, where it is about one. */
  readonly patient?: string;
  readonly site?: string;
  /** The server's clock, UTC. */
  readonly recordedAt: string;
  /** The same moment in the time zone of the trial, with its offset. */
  readonly recordedAtSite?: string;
  /** Recorded long after it happened. */
  readonly late: boolean;
  readonly actor: Actor;
  /** Why, as a code. */
  readonly reasonCode?: string;
  /** The reason as it may be shown. */
  readonly reason?: string;
  readonly data: unknown;
  readonly sentence: string;
}

export interface LedgerEntriesRequest extends AuditRequest {
  /** Only events of this type. */
  readonly type?: string;
}

/** Opens what stored records hold, and says how their texts are shown. */
interface Opening {
  readonly open: (record: LedgerRecord) => Promise<LedgerRecord>;
  readonly texts: (records: readonly LedgerRecord[]) => Promise<ShowText>;
}

/** Number of events that are read from the store at once. */
const READ_AT_ONCE = 200;
/** Number of events that one page looks at, at most: it bounds how long one answer takes. */
const MOST_READ = 2_000;

/**
 * The audit logs of the access and the sealed ledger in sentences, the newest first. A page may have fewer entries than asked for,
 * or none, and still a next one.
 */
export class LedgerEntries {
  readonly #stores: Readonly<Record<Ledger, EventStore>>;
  readonly #sealingKeys: SealingKeysSource;
  readonly #disclosures: DisclosureLog;
  readonly #known: KnownOfTexts;

  /** @param sealingKeys are read only when somebody who may reads the sealed ledger. */
  constructor(
    stores: Readonly<Record<Ledger, EventStore>>,
    sealingKeys: SealingKeysSource,
    disclosures: DisclosureLog,
    known: KnownOfTexts,
  ) {
    this.#stores = stores;
    this.#sealingKeys = sealingKeys;
    this.#disclosures = disclosures;
    this.#known = known;
  }

  /** @throws QueryRefused */
  async ofAccess(person: Person, request: LedgerEntriesRequest): Promise<Page<LedgerEntry>> {
    await requireReadable(person, 'access', this.#disclosures);
    const range = await this.#rangeOf('access', request);
    return this.#page('access', { request, range }, this.#opening(person, 'access'));
  }

  /** That it is read is recorded in the access ledger before anything is shown [EMA-621-access]. @throws QueryRefused */
  async ofSealed(asker: Asker, request: LedgerEntriesRequest): Promise<Page<LedgerEntry>> {
    requireWholeLedger(asker.person, 'sealed');
    const keys = readSealingKeys(this.#sealingKeys);
    if (keys === undefined) throw new QueryRefused('not-available', { detail: 'the sealing keys are not here' });
    // A request that is refused shows nothing, and so no reading is recorded of it.
    const range = await this.#rangeOf('sealed', request);
    await this.#disclosures.recordReading('audit-log', shownTo(asker));
    return this.#page('sealed', { request, range }, this.#opening(asker.person, 'sealed', keys));
  }

  #opening(person: Person, ledger: Ledger, keys?: SealingKeys): Opening {
    const source = { store: this.#stores[ledger], known: this.#known, ...(keys && { keys }) };
    return {
      open: (record) => (keys === undefined ? Promise.resolve(record) : openSealedRecord(record, keys)),
      texts: (records) => ledgerTexts(person, records, source),
    };
  }

  /** @throws QueryRefused `bad-cursor`. */
  async #rangeOf(ledger: Ledger, { cursor, order }: LedgerEntriesRequest): Promise<Range> {
    requireAsWritten(this.#stores[ledger]);
    const end = (await this.#stores[ledger].lastPosition()) + 1;
    const place = cursor === undefined ? undefined : decodePosition(listOf(ledger, order), cursor);
    return order === 'oldest-first' ? forwards(place ?? 0, end) : backwards(place ?? end, end);
  }

  async #page(ledger: Ledger, { request, range }: Asked, opening: Opening): Promise<Page<LedgerEntry>> {
    const { limit = DEFAULT_PAGE_SIZE, order } = request;
    const list = listOf(ledger, order);
    const items: LedgerEntry[] = [];
    for await (const found of this.#entries(ledger, range, opening)) {
      if (!isAskedFor(request, found)) continue;
      items.push(found.entry);
      if (items.length === limit) return pageOf(list, items, range.after(found.entry.position));
    }
    return pageOf(list, items, range.next);
  }

  /** The entries at positions, in their order. */
  async *#entries(
    ledger: Ledger,
    { positions }: Range,
    { open, texts }: Opening,
  ): AsyncGenerator<FoundEntry<LedgerEntry>> {
    const rowOf = auditedLedger(ledger).plainRows(WORDING_WITH_CAUSES);
    for (let at = 0; at < positions.length; at += READ_AT_ONCE) {
      const read = positions.slice(at, at + READ_AT_ONCE);
      const opened: { readonly position: number; readonly record: LedgerRecord }[] = [];
      for (const { position, record } of await recordsAt(this.#stores[ledger], read)) {
        opened.push({ position, record: await open(record) });
      }
      const show = await texts(opened.map(({ record }) => record));
      for (const { position, record } of opened) {
        const { id, type, stream, data, metadata } = record;
        const { actor, recordedAt, reasonCode } = metadata;
        const row = rowOf(record, position, { show });
        const entry = { position, id, type, stream, recordedAt, actor, data, ...row };
        const sentence = turningShown(row.sentence);
        yield { entry: { ...entry, ...(reasonCode && { reasonCode }), sentence }, record };
      }
      await setImmediate(); // Others are answered meanwhile.
    }
  }
}

/** What is asked for, and which events are looked at for it. */
interface Asked {
  readonly request: LedgerEntriesRequest;
  readonly range: Range;
}

/** The list's name in its cursors. */
function listOf(ledger: Ledger, order: LedgerEntriesRequest['order']): string {
  return order === 'oldest-first' ? `entries of ${ledger}, the oldest first` : `entries of ${ledger}`;
}

/** The positions that one page looks at, in their order, and where the next page begins. */
interface Range {
  readonly positions: readonly number[];
  /** Where the next page begins when this one ends with a position; undefined: there is none. */
  readonly after: (position: number) => number | undefined;
  /** The same, when this page has looked at all of them. */
  readonly next: number | undefined;
}

function backwards(before: number, end: number): Range {
  const last = Math.min(before, end);
  const first = Math.max(0, last - MOST_READ);
  const positions = Array.from({ length: Math.max(0, last - first) }, (_, place) => last - 1 - place);
  const after = (position: number) => (position > 0 ? position : undefined);
  return { positions, after, next: after(first) };
}

function forwards(from: number, end: number): Range {
  const first = Math.max(0, from);
  const last = Math.min(end, first + MOST_READ);
  const positions = Array.from({ length: Math.max(0, last - first) }, (_, place) => first + place);
  const after = (position: number) => (position + 1 < end ? position + 1 : undefined);
  return { positions, after, next: last < end ? last : undefined };
}

function isAskedFor(request: LedgerEntriesRequest, found: FoundEntry<LedgerEntry>): boolean {
  const { patient, site, person, type } = request;
  const { entry } = found;
  return (
    (patient === undefined || entry.patient === patient) &&
    (site === undefined || isAboutSite(entry, site)) &&
    (person === undefined || entry.actor.userId === person || entry.stream === accountStream(person)) &&
    (type === undefined || entry.type === type) &&
    isInPeriod(request, entry) &&
    matches(request, found)
  );
}

function isInPeriod({ from, before }: LedgerEntriesRequest, { recordedAt }: LedgerEntry): boolean {
  const recorded = Date.parse(recordedAt);
  return (
    (from === undefined || recorded >= Date.parse(from)) && (before === undefined || recorded < Date.parse(before))
  );
}

/** Whether an event is about a site, or about a role that is held for it. */
function isAboutSite({ site: own, data }: LedgerEntry, site: string): boolean {
  const { sites } = data as { readonly sites?: readonly string[] };
  return own === site || (sites?.includes(site) ?? false);
}
