import { inclusionProof, leafHash, nodeHash, type SubtreeRoots, toHex } from '@bali/ledger';
import { type ArmCode, listCommitment, type ListSlot, slotCommitment } from './draw-list.js';

/** What is shown of one slot, with all that proves that it stood so in the list before the first patient. */
export interface DisclosedAllocation {
  readonly arm: ArmCode;
  readonly stratum: string;
  /** From 0 in its stratum. */
  readonly slot: number;
  /** 32 bytes, lower-case hex. */
  readonly nonce: string;
  /** What the trial ledger holds since before the first patient, lower-case hex. */
  readonly listCommitment: string;
  /** The place of the slot in the whole list, from 0. */
  readonly index: number;
  /** Slots of the whole list. */
  readonly listSize: number;
  /** The audit path (RFC 6962, 2.1.1) from the slot's commitment to the list's, lower-case hex. */
  readonly inclusionProof: readonly string[];
}

/** @returns `undefined` where the list has no such slot. */
export function discloseAllocation(
  list: readonly ListSlot[],
  place: Pick<ListSlot, 'stratum' | 'slot'>,
): DisclosedAllocation | undefined {
  const index = list.findIndex(({ stratum, slot }) => stratum === place.stratum && slot === place.slot);
  const found = list[index];
  if (found === undefined) return undefined;
  const proof = inclusionProof(index, list.length, subtreesOf(list));
  return {
    ...found,
    listCommitment: listCommitment(list),
    index,
    listSize: list.length,
    inclusionProof: proof.map(toHex),
  };
}

function subtreesOf(list: readonly ListSlot[]): SubtreeRoots {
  const leaves = list.map((slot) => leafHash(slotCommitment(slot)));
  const rootAt: SubtreeRoots = (level, index) => {
    const leaf = level === 0 ? leaves[index] : undefined;
    return leaf ?? nodeHash(rootAt(level - 1, 2 * index), rootAt(level - 1, 2 * index + 1));
  };
  return rootAt;
}
