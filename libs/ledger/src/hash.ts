import { cryptography } from './cryptography.js';

/** SHA-256, 32 raw bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return cryptography().sha256(bytes);
}

/** SHA-256 in lower-case hex, as digests appear in records and in JSON. */
export function sha256Hex(bytes: Uint8Array | string): string {
  return cryptography().sha256Hex(bytes);
}
