import { consistencyProof, inclusionProof, rootOf, type SubtreeRoots } from '@bali/ledger';

/** The tree of the first `size` events. */
export class TreeAt {
  readonly size: number;
  readonly subtrees: SubtreeRoots;

  constructor(size: number, subtrees: SubtreeRoots) {
    this.size = size;
    this.subtrees = subtrees;
  }

  root(): Uint8Array {
    return rootOf(this.size, this.subtrees);
  }

  inclusionProof(index: number): readonly Uint8Array[] {
    return inclusionProof(index, this.size, this.subtrees);
  }

  /** Proves that the tree of the first `from` events is its beginning. */
  consistencyProof(older: number): readonly Uint8Array[] {
    return consistencyProof(older, this.size, this.subtrees);
  }
}
