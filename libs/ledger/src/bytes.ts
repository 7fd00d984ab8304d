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

/** Whether two are the same, byte by byte. They are read in words where they lie so: a verifier compares every byte of a package. */
export function equalBytes(one: Uint8Array, other: Uint8Array): boolean {
  const { byteLength } = one;
  if (other.byteLength !== byteLength) return false;
  const isAligned = one.byteOffset % WORD_BYTES === 0 && other.byteOffset % WORD_BYTES === 0;
  const words = isAligned ? Math.floor(byteLength / WORD_BYTES) : 0;
  return equalWords(one, other, words) && equalFrom(words * WORD_BYTES, one, other);
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
  if (!/^([0-9a-fA-F]{2})*$/.test(text)) throw new RangeError('this is no text in hex');
  const bytes = new Uint8Array(text.length / 2);
  for (let place = 0; place < bytes.byteLength; place += 1) {
    bytes[place] = Number.parseInt(text.slice(place * 2, place * 2 + 2), 16);
  }
  return bytes;
}
