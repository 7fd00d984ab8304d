import { hash } from 'node:crypto';

/** SHA-256, 32 raw bytes. */
export function sha256(bytes: Uint8Array): Buffer {
  return hash('sha256', bytes, 'buffer');
}

/** SHA-256 in lower-case hex, as digests appear in records and in JSON. */
export function sha256Hex(bytes: Uint8Array | string): string {
  return hash('sha256', bytes, 'hex');
}
