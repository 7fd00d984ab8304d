import type { Person } from '@bali/access';
import { openSealedRecord, readSealingKeys, type SealingKeysSource } from '@bali/blinding';
import type { DisclosureLog } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { auditedLedger, WORDING } from '@bali/inspection';
import type { Actor, Ledger, LedgerRecord } from '@bali/ledger';
import { recordsAt, withholdTexts } from '@bali/projections';
import { type Asker, shownTo } from '../asker.js';
import { decodePosition, DEFAULT_PAGE_SIZE, type Page, pageOf, type PageRequest } from '../paging/cursor.js';
import { QueryRefused } from '../query-refused.js';
import { requireWholeLedger } from './ledger-rights.js';

/** An event of a ledger as people read it. */
export interface LedgerEntry {
  readonly position: number;
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly recordedAt: string;
  readonly actor: Actor;
  readonly sentence: string;
}

export interface LedgerEntriesRequest extends PageRequest {
  /** Only events of this type. */
  readonly type?: string;
}

/** Opens what a stored record holds. */
type Open = (record: LedgerRecord) => Promise<LedgerRecord>;

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

  /** @param sealingKeys are read only when somebody who may reads the sealed ledger. */
  constructor(
    stores: Readonly<Record<Ledger, EventStore>>,
    sealingKeys: SealingKeysSource,
    disclosures: DisclosureLog,
  ) {
    this.#stores = stores;
    this.#sealingKeys = sealingKeys;
    this.#disclosures = disclosures;
  }

  /** @throws QueryRefused */
  ofAccess(person: Person, request: LedgerEntriesRequest): Promise<Page<LedgerEntry>> {
    requireWholeLedger(person, 'access');
    return this.#page('access', request, (record) => Promise.resolve(record));
  }

  /** That it is read is recorded in the access ledger before anything is shown [EMA-621-access]. @throws QueryRefused */
  async ofSealed(asker: Asker, request: LedgerEntriesRequest): Promise<Page<LedgerEntry>> {
    requireWholeLedger(asker.person, 'sealed');
    const keys = readSealingKeys(this.#sealingKeys);
    if (keys === undefined) throw new QueryRefused('not-available', { detail: 'the sealing keys are not here' });
    await this.#disclosures.recordReading('audit-log', shownTo(asker));
    return this.#page('sealed', request, (record) => openSealedRecord(record, keys));
  }

  async #page(ledger: Ledger, request: LedgerEntriesRequest, open: Open): Promise<Page<LedgerEntry>> {
    const { cursor, limit = DEFAULT_PAGE_SIZE, type } = request;
    const list = `entries of ${ledger}`;
    const end = (await this.#stores[ledger].lastPosition()) + 1;
    const before = cursor === undefined ? end : decodePosition(list, cursor);
    const items: LedgerEntry[] = [];
    let next = Math.min(before, end);
    const least = Math.max(0, next - MOST_READ);
    for await (const entry of this.#backwards(ledger, next, least, open)) {
      next = entry.position;
      if (type === undefined || entry.type === type) items.push(entry);
      if (items.length === limit) break;
    }
    if (items.length < limit) next = least;
    return pageOf(list, items, next > 0 ? next : undefined);
  }

  /** The entries before a position, the newest first, down to another position. */
  async *#backwards(ledger: Ledger, before: number, least: number, open: Open): AsyncGenerator<LedgerEntry> {
    const rowOf = auditedLedger(ledger).plainRows(WORDING);
    for (let end = before; end > least; end -= READ_AT_ONCE) {
      const first = Math.max(least, end - READ_AT_ONCE);
      const positions = Array.from({ length: end - first }, (_, place) => first + place);
      for (const { position, record: stored } of (await recordsAt(this.#stores[ledger], positions)).toReversed()) {
        const record = await open(stored);
        const { sentence } = rowOf(record, position, { show: withholdTexts });
        const { id, type, stream, metadata } = record;
        const { actor, recordedAt } = metadata;
        yield { position, id, type, stream, recordedAt, actor, sentence };
      }
    }
  }
}
