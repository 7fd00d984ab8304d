import { canonicalBytes, MerkleTree, sha256, toHex } from '@bali/ledger';
import type { Arm } from '@bali/protocol';
import { Buffer } from 'node:buffer';
import { ByteStream, keyedHash } from './byte-stream.js';

export type ArmCode = Arm['code'];

/** The sizes of blocks, unless the unit chooses others. */
export const DEFAULT_SIZES: readonly number[] = [4, 6, 8];
/** Default number of slots of a stratum. */
export const DEFAULT_LENGTH = 160;
/** Default number of sealed cards for each part of the list. */
export const DEFAULT_CARDS = 20;
export const SEED_BYTES = 32;

/** What a list is drawn from. All of it is sealed but the strata and the length. */
export interface ListDrawing {
  /** 32 random bytes, lower-case hex. */
  readonly seed: string;
  readonly strata: readonly string[];
  /** Even, ascending. */
  readonly sizes: readonly number[];
  /** Of each stratum, in slots. */
  readonly length: number;
  /** The strata of sealed cards, which have a length of their own. Absent: there are none. */
  readonly cards?: { readonly strata: readonly string[]; readonly length: number };
}

/** A place in the list, and what proves later that nothing was chosen afterwards. */
export interface ListSlot {
  readonly stratum: string;
  /** From 0 in its stratum. */
  readonly slot: number;
  readonly arm: ArmCode;
  /** 32 bytes, lower-case hex: without it, the commitment tells nothing of the arm. */
  readonly nonce: string;
}

/**
 * The list, slot by slot, strata in the order of their code units. Whoever has the drawing draws the same list:
 * `docs/randomization-list.md` says how, for any language.
 */
export function drawList(drawing: ListDrawing): readonly ListSlot[] {
  const { seed, sizes } = drawing;
  const key = Buffer.from(seed, 'hex');
  return strataOf(drawing).flatMap(({ stratum, length }) =>
    drawStratum(new ByteStream(key, stratum), sizes, length).map((arm, slot) => ({
      ...{ stratum, slot, arm },
      nonce: slotNonce(key, stratum, slot),
    })),
  );
}

/** Every stratum with its length, those of the cards included, in the order of their code units. */
export function strataOf({
  strata,
  length,
  cards,
}: Pick<ListDrawing, 'strata' | 'length' | 'cards'>): readonly { readonly stratum: string; readonly length: number }[] {
  const all = new Map([
    ...strata.map((stratum) => [stratum, length] as const),
    ...(cards?.strata ?? []).map((stratum) => [stratum, cards?.length ?? 0] as const),
  ]);
  return inCodeUnitOrder([...all.keys()]).map((stratum) => ({ stratum, length: all.get(stratum) ?? 0 }));
}

export function inCodeUnitOrder(strata: readonly string[]): readonly string[] {
  return strata.toSorted((one, other) => (one < other ? -1 : Number(one > other)));
}

/** Blocks follow one another until the length is reached; the last one is cut. */
function drawStratum(stream: ByteStream, sizes: readonly number[], length: number): readonly ArmCode[] {
  const arms: ArmCode[] = [];
  while (arms.length < length) arms.push(...drawBlock(stream, sizes));
  return arms.slice(0, length);
}

function drawBlock(stream: ByteStream, sizes: readonly number[]): readonly ArmCode[] {
  const size = sizes[stream.uniform(sizes.length)] ?? 0;
  const block = Array.from({ length: size }, (_, place): ArmCode => (place < size / 2 ? 'A' : 'B'));
  for (let last = size - 1; last > 0; last -= 1) {
    const other = stream.uniform(last + 1);
    [block[last], block[other]] = [block[other] ?? 'A', block[last] ?? 'A'];
  }
  return block;
}

function slotNonce(seed: Uint8Array, stratum: string, slot: number): string {
  return keyedHash(seed, 'bali-slot-nonce-v1', stratum, slot).toString('hex');
}

/** SHA-256 of the canonical JSON of the slot: what it is shown to be, once arm and nonce are disclosed. */
export function slotCommitment({ arm, nonce, slot, stratum }: ListSlot): Uint8Array {
  return sha256(canonicalBytes({ arm, nonce, slot, stratum }));
}

/** The root (RFC 6962) over the slots' commitments, lower-case hex: what stands in the trial ledger before the first patient. */
export function listCommitment(list: readonly ListSlot[]): string {
  const tree = new MerkleTree();
  for (const slot of list) tree.append(slotCommitment(slot));
  return toHex(tree.root());
}
