import { checkWhole, splitOf } from '../arithmetic.js';
import { equalBytes } from '../bytes.js';
import { EMPTY_ROOT, HASH_BYTES, nodeHash } from './merkle-tree.js';

/**
 * Gives the root of a complete subtree: of the 2^level leaves from leaf index × 2^level on. At level 0, a leaf's hash.
 */
export type SubtreeRoots = (level: number, index: number) => Uint8Array;

/** The root of the tree over the first `size` leaves. */
export function rootOf(size: number, subtrees: SubtreeRoots): Uint8Array {
  checkWhole(size, 'a tree size');
  return size === 0 ? Uint8Array.from(EMPTY_ROOT) : rangeRoot(0, size, subtrees);
}

/**
 * The inclusion proof of a leaf in the tree over the first `size` leaves (RFC 6962, 2.1.1), from the leaf's sibling up.
 * @throws RangeError when there is no such leaf in that tree.
 */
export function inclusionProof(index: number, size: number, subtrees: SubtreeRoots): readonly Uint8Array[] {
  checkWhole(index, 'the index of a leaf');
  checkWhole(size, 'a tree size');
  if (index >= size) throw new RangeError(`a tree of ${size} leaves has no leaf ${index}`);
  return pathTo(index, 0, size, subtrees);
}

/**
 * The proof that the tree over the first `from` leaves is a prefix of the one over the first `to` (RFC 6962, 2.1.2).
 * Every tree extends an empty one and itself: these proofs are empty.
 * @throws RangeError when `from` is larger than `to`.
 */
export function consistencyProof(from: number, to: number, subtrees: SubtreeRoots): readonly Uint8Array[] {
  checkWhole(from, 'a tree size');
  checkWhole(to, 'a tree size');
  if (from > to) throw new RangeError(`a tree of ${to} leaves does not extend one of ${from}`);
  return from === 0 ? [] : subproof(from, 0, to, true, subtrees);
}

/** Whether a leaf of this hash is in the tree of this root, at this index (RFC 9162, 2.1.3.2). */
export function verifyInclusion(
  leafHash: Uint8Array,
  index: number,
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!isWhole(index) || !isWhole(size) || index >= size) return false;
  const siblings = siblingsOf(index, size - 1, proof);
  return siblings !== undefined && equalBytes(climb(leafHash, siblings), root);
}

/** A tree as it is published: how many leaves, and the root over them. */
export interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

/** Whether the tree of `from` is a prefix of the tree of `to` (RFC 9162, 2.1.4.2). */
export function verifyConsistency(from: TreeHead, to: TreeHead, proof: readonly Uint8Array[]): boolean {
  if (!isWhole(from.size) || !isWhole(to.size) || from.size > to.size) return false;
  if (from.size === to.size || from.size === 0)
    return proof.length === 0 && equalBytes(from.root, from.size === 0 ? EMPTY_ROOT : to.root);
  return extendsTree(from, to, proof);
}

function extendsTree(from: TreeHead, to: TreeHead, proof: readonly Uint8Array[]): boolean {
  let [place, last] = [from.size - 1, to.size - 1];
  while (isOdd(place)) [place, last] = [half(place), half(last)];
  // When the older tree is complete, its root is the first hash of the path, and is not repeated in the proof.
  const [first, ...rest] = place === 0 ? [from.root, ...proof] : proof;
  const siblings = siblingsOf(place, last, rest);
  if (first === undefined || siblings === undefined) return false;
  const older = climb(
    first,
    siblings.filter(({ isLeft }) => isLeft),
  );
  return equalBytes(older, from.root) && equalBytes(climb(first, siblings), to.root);
}

/** A hash that a path meets on its way up. */
interface Sibling {
  readonly hash: Uint8Array;
  readonly isLeft: boolean;
}

/**
 * On which side each hash of a proof stands, on the way from a node to the root; undefined if they are too few, too
 * many, or no hashes.
 * @param last the last node of the level that the way begins on.
 */
function siblingsOf(place: number, last: number, proof: readonly Uint8Array[]): readonly Sibling[] | undefined {
  const siblings: Sibling[] = [];
  for (const hash of proof) {
    if (last === 0 || hash.byteLength !== HASH_BYTES) return undefined;
    const isLeft = isOdd(place) || place === last;
    siblings.push({ hash, isLeft });
    // The last node of a level that has no sibling is its own parent.
    if (isLeft) while (!isOdd(place) && place !== 0) [place, last] = [half(place), half(last)];
    [place, last] = [half(place), half(last)];
  }
  return last === 0 ? siblings : undefined;
}

function climb(hash: Uint8Array, siblings: readonly Sibling[]): Uint8Array {
  return siblings.reduce(
    (below, { hash: sibling, isLeft }) => (isLeft ? nodeHash(sibling, below) : nodeHash(below, sibling)),
    hash,
  );
}

/** MTH(D[start:end]), where start is a multiple of the largest power of two that fits into the range. */
function rangeRoot(start: number, end: number, subtrees: SubtreeRoots): Uint8Array {
  const leaves = end - start;
  const split = splitOf(leaves);
  if (split * 2 === leaves || leaves === 1) return subtrees(Math.log2(leaves), start / leaves);
  return nodeHash(subtrees(Math.log2(split), start / split), rangeRoot(start + split, end, subtrees));
}

function pathTo(index: number, start: number, end: number, subtrees: SubtreeRoots): Uint8Array[] {
  if (end - start === 1) return [];
  const middle = start + splitOf(end - start);
  return index < middle
    ? [...pathTo(index, start, middle, subtrees), rangeRoot(middle, end, subtrees)]
    : [...pathTo(index, middle, end, subtrees), rangeRoot(start, middle, subtrees)];
}

/** @param isKnown whether the older tree's root, which the verifier has, is the root of this very range. */
function subproof(from: number, start: number, end: number, isKnown: boolean, subtrees: SubtreeRoots): Uint8Array[] {
  if (from === end) return isKnown ? [] : [rangeRoot(start, end, subtrees)];
  const middle = start + splitOf(end - start);
  return from <= middle
    ? [...subproof(from, start, middle, isKnown, subtrees), rangeRoot(middle, end, subtrees)]
    : [...subproof(from, middle, end, false, subtrees), rangeRoot(start, middle, subtrees)];
}

function isWhole(number: number): boolean {
  return Number.isSafeInteger(number) && number >= 0;
}

function isOdd(number: number): boolean {
  return number % 2 === 1;
}

function half(number: number): number {
  return Math.floor(number / 2);
}
