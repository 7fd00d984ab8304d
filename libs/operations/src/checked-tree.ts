import type { EventStore } from '@bali/event-store';
import { MerkleTree, parseCheckpoint, parseNote } from '@bali/ledger';
import { OperationRefused } from './operation-refused.js';

/** A ledger in three values: whoever has the same has the same events, in the same order, to the byte. */
export interface LedgerSummary {
  readonly treeSize: number;
  /** RFC 6962, lower-case hex. */
  readonly root: string;
  /** How many signed checkpoints lie beside it. */
  readonly checkpoints: number;
}

/**
 * The tree over a ledger, grown leaf by leaf, and compared with each checkpoint that lies beside the ledger. Whether the
 * signatures are good is for who has the keys' other halves to say (`bali verify`).
 */
export class CheckedTree {
  readonly #store: EventStore;
  readonly #tree = new MerkleTree();
  readonly #checkpoints: number;
  /** By their sizes: roots that were signed. */
  readonly #roots: ReadonlyMap<number, string>;

  private constructor(store: EventStore, roots: ReadonlyMap<number, string>, checkpoints: number) {
    this.#store = store;
    this.#roots = roots;
    this.#checkpoints = checkpoints;
  }

  /** @throws OperationRefused when a checkpoint cannot be read, or two of the same size contradict each other. */
  static async of(store: EventStore): Promise<CheckedTree> {
    const roots = new Map<number, string>();
    let checkpoints = 0;
    for await (const page of store.readCheckpoints()) {
      for (const { note } of page) {
        const { size, root } = checkpointIn(store, note);
        const before = roots.get(size);
        if (before !== undefined && before !== root)
          throw new OperationRefused(`${store.ledger}: two checkpoints of ${size} events have different roots`);
        roots.set(size, root);
        checkpoints += 1;
      }
    }
    const tree = new CheckedTree(store, roots, checkpoints);
    tree.#compare();
    return tree;
  }

  get size(): number {
    return this.#tree.size;
  }

  /** @throws OperationRefused when the root is not the one that was signed for this size. */
  append(leaf: Uint8Array): void {
    this.#tree.append(leaf);
    this.#compare();
  }

  /** @throws OperationRefused when a checkpoint speaks of more events than there are. */
  summary(): LedgerSummary {
    const size = this.#tree.size;
    const largest = [...this.#roots.keys()].reduce((one, other) => Math.max(one, other), 0);
    if (largest > size)
      throw new OperationRefused(
        `${this.#store.ledger}: a checkpoint was signed for ${largest} events, and there are ${size}: the end is missing`,
      );
    return { treeSize: size, root: this.#tree.root().toString('hex'), checkpoints: this.#checkpoints };
  }

  #compare(): void {
    const signed = this.#roots.get(this.#tree.size);
    if (signed === undefined) return;
    const root = this.#tree.root().toString('hex');
    if (root === signed) return;
    throw new OperationRefused(
      `${this.#store.ledger}: its first ${this.#tree.size} events have the root ${root}; the checkpoint of that size ` +
        `says ${signed}`,
    );
  }
}

/** Reads a ledger from its first event to its end as it was when reading began. @throws as {@link CheckedTree}. */
export async function summarize(store: EventStore): Promise<LedgerSummary> {
  const tree = await CheckedTree.of(store);
  for await (const page of store.read()) for (const { leaf } of page) tree.append(leaf);
  return tree.summary();
}

function checkpointIn({ ledger }: EventStore, note: string): { readonly size: number; readonly root: string } {
  try {
    const { size, root } = parseCheckpoint(parseNote(note).text);
    return { size, root: Buffer.from(root).toString('hex') };
  } catch (error) {
    throw new OperationRefused(`${ledger}: a checkpoint beside it is no signed note`, { cause: error });
  }
}
