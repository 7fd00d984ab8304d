import { concatBytes, fromHex } from '../bytes.js';
import { MAX_LEAF_BYTES } from '../canonical-json.js';
import { sha256 } from '../hash.js';

const LEAF_PREFIX = 0x00;
const NODE_PREFIX = 0x01;

/** How many bytes a hash has. */
export const HASH_BYTES = 32;

/** The root of a tree without leaves: SHA-256 of nothing (RFC 6962, 2.1). */
export const EMPTY_ROOT: Uint8Array = fromHex('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');

/** Used for one leaf after another: a million of them would otherwise be copied into a million pieces of memory. */
const prefixed = new Uint8Array(1 + MAX_LEAF_BYTES).fill(LEAF_PREFIX);

/** RFC 6962, 2.1: the hash of a leaf is SHA-256(0x00 || leaf). */
export function leafHash(leaf: Uint8Array): Uint8Array {
  const size = 1 + leaf.byteLength;
  if (size > prefixed.byteLength) return sha256(concatBytes([Uint8Array.of(LEAF_PREFIX), leaf]));
  prefixed.set(leaf, 1);
  return sha256(prefixed.subarray(0, size));
}

/** Used for one node after another: a million of them would otherwise be a million pieces of memory. */
const node = new Uint8Array(1 + 2 * HASH_BYTES).fill(NODE_PREFIX);

/** RFC 6962, 2.1: the hash of a node is SHA-256(0x01 || left || right). @throws RangeError unless both have 32 bytes. */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.byteLength !== HASH_BYTES || right.byteLength !== HASH_BYTES) throw new RangeError('a hash has 32 bytes');
  node.set(left, 1);
  node.set(right, 1 + HASH_BYTES);
  return sha256(node);
}

/**
 * The Merkle tree over a ledger (RFC 6962, 2.1), grown leaf by leaf: a compact range.
 *
 * It keeps one hash for each complete subtree on the right edge, so it takes a few hundred bytes whatever the ledger's
 * length, and a leaf costs two hashes on average. It gives roots; proofs come from tiles.
 */
export class MerkleTree {
  #size = 0;
  /** `#edge[level]` is the root of the complete subtree of 2^level leaves that the size's binary digit asks for. */
  readonly #edge: (Uint8Array | undefined)[] = [];

  /** How many leaves it has. */
  get size(): number {
    return this.#size;
  }

  append(leaf: Uint8Array): void {
    this.appendHash(leafHash(leaf));
  }

  /** Appends a leaf of which only the hash is known. */
  appendHash(hash: Uint8Array): void {
    let subtree = hash;
    let level = 0;
    for (let left = this.#edge[level]; left !== undefined; left = this.#edge[level]) {
      subtree = nodeHash(left, subtree);
      this.#edge[level] = undefined;
      level += 1;
    }
    this.#edge[level] = subtree;
    this.#size += 1;
  }

  /** A tree of the same leaves, which grows apart from this one. */
  copy(): MerkleTree {
    const copy = new MerkleTree();
    copy.#size = this.#size;
    copy.#edge.push(...this.#edge);
    return copy;
  }

  /** The Merkle tree hash, 32 raw bytes; of an empty tree, SHA-256 of nothing. */
  root(): Uint8Array {
    const complete = this.#edge.filter((subtree) => subtree !== undefined);
    return complete.length === 0
      ? Uint8Array.from(EMPTY_ROOT)
      : complete.reduce((right, left) => nodeHash(left, right));
  }
}
