import type { InstallationKeys } from '@bali/event-store';
import { canonicalJson } from '@bali/ledger';
import { LRUCache } from 'lru-cache';

/** The part of an installation's keys with which rows are sealed. */
export type RowKeys = Pick<InstallationKeys, 'installation' | 'authenticate' | 'isAuthentic' | 'wasAuthentic'>;

/** Number of seals that are remembered as fitting: a session is asked for with each request. */
const REMEMBERED = 1_000;

/** What changes in the credentials file without an event. */
export type SealedRow =
  'one-time-code-step' | 'session-use' | 'session-signature' | 'enrolment' | 'passkey-registration';

/**
 * Seals rows that change without an event: an HMAC under a key that is in no database, over the row, its holder and its purpose.
 * A row whose seal does not fit counts as absent. What a seal cannot tell is whether the row is the newest one that was sealed.
 */
export class RowSeals {
  readonly #keys: RowKeys;
  readonly #fitting = new LRUCache<string, true>({ max: REMEMBERED });

  constructor(keys: RowKeys) {
    this.#keys = keys;
  }

  of(row: SealedRow, content: object): string {
    return this.#keys.authenticate(purposeOf(row), canonicalJson(content));
  }

  fits(row: SealedRow, content: object, seal: unknown): boolean {
    if (typeof seal !== 'string') return false;
    const text = canonicalJson(content);
    const known = `${row} ${seal} ${text}`;
    if (this.#fitting.has(known)) return true;
    const fits = this.#keys.isAuthentic(purposeOf(row), text, seal);
    if (fits) this.#fitting.set(known, true);
    return fits;
  }

  /** Whether a seal that does not fit was made here, under a head key that was replaced since: nobody has altered the row. */
  fittedBefore(row: SealedRow, content: object, seal: unknown): boolean {
    return typeof seal === 'string' && this.#keys.wasAuthentic(purposeOf(row), canonicalJson(content), seal);
  }
}

function purposeOf(row: SealedRow): string {
  return `credentials ${row} v1`;
}
