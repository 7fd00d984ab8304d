import type { KeyObject } from 'node:crypto';
import { sha256, sha256Hex } from '../hash.js';
import { strictBase64, strictBase64url, toBase64 } from '../base64.js';
import { concatBytes, toHex, utf8 } from '../bytes.js';
import { Malformed } from '../malformed.js';

/** C2SP signed-note, "Signature types": Ed25519 as that specification has it. */
const ED25519 = 0x01;
/** C2SP tlog-cosignature: Ed25519 with a time. */
const COSIGNATURE = 0x04;
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

/** A key that verifies the cosignatures of a witness (C2SP tlog-cosignature). */
export interface WitnessKey extends VerifierKey {
  readonly cosigns: true;
}

/** A key's name, as a note can carry it: not empty, and without white space and plus. */
export function isKeyName(name: string): boolean {
  return name !== '' && name.isWellFormed() && !/[\p{White_Space}+]/u.test(name);
}

/** @throws RangeError when a note could not carry the name, or the key is no Ed25519 key. */
export function verifierKey(name: string, publicKey: Uint8Array): VerifierKey {
  return { name, id: idOf(name, ED25519, publicKey), publicKey };
}

/** @throws RangeError when a note could not carry the name, or the key is no Ed25519 key. */
export function witnessKey(name: string, publicKey: Uint8Array): WitnessKey {
  return { name, id: idOf(name, COSIGNATURE, publicKey), publicKey, cosigns: true };
}

function idOf(name: string, type: number, publicKey: Uint8Array): string {
  if (!isKeyName(name)) throw new RangeError('a key has a name without white space and plus signs');
  if (publicKey.byteLength !== PUBLIC_KEY_BYTES) throw new RangeError('an Ed25519 public key has 32 bytes');
  return keyIdOf(name, concatBytes([Uint8Array.of(type), publicKey]));
}

/** The id of a key of any type: the first four bytes of a hash over its name and what identifies it, its type first. */
export function keyIdOf(name: string, typeAndKey: Uint8Array): string {
  return toHex(sha256(concatBytes([utf8(`${name}\n`), typeAndKey])).subarray(0, 4));
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

/** A witness's key in one line. */
export function formatWitnessKey({ name, id, publicKey }: WitnessKey): string {
  return `${name}+${id}+${toBase64(concatBytes([Uint8Array.of(COSIGNATURE), publicKey]))}`;
}

/** @throws Malformed saying which rule it breaks. */
export function parseVerifierKey(line: string): VerifierKey {
  const { name, publicKey, id } = keyIn(line, ED25519, 'its type is not Ed25519 (1)');
  return sameId(verifierKey(name, publicKey), id);
}

/** @throws Malformed saying which rule it breaks. */
export function parseWitnessKey(line: string): WitnessKey {
  const { name, publicKey, id } = keyIn(line, COSIGNATURE, 'its type is not that of a witness with Ed25519 (4)');
  return sameId(witnessKey(name, publicKey), id);
}

function sameId<Key extends VerifierKey>(key: Key, id: string): Key {
  if (key.id !== id) throw new Malformed(FORM, `its id is ${id}, but that of this name and key is ${key.id}`);
  return key;
}

function keyIn(line: string, type: number, otherType: string): VerifierKey {
  const [, name = '', id = '', encoded = ''] = /^([^+]*)\+([0-9a-f]{8})\+(.*)$/s.exec(line) ?? [];
  if (id === '') throw new Malformed(FORM, 'it has not the parts name, id and key');
  if (!isKeyName(name)) throw new Malformed(FORM, 'its name is empty or has white space');
  const bytes = strictBase64(encoded);
  if (bytes === undefined) throw new Malformed(FORM, 'its key is not base64');
  if (bytes[0] !== type) throw new Malformed(FORM, otherType);
  if (bytes.byteLength !== PUBLIC_KEY_BYTES + 1) throw new Malformed(FORM, 'an Ed25519 key has 32 bytes');
  return { name, id, publicKey: Uint8Array.from(bytes.subarray(1)) };
}

/**
 * What people compare on paper: SHA-256 of the verifier key's line, in groups of four hex digits. Anyone can make it:
 * `printf %s "$LINE" | sha256sum`.
 */
export function fingerprintOf(key: VerifierKey | WitnessKey): string {
  const line = 'cosigns' in key ? formatWitnessKey(key) : formatVerifierKey(key);
  return (sha256Hex(line).match(/.{4}/g) ?? []).join(' ');
}
