import { type Head, headBytes, type Ledger } from '@bali/ledger';
import { Buffer } from 'node:buffer';
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { makeDurably, readProtected, writeDurably } from '../durable-files.js';

/** How many random bytes a head key is made from. */
export const HEAD_KEY_BYTES = 32;

const FORMAT = 1;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const KEY_ID = /^[0-9a-f]{16}$/;

/** The file of an installation's identity and head keys cannot be used as it is. The message quotes no key. */
export class InstallationKeysRefused extends Error {
  readonly code: 'installation-keys-unprotected' | 'installation-keys-malformed' | 'installation-keys-missing';

  constructor(code: InstallationKeysRefused['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'InstallationKeysRefused';
    this.code = code;
  }
}

/** How a head is sealed: which key, and the HMAC. */
export interface HeadSeal {
  readonly key: string;
  readonly mac: Uint8Array;
}

interface StoredKey {
  readonly kty: 'oct';
  readonly kid: string;
  readonly k: string;
  readonly createdAt: string;
  /** The number of the last head of each ledger that it sealed, once a newer key is before it. A ledger without one had none. */
  readonly lastHeads?: LastHeads;
}

interface StoredFile {
  readonly format: typeof FORMAT;
  readonly installation: string;
  readonly headKeys: readonly StoredKey[];
}

/** The number of the newest head of each ledger that has one. */
export type LastHeads = Readonly<Partial<Record<Ledger, number>>>;

/** A head key as it is used. */
export interface HeadKey {
  readonly id: string;
  readonly key: Uint8Array;
  /** Present in a key that seals no more: no later head of its is genuine, whoever has stolen it. */
  readonly lastHeads?: LastHeads | undefined;
}

/**
 * The identity of an installation, and the keys that seal the heads of its ledgers, the newest first. Every process that writes
 * or reads a ledger has them; none of them is in a database.
 */
export class InstallationKeys {
  /** A random UUID. It is in every ledger's file and in every head. */
  readonly installation: string;
  readonly #keys: ReadonlyMap<string, HeadKey>;
  readonly #newest: string;

  constructor(installation: string, keys: readonly HeadKey[]) {
    const [newest] = keys;
    if (newest === undefined) throw new RangeError('an installation has at least one head key');
    this.installation = installation;
    this.#keys = new Map(keys.map((key) => [key.id, key]));
    this.#newest = newest.id;
  }

  /** Seals a head with the newest key. */
  seal(head: Head): HeadSeal {
    return { key: this.#newest, mac: this.#hmac(this.#newest, headBytes(head)) };
  }

  /** Whether a head was sealed with one of these keys, at a time when that key sealed. */
  isGenuine(head: Head, { number, key, mac }: HeadSeal & { readonly number: number }): boolean {
    const known = this.#keys.get(key);
    if (known === undefined || number > (known.lastHeads?.[head.ledger] ?? lastOf(known))) return false;
    return equal(this.#hmac(key, headBytes(head)), mac);
  }

  /**
   * An HMAC (SHA-256, lower-case hex) over a text, for what changes without an event. Its key is derived for the purpose, so that
   * what was made for one is never taken for another.
   */
  authenticate(purpose: string, text: string): string {
    return this.#derived(this.#newest, purpose, text);
  }

  /** Whether {@link authenticate} gave this for the text, since the newest key was put in front. */
  isAuthentic(purpose: string, text: string, given: string): boolean {
    const expected = this.#derived(this.#newest, purpose, text);
    return equal(Buffer.from(expected, 'hex'), Buffer.from(given, 'hex'));
  }

  /**
   * Whether {@link authenticate} ever gave this for the text, under whichever of the keys: for what is written once and stays, and
   * whose worth ends with no key.
   */
  wasAuthentic(purpose: string, text: string, given: string): boolean {
    const found = Buffer.from(given, 'hex');
    return [...this.#keys.keys()].some((id) => equal(Buffer.from(this.#derived(id, purpose, text), 'hex'), found));
  }

  #derived(id: string, purpose: string, text: string): string {
    const derived = hkdfSync('sha256', this.#keyOf(id), '', `bali ${purpose}`, HEAD_KEY_BYTES);
    return createHmac('sha256', Buffer.from(derived)).update(text, 'utf8').digest('hex');
  }

  #keyOf(id: string): Uint8Array {
    const known = this.#keys.get(id);
    if (known === undefined) throw new RangeError('there is no such head key');
    return known.key;
  }

  #hmac(id: string, bytes: Uint8Array): Uint8Array {
    return createHmac('sha256', this.#keyOf(id)).update(bytes).digest();
  }
}

/** The identity and the head keys in a file; `undefined` if there is none. @throws InstallationKeysRefused */
export function readInstallationKeys(path: string): InstallationKeys | undefined {
  const stored = storedIn(path);
  return stored && keysOf(stored);
}

/**
 * Makes the file with an identity and a first key, if there is none.
 * @returns what is in the file afterwards, whoever made it. @throws InstallationKeysRefused
 */
export function makeInstallationKeys(
  path: string,
  { installation, key, now }: { readonly installation: string; readonly key: Uint8Array; readonly now: Date },
): InstallationKeys {
  const stored = { format: FORMAT, installation, headKeys: [storedKey(key, now)] } as const;
  makeDurably(path, textOf(stored));
  return readInstallationKeys(path) ?? keysOf(stored);
}

/**
 * Puts a new head key before the others. Those verify what they sealed, and seal nothing any more.
 * @param lastHeads the newest head of each ledger, while nobody writes to any of them. @throws InstallationKeysRefused
 */
export function rotateHeadKey(path: string, key: Uint8Array, lastHeads: LastHeads, now: Date): InstallationKeys {
  const stored = storedIn(path);
  if (stored === undefined)
    throw new InstallationKeysRefused('installation-keys-missing', `There is no file of installation keys at ${path}.`);
  const former = stored.headKeys.map((one) => (one.lastHeads === undefined ? { ...one, lastHeads } : one));
  const next = { ...stored, headKeys: [storedKey(key, now), ...former] };
  writeDurably(path, textOf(next));
  return keysOf(next);
}

function storedIn(path: string): StoredFile | undefined {
  const read = readProtected(path);
  if (read === undefined) return undefined;
  if (read === 'unprotected')
    throw new InstallationKeysRefused(
      'installation-keys-unprotected',
      `Others than its owner may read or write ${path}: set its mode to 0600.`,
    );
  const malformed = () =>
    new InstallationKeysRefused(
      'installation-keys-malformed',
      `${path} is not a file of installation keys: restore it from where the keys are kept.`,
    );
  let stored: unknown;
  try {
    stored = JSON.parse(read.text);
  } catch {
    // The cause is left out: a parser's message quotes what it read.
    throw malformed();
  }
  if (!isStoredFile(stored)) throw malformed();
  return stored;
}

function isStoredFile(value: unknown): value is StoredFile {
  const { format, installation, headKeys } = (value ?? {}) as { [Member in keyof StoredFile]?: unknown };
  if (format !== FORMAT || typeof installation !== 'string' || !UUID.test(installation)) return false;
  return Array.isArray(headKeys) && headKeys.length > 0 && headKeys.every(isStoredKey);
}

function isStoredKey(value: unknown): value is StoredKey {
  const { kty, kid, k, createdAt, lastHeads } = (value ?? {}) as { [Member in keyof StoredKey]?: unknown };
  if (lastHeads !== undefined && !areLastHeads(lastHeads)) return false;
  if (kty !== 'oct' || typeof kid !== 'string' || !KEY_ID.test(kid) || typeof createdAt !== 'string') return false;
  return typeof k === 'string' && Buffer.from(k, 'base64url').byteLength === HEAD_KEY_BYTES && kid === idOf(k);
}

function areLastHeads(value: unknown): value is LastHeads {
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).every((number) => Number.isSafeInteger(number));
}

/** A key that seals may have sealed any head; one that has been replaced, none of a ledger that had no head then. */
function lastOf({ lastHeads }: HeadKey): number {
  return lastHeads === undefined ? Number.MAX_SAFE_INTEGER : -1;
}

function storedKey(key: Uint8Array, now: Date): StoredKey {
  if (key.byteLength !== HEAD_KEY_BYTES) throw new RangeError(`a head key is made from ${HEAD_KEY_BYTES} bytes`);
  const k = Buffer.from(key).toString('base64url');
  return { kty: 'oct', kid: idOf(k), k, createdAt: now.toISOString() };
}

/** The identifier tells nothing of the key: it is an HMAC under it. */
function idOf(k: string): string {
  return createHmac('sha256', Buffer.from(k, 'base64url')).update('bali-head-key-id-v1').digest('hex').slice(0, 16);
}

function keysOf({ installation, headKeys }: StoredFile): InstallationKeys {
  return new InstallationKeys(
    installation,
    headKeys.map(({ kid, k, lastHeads }) => ({ id: kid, key: Buffer.from(k, 'base64url'), lastHeads })),
  );
}

function textOf(stored: StoredFile): string {
  return `${JSON.stringify(stored, null, 2)}\n`;
}

function equal(one: Uint8Array, other: Uint8Array): boolean {
  return one.byteLength === other.byteLength && timingSafeEqual(one, other);
}
