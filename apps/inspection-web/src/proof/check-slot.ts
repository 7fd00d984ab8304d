import { canonicalBytes, fromHex, leafHash, sha256, verifyInclusion } from '@bali/ledger';
import { useBrowserCryptography } from './browser-cryptography.js';

export type CheckedSlot =
  { readonly isMalformed: string } | { readonly isRight: boolean; readonly slot: number; readonly stratum: string };

interface DisclosedSlot {
  readonly arm: string;
  readonly nonce: string;
  readonly slot: number;
  readonly stratum: string;
  readonly index: number;
  readonly listSize: number;
  readonly inclusionProof: readonly string[];
}

const HASH = /^[0-9a-f]{64}$/;

/**
 * Whether a disclosed slot is in the list that was committed to: its commitment is SHA-256 over the canonical JSON of arm, nonce,
 * slot and stratum, and the leaf of that hash is in the tree whose root the trial ledger holds (RFC 6962).
 */
export function checkSlot(text: string, commitment: string): CheckedSlot {
  useBrowserCryptography();
  const slot = slotIn(text);
  if (slot === undefined) return { isMalformed: text };
  const { arm, nonce, slot: number, stratum, index, listSize, inclusionProof } = slot;
  const own = sha256(canonicalBytes({ arm, nonce, slot: number, stratum }));
  const proof = inclusionProof.map(fromHex);
  const isRight = HASH.test(commitment) && verifyInclusion(leafHash(own), index, listSize, proof, fromHex(commitment));
  return { isRight, slot: number, stratum };
}

function slotIn(text: string): DisclosedSlot | undefined {
  try {
    const slot = JSON.parse(text) as Partial<Record<keyof DisclosedSlot, unknown>>;
    const { arm, nonce, slot: number, stratum, index, listSize, inclusionProof } = slot;
    const isSlot =
      [arm, nonce, stratum].every((part) => typeof part === 'string') &&
      [number, index, listSize].every((part) => Number.isSafeInteger(part)) &&
      Array.isArray(inclusionProof) &&
      inclusionProof.every((hash) => typeof hash === 'string' && HASH.test(hash));
    return isSlot ? (slot as DisclosedSlot) : undefined;
  } catch {
    return undefined;
  }
}
