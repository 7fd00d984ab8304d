import { compactDecrypt, decodeProtectedHeader, errors } from 'jose';
import { SealedDataUnreadable } from './errors.js';

/** Which sealing key a JWE names. @throws SealedDataUnreadable */
export function kidOf(jwe: unknown, what: string): string {
  try {
    const { kid } = decodeProtectedHeader(String(jwe));
    if (typeof jwe === 'string' && typeof kid === 'string') return kid;
  } catch {
    // What is no JWE at all has no header either.
  }
  throw new SealedDataUnreadable(what, 'sealed-data-malformed');
}

/** @throws SealedDataUnreadable when it was altered, or sealed with another key or for another thing. */
export async function openJwe(jwe: string, contentKey: Uint8Array, what: string): Promise<Uint8Array> {
  try {
    const algorithms = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] };
    return (await compactDecrypt(jwe, contentKey, algorithms)).plaintext;
  } catch (error) {
    const isAltered = error instanceof errors.JWEDecryptionFailed;
    throw new SealedDataUnreadable(what, isAltered ? 'sealed-data-altered' : 'sealed-data-malformed');
  }
}
