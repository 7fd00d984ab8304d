import { Buffer } from 'node:buffer';
import { createCipheriv, createHmac } from 'node:crypto';
import { derivedKey, type SealingKey } from './sealing-keys.js';

const IV_BYTES = 12;
/** Of the chance that a sealing takes. */
export const CHANCE_BYTES = 32;

export interface ToSeal {
  readonly sealingKey: SealingKey;
  /** Derived from the sealing key, for this one thing. */
  readonly contentKey: Uint8Array;
  readonly plaintext: Uint8Array;
  /** 32 random bytes. */
  readonly chance: Uint8Array;
}

/**
 * Seals bytes: JWE (RFC 7516), compact, `dir` and `A256GCM`. Written out, because jose takes an initialization vector for
 * tests only, and chance is handed in here; jose opens it (`openJwe`).
 *
 * The initialization vector is a keyed hash of chance and plaintext: where chance repeats itself, as in a history that is
 * played again, two plaintexts under one key still have two vectors.
 */
export function sealedJwe({ sealingKey, contentKey, plaintext, chance }: ToSeal): string {
  const header = Buffer.from(JSON.stringify({ alg: 'dir', enc: 'A256GCM', kid: sealingKey.kid })).toString('base64url');
  const vectorKey = derivedKey(sealingKey.key, 'bali-sealed-vector-v1', '');
  const vector = createHmac('sha256', vectorKey).update(chance).update(contentKey).update(plaintext).digest();
  const iv = vector.subarray(0, IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', contentKey, iv).setAAD(Buffer.from(header, 'ascii'));
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  const parts = [iv, ciphertext, cipher.getAuthTag()].map((part) => part.toString('base64url'));
  return [header, '', ...parts].join('.');
}
