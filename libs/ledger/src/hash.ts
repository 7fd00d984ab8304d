import { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';

/** SHA-256, 32 raw bytes. */
export function sha256(bytes: Uint8Array): Buffer {
  // Through a text of as many characters: memory for a short text costs the engine half of what that for bytes does.
  return Buffer.from(hash('sha256', bytes, 'binary'), 'binary');
}

/** SHA-256 in lower-case hex, as digests appear in records and in JSON. */
export function sha256Hex(bytes: Uint8Array | string): string {
  return hash('sha256', bytes, 'hex');
}
