import type { KeyObject } from 'node:crypto';
import { sha256, sha256Hex } from '../hash.js';
import { strictBase64, strictBase64url, toBase64 } from '../base64.js';
import { concatBytes, toHex, utf8 } from '../bytes.js';
import { Malformed } from '../malformed.js';

/** C2SP signed-note, "Signature types": Ed25519 as that specification has it. */
const ED25519 = 0x01;
const PUBLIC_KEY_BYTES = 32;
const FORM = 'verifier key';

/** Who signed, as a note says it: the name, and the first four bytes of a hash over name, type and key. */
export interface KeyName {
  readonly name: string;
  /** Big-endian uint32 in lower-case hex. */
  readonly id: string;
}

/** A key that verifies signatures of notes. */
export interface VerifierKey extends KeyName {
  /** The 32 bytes of an Ed25519 public key (RFC 8032). */
  readonly publicKey: Uint8Array;
}

/** A key's name, as a note can carry it: not empty, and without white space and plus. */
export function isKeyName(name: string): boolean {
  return name !== '' && name.isWellFormed() && !/[\p{White_Space}+]/u.test(name);
}

/** @throws RangeError when a note could not carry the name, or the key is no Ed25519 key. */
export function verifierKey(name: string, publicKey: Uint8Array): VerifierKey {
  if (!isKeyName(name)) throw new RangeError('a key has a name without white space and plus signs');
  if (publicKey.byteLength !== PUBLIC_KEY_BYTES) throw new RangeError('an Ed25519 public key has 32 bytes');
  const named = concatBytes([utf8(`${name}\n`), Uint8Array.of(ED25519), publicKey]);
  return { name, id: toHex(sha256(named).subarray(0, 4)), publicKey };
}

/** The verifier key of what `node:crypto` holds, whether private or public. */
export function verifierKeyOf(name: string, key: KeyObject): VerifierKey {
  if (key.asymmetricKeyType !== 'ed25519') throw new RangeError('a note is signed with an Ed25519 key');
  const { x } = key.export({ format: 'jwk' });
  return verifierKey(name, strictBase64url(x ?? '') ?? new Uint8Array());
}

/** A verifier key in one line, as C2SP signed-note writes it ("vkey"). */
export function formatVerifierKey({ name, id, publicKey }: VerifierKey): string {
  return `${name}+${id}+${toBase64(concatBytes([Uint8Array.of(ED25519), publicKey]))}`;
}

/** @throws Malformed saying which rule it breaks. */
export function parseVerifierKey(line: string): VerifierKey {
  const [, name = '', id = '', encoded = ''] = /^([^+]*)\+([0-9a-f]{8})\+(.*)$/s.exec(line) ?? [];
  if (id === '') throw new Malformed(FORM, 'it has not the parts name, id and key');
  if (!isKeyName(name)) throw new Malformed(FORM, 'its name is empty or has white space');
  const bytes = strictBase64(encoded);
  if (bytes === undefined) throw new Malformed(FORM, 'its key is not base64');
  if (bytes[0] !== ED25519) throw new Malformed(FORM, 'its type is not Ed25519 (1)');
  if (bytes.byteLength !== PUBLIC_KEY_BYTES + 1) throw new Malformed(FORM, 'an Ed25519 key has 32 bytes');
  const key = verifierKey(name, Uint8Array.from(bytes.subarray(1)));
  if (key.id !== id) throw new Malformed(FORM, `its id is ${id}, but that of this name and key is ${key.id}`);
  return key;
}

/**
 * What people compare on paper: SHA-256 of the verifier key's line, in groups of four hex digits. Anyone can make it:
 * `printf %s "$LINE" | sha256sum`.
 */
export function fingerprintOf(key: VerifierKey): string {
  return (sha256Hex(formatVerifierKey(key)).match(/.{4}/g) ?? []).join(' ');
}
