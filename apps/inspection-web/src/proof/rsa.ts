import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';

/** An RSA public key; no kept library that runs in a browser verifies with one at once. */
export interface RsaKey {
  readonly modulus: bigint;
  readonly exponent: bigint;
  readonly bytes: number;
}

const LEAST_BITS = 2_048;
const MOST_BITS = 8_192;

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
/** `rsaEncryption` with its NULL parameters (RFC 8017, A.1). */
const RSA = hexToBytes('300d06092a864886f70d0101010500');
/** What stands before the digest in a signature: DigestInfo of SHA-256 (RFC 8017, 9.2). */
const SHA256_INFO = hexToBytes('3031300d060960864801650304020105000420');

/** The key in a SubjectPublicKeyInfo; undefined for what is none, or is written otherwise than DER writes it. */
export function rsaKeyIn(spki: Uint8Array): RsaKey | undefined {
  const whole = contentOf(spki, SEQUENCE);
  if (whole === undefined || !startsWith(whole, RSA)) return undefined;
  const bits = contentOf(whole.subarray(RSA.length), BIT_STRING);
  const key = bits?.[0] === 0 ? contentOf(bits.subarray(1), SEQUENCE) : undefined;
  const modulus = key && integerAt(key);
  const exponent = modulus && integerAt(modulus.rest);
  if (modulus === undefined || exponent === undefined || exponent.rest.length > 0) return undefined;
  return usable(modulus.value, exponent.value);
}

function usable(modulus: bigint, exponent: bigint): RsaKey | undefined {
  const size = modulus.toString(2).length;
  const isUsable = size >= LEAST_BITS && size <= MOST_BITS && exponent > 1n && exponent % 2n === 1n;
  return isUsable ? { modulus, exponent, bytes: Math.ceil(size / 8) } : undefined;
}

/** RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2.2): what the signature opens to is compared byte by byte. */
export function isRsaSignature(
  { modulus, exponent, bytes }: RsaKey,
  signed: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (signature.length !== bytes) return false;
  const number = numberOf(signature);
  if (number >= modulus) return false;
  const opened = power(number, exponent, modulus)
    .toString(16)
    .padStart(2 * bytes, '0');
  const end = concatBytes(SHA256_INFO, sha256(signed));
  const filling = new Uint8Array(bytes - end.length - 3).fill(0xff);
  return opened === bytesToHex(concatBytes(Uint8Array.of(0, 1), filling, Uint8Array.of(0), end));
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

interface Element {
  readonly content: Uint8Array;
  readonly rest: Uint8Array;
}

/** The first element, if it has this tag and its length is written in the shortest way. */
function elementAt(bytes: Uint8Array, tag: number): Element | undefined {
  const [found, first = 0] = bytes;
  if (found !== tag) return undefined;
  const more = first < 0x80 ? 0 : first - 0x80;
  const length = more === 0 ? first : Number(numberOf(bytes.subarray(2, 2 + more)));
  const isShortest = more === 0 || (more <= 2 && length >= (more === 1 ? 0x80 : 0x100));
  const begin = 2 + more;
  if (!isShortest || begin + length > bytes.length) return undefined;
  return { content: bytes.subarray(begin, begin + length), rest: bytes.subarray(begin + length) };
}

function contentOf(bytes: Uint8Array, tag: number): Uint8Array | undefined {
  const element = elementAt(bytes, tag);
  return element?.rest.length === 0 ? element.content : undefined;
}

function integerAt(bytes: Uint8Array): { readonly value: bigint; readonly rest: Uint8Array } | undefined {
  const element = elementAt(bytes, INTEGER);
  if (element === undefined) return undefined;
  const [first = 0x80, second = 0] = element.content;
  const isShortest = first < 0x80 && !(first === 0 && element.content.length > 1 && second < 0x80);
  return isShortest ? { value: numberOf(element.content), rest: element.rest } : undefined;
}

function numberOf(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${bytesToHex(bytes)}`);
}

function startsWith(bytes: Uint8Array, beginning: Uint8Array): boolean {
  return beginning.every((byte, at) => bytes[at] === byte);
}
