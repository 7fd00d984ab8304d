import { makeDurably, writeDurably } from '@bali/event-store';
import { Buffer } from 'node:buffer';
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { type BigIntStats, readFileSync, statSync } from 'node:fs';
import { noteSigner, type NoteSigner, type VerifierKey, verifierKey, verifierKeyOf } from '@bali/ledger';
import { SigningKeysRefused } from '../errors.js';

/** How many random bytes a signing key is made from. */
export const SIGNING_KEY_BYTES = 32;

/** The permissions of everybody but the owner: group and others. */
const ANYBODY_ELSE = 0o077;

/** PKCS #8 of an Ed25519 private key (RFC 8410), up to its 32 bytes. */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A key as it stands in the file: a JWK (RFC 8037) and when it signs. The private part is erased when it no longer signs. */
interface StoredKey {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
  readonly d?: string;
  readonly createdAt: string;
  /** The moment until which it signs beside a newer key. A key without it is the newest, and signs. */
  readonly signsUntil?: string;
}

interface StoredKeys {
  readonly origin: string;
  readonly keys: readonly StoredKey[];
}

/** A key of a log, and when it signs. */
export interface SigningKey {
  readonly verifier: VerifierKey;
  readonly createdAt: string;
  readonly signsUntil?: string;
  readonly privateKey?: KeyObject;
}

/** The signing keys of one log, the newest first. */
export class SigningKeys {
  /** The log's origin, which is the name of each of its keys. */
  readonly origin: string;
  readonly keys: readonly SigningKey[];

  constructor(origin: string, keys: readonly SigningKey[]) {
    this.origin = origin;
    this.keys = keys;
  }

  /** What verifies this log's checkpoints, those of former keys too. */
  get verifiers(): readonly VerifierKey[] {
    return this.keys.map(({ verifier }) => verifier);
  }

  /** The keys that sign at a moment: the newest, and for a while after a rotation the one before it. */
  signersAt(now: Date): readonly NoteSigner[] {
    return this.keys.flatMap(({ privateKey, signsUntil }) =>
      privateKey === undefined || (signsUntil !== undefined && signsUntil <= now.toISOString())
        ? []
        : [noteSigner(this.origin, privateKey)],
    );
  }
}

/**
 * The signing keys in a file, or undefined when there is none.
 * @throws SigningKeysRefused when anybody but its owner may read or write it, or it is not the file of this log's keys.
 */
export function readSigningKeys(path: string, origin: string): SigningKeys | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found && keysInFile(path, origin, found);
}

/** Reads the keys of one file again only when the file is another one, or was changed: parsing them takes its time. */
export class SigningKeysReader {
  readonly #path: string;
  readonly #origin: string;
  #read: { readonly version: string; readonly keys: SigningKeys } | undefined;

  constructor(path: string, origin: string) {
    this.#path = path;
    this.#origin = origin;
  }

  /** The keys as they stand in the file now. @throws as {@link readSigningKeys} */
  get keys(): SigningKeys | undefined {
    const found = statSync(this.#path, { bigint: true, throwIfNoEntry: false });
    if (found === undefined) return undefined;
    const version = [found.dev, found.ino, found.mode, found.size, found.mtimeNs, found.ctimeNs].join(' ');
    if (this.#read?.version !== version) {
      this.#read = { version, keys: keysInFile(this.#path, this.#origin, found) };
    }
    return this.#read.keys;
  }
}

function keysInFile(path: string, origin: string, { mode }: BigIntStats): SigningKeys {
  if ((Number(mode) & ANYBODY_ELSE) !== 0)
    throw new SigningKeysRefused('signing-keys-unprotected', `others may read ${path}: set its mode to 0600`);
  const stored = storedKeys(path);
  if (stored.origin !== origin)
    throw new SigningKeysRefused(
      'signing-keys-of-another-log',
      `${path} has the keys of the log ${stored.origin}, not of ${origin}: a log keeps its name for ever`,
    );
  return new SigningKeys(
    origin,
    stored.keys.map((key) => signingKey(origin, key, path)),
  );
}

/** Makes the file with a first key, if there is none. @returns whether it was made here. */
export function makeSigningKeys(path: string, origin: string, seed: Uint8Array, now: Date): boolean {
  return makeDurably(path, fileOf({ origin, keys: [newKey(origin, seed, now)] }));
}

/**
 * Puts a new key before the others. The key before it goes on signing beside it until a moment, so that readers who know only
 * that key meet the new one in checkpoints that they can verify. The private parts of older keys are erased.
 * @throws SigningKeysRefused
 */
export function rotateSigningKeys(
  path: string,
  origin: string,
  { seed, now, bothUntil }: { readonly seed: Uint8Array; readonly now: Date; readonly bothUntil: Date },
): SigningKeys {
  const keys = readSigningKeys(path, origin);
  if (keys === undefined) throw new SigningKeysRefused('signing-keys-missing', `there are no signing keys at ${path}`);
  const [latest, ...former] = storedKeys(path).keys;
  const retired = former.map(({ d: _erased, ...key }) => key);
  const before = latest === undefined ? [] : [{ ...latest, signsUntil: bothUntil.toISOString() }];
  writeDurably(path, fileOf({ origin, keys: [newKey(origin, seed, now), ...before, ...retired] }));
  return readSigningKeys(path, origin) ?? keys;
}

function newKey(origin: string, seed: Uint8Array, now: Date): StoredKey {
  if (seed.byteLength !== SIGNING_KEY_BYTES)
    throw new RangeError(`a signing key is made from ${SIGNING_KEY_BYTES} bytes`);
  const privateKey = privateKeyFrom(seed);
  const { publicKey } = verifierKeyOf(origin, privateKey);
  const [x, d] = [Buffer.from(publicKey).toString('base64url'), Buffer.from(seed).toString('base64url')];
  return { kty: 'OKP', crv: 'Ed25519', x, d, createdAt: now.toISOString() };
}

function privateKeyFrom(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
}

function signingKey(origin: string, { x, d, createdAt, signsUntil }: StoredKey, path: string): SigningKey {
  const verifier = verifierKey(origin, Buffer.from(x, 'base64url'));
  const until = signsUntil === undefined ? {} : { signsUntil };
  if (d === undefined) return { verifier, createdAt, ...until };
  const privateKey = privateKeyFrom(Buffer.from(d, 'base64url'));
  if (verifierKeyOf(origin, privateKey).id !== verifier.id) throw malformed(path);
  return { verifier, createdAt, ...until, privateKey };
}

function fileOf(keys: StoredKeys): string {
  return `${JSON.stringify(keys, null, 2)}\n`;
}

function storedKeys(path: string): StoredKeys {
  let stored: unknown;
  try {
    stored = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw malformed(path);
  }
  if (!isStoredKeys(stored)) throw malformed(path);
  return stored;
}

function isStoredKeys(value: unknown): value is StoredKeys {
  if (typeof value !== 'object' || value === null) return false;
  const { origin, keys } = value as Partial<StoredKeys>;
  return typeof origin === 'string' && Array.isArray(keys) && keys.length > 0 && keys.every(isStoredKey);
}

function isStoredKey(value: unknown): value is StoredKey {
  if (typeof value !== 'object' || value === null) return false;
  const { kty, crv, x, d, createdAt, signsUntil } = value as Partial<StoredKey>;
  if (kty !== 'OKP' || crv !== 'Ed25519' || typeof createdAt !== 'string') return false;
  const isKey = (text: unknown) => typeof text === 'string' && Buffer.from(text, 'base64url').byteLength === 32;
  return isKey(x) && (d === undefined || isKey(d)) && (signsUntil === undefined || typeof signsUntil === 'string');
}

function malformed(path: string): SigningKeysRefused {
  return new SigningKeysRefused('signing-keys-malformed', `${path} is no file of signing keys`);
}
