/*
 * Bytes, as every runtime has them. A verifier runs in a browser too, so what it needs is written without Node's Buffer.
 */

const encoder = new TextEncoder();

/** The bytes of a text in UTF-8. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of bytes in UTF-8: of those that are none, a replacement character. */
export function fromUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let place = 0;
  for (const part of parts) {
    all.set(part, place);
    place += part.byteLength;
  }
  return all;
}

const WORD_BYTES = 8;

/** Whether two are the same, byte by byte. They are read in words: a verifier compares every byte of a package. */
export function equalBytes(one: Uint8Array, other: Uint8Array): boolean {
  const { byteLength } = one;
  if (other.byteLength !== byteLength) return false;
  const words = Math.floor(byteLength / WORD_BYTES);
  return equalWords(aligned(one), aligned(other), words) && equalFrom(words * WORD_BYTES, one, other);
}

/** The same bytes where words begin: to copy them costs less than to read them one by one. */
function aligned(bytes: Uint8Array): Uint8Array {
  return bytes.byteOffset % WORD_BYTES === 0 ? bytes : new Uint8Array(bytes);
}

function equalWords(one: Uint8Array, other: Uint8Array, words: number): boolean {
  if (words === 0) return true;
  const ones = new BigInt64Array(one.buffer, one.byteOffset, words);
  const others = new BigInt64Array(other.buffer, other.byteOffset, words);
  for (let place = 0; place < words; place += 1) if (ones[place] !== others[place]) return false;
  return true;
}

function equalFrom(start: number, one: Uint8Array, other: Uint8Array): boolean {
  for (let place = start; place < one.byteLength; place += 1) if (one[place] !== other[place]) return false;
  return true;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** In lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte] ?? '';
  return text;
}

/** The bytes of a hex text. @throws RangeError when it is none. */
export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  if (text.length % 2 !== 0) throw new RangeError('this is no text in hex');
  const bytes = new Uint8Array(text.length / 2);
  for (let place = 0; place < bytes.byteLength; place += 1) {
    bytes[place] = (hexDigitAt(text, place * 2) << 4) | hexDigitAt(text, place * 2 + 1);
  }
  return bytes;
}

/** The value of a hex digit. @throws RangeError when there is none. */
function hexDigitAt(text: string, place: number): number {
  const code = text.charCodeAt(place);
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  if (letter >= 0x61 && letter <= 0x66) return letter - 0x57;
  throw new RangeError('this is no text in hex');
}

/** How many bytes a UUID has. */
export const UUID_BYTES = 16;

/** The bytes of a UUID. @throws RangeError when it is none. */
export function uuidBytes(id: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(UUID_BYTES);
  let place = 0;
  for (let at = 0; at < id.length; at += 2) {
    if (id.charCodeAt(at) === HYPHEN) at += 1;
    bytes[place] = (hexDigitAt(id, at) << 4) | hexDigitAt(id, at + 1);
    place += 1;
  }
  if (place !== UUID_BYTES) throw new RangeError('a UUID has 16 bytes');
  return bytes;
}

const HYPHEN = 0x2d;
