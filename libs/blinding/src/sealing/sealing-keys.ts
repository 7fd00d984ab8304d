import { sha256Hex } from '@bali/ledger';
import { Buffer } from 'node:buffer';
import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { SealedDataUnreadable, SealingKeysRefused } from './errors.js';

export const SEALING_KEY_BYTES = 32;
const KID_LENGTH = 16;

/** A key that seals: never in a database, an event, a log or an answer. */
export interface SealingKey {
  /** Which key it is: the beginning of its {@link fingerprintOf}. */
  readonly kid: string;
  readonly key: Uint8Array;
}

/** SHA-256, lower-case hex, of `bali-sealing-key` and the key: tells keys from one another, and gives none away. */
function fingerprintOf(key: Uint8Array): string {
  return sha256Hex(Buffer.concat([Buffer.from('bali-sealing-key'), key]));
}

/** @throws SealingKeysRefused unless it has 32 bytes. */
export function sealingKey(key: Uint8Array): SealingKey {
  if (key.byteLength !== SEALING_KEY_BYTES) {
    throw new SealingKeysRefused('sealing-keys-malformed', `a sealing key has ${SEALING_KEY_BYTES} bytes`);
  }
  return { kid: fingerprintOf(key).slice(0, KID_LENGTH), key };
}

/** The sealing keys of an installation: the first one seals, all of them open. */
export class SealingKeys {
  readonly current: SealingKey;
  readonly #keys: ReadonlyMap<string, SealingKey>;
  /** Derived once: every command is digested. */
  readonly #digestKey: KeyObject;

  /** @param keys the current one first, then the former ones, from the newest to the oldest. */
  constructor(keys: readonly Uint8Array[]) {
    const all = keys.map(sealingKey);
    const [current] = all;
    const oldest = all.at(-1);
    if (current === undefined || oldest === undefined) {
      throw new SealingKeysRefused('sealing-keys-malformed', 'there is no sealing key among the sealing keys');
    }
    this.current = current;
    this.#digestKey = createSecretKey(derivedKey(oldest.key, 'bali-sealed-digest-v1', ''));
    this.#keys = new Map(all.map((key) => [key.kid, key]));
  }

  get fingerprint(): string {
    return fingerprintOf(this.current.key);
  }

  get kids(): readonly string[] {
    return [...this.#keys.keys()];
  }

  /** @throws SealedDataUnreadable `sealing-key-unknown` */
  key(kid: string, what: string): SealingKey {
    const key = this.#keys.get(kid);
    if (key === undefined) throw new SealedDataUnreadable(what, 'sealing-key-unknown');
    return key;
  }

  /**
   * A keyed digest of a message, lower-case hex: the same for the same message, and nothing that can be guessed and
   * tried out. It stands where a plain hash would give away what is sealed. The same after a rotation of keys.
   */
  digest(message: string): string {
    return createHmac('sha256', this.#digestKey).update(message).digest('hex');
  }
}

/** HKDF-SHA256 (RFC 5869) of a sealing key, without salt, with info `purpose 00 name`. */
export function derivedKey(key: Uint8Array, purpose: string, name: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, new Uint8Array(), `${purpose}\0${name}`, SEALING_KEY_BYTES));
}

/** The key that seals one record and no other: who is given it can open that record, and nothing else. */
export function contentKeyOf(recordId: string, keys: SealingKeys, kid: string): Uint8Array {
  return recordKey(keys.key(kid, `the sealed record ${recordId}`).key, recordId);
}

export function recordKey(key: Uint8Array, recordId: string): Buffer {
  return derivedKey(key, 'bali-sealed-record-v1', recordId);
}

export function textKey(key: Uint8Array, salt: string): Buffer {
  return derivedKey(key, 'bali-sealed-text-v1', salt);
}
