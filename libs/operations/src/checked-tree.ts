import type { EventStore } from '@bali/event-store';
import {
  MerkleTree,
  NoteNotVerified,
  openNote,
  parseCheckpoint,
  parseNote,
  toHex,
  type VerifierKey,
} from '@bali/ledger';
import { OperationRefused } from './operation-refused.js';

/** A ledger in three values. Two ledgers with the same values hold the same events, in the same order, to the byte. */
export interface LedgerSummary {
  readonly treeSize: number;
  /** RFC 6962, lower-case hex. */
  readonly root: string;
  /** How many signed checkpoints lie beside it. */
  readonly checkpoints: number;
}

/** The keys that sign a ledger's checkpoints, as far as they are known here. Undefined: no key is known. */
export type KnownKeys = readonly VerifierKey[] | undefined;

/**
 * The tree over a ledger, grown leaf by leaf, and compared with each checkpoint that lies beside the ledger. Where the keys
 * are known, each checkpoint must be signed by one of them. Where they are not, only a person who has them can verify it
 * (`bali verify`).
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

  /**
   * @param others notes that lie elsewhere, such as the one that was signed last.
   * @throws OperationRefused when a checkpoint cannot be read, is not signed by a known key (`checkpoint-not-verified`), or
   *   two of the same size contradict each other.
   */
  static async of(store: EventStore, keys?: KnownKeys, others: readonly string[] = []): Promise<CheckedTree> {
    const roots = new Map<number, string>();
    let checkpoints = 0;
    const take = (note: string): void => {
      const { size, root } = checkpointIn(store, note, keys);
      const before = roots.get(size);
      if (before !== undefined && before !== root)
        throw new OperationRefused(`${store.ledger}: two checkpoints of ${size} events have different roots`);
      roots.set(size, root);
    };
    for await (const page of store.readCheckpoints()) {
      for (const { note } of page) take(note);
      checkpoints += page.length;
    }
    others.forEach(take);
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
    return { treeSize: size, root: toHex(this.#tree.root()), checkpoints: this.#checkpoints };
  }

  #compare(): void {
    const signed = this.#roots.get(this.#tree.size);
    if (signed === undefined) return;
    const root = toHex(this.#tree.root());
    if (root === signed) return;
    throw new OperationRefused(
      `${this.#store.ledger}: its first ${this.#tree.size} events have the root ${root}; the checkpoint of that size ` +
        `says ${signed}`,
    );
  }
}

/** Reads a ledger from its first event to its end as it was when reading began. @throws as {@link CheckedTree}. */
export async function summarize(store: EventStore, keys?: KnownKeys): Promise<LedgerSummary> {
  const tree = await CheckedTree.of(store, keys);
  for await (const page of store.read()) for (const { leaf } of page) tree.append(leaf);
  return tree.summary();
}

function checkpointIn(
  { ledger }: EventStore,
  note: string,
  keys: KnownKeys,
): { readonly size: number; readonly root: string } {
  try {
    const { text } = keys === undefined ? parseNote(note) : openNote(note, keys);
    const { origin, size, root } = parseCheckpoint(text);
    if (keys?.some(({ name }) => name === origin) === false)
      throw new NoteNotVerified('unknown-keys', `it is of the log ${origin}, which is another`);
    return { size, root: Buffer.from(root).toString('hex') };
  } catch (error) {
    if (!(error instanceof NoteNotVerified))
      throw new OperationRefused(`${ledger}: a checkpoint beside it is no signed note`, { cause: error });
    const why = `${ledger}: a checkpoint beside it is not to be believed: ${error.message}`;
    throw new OperationRefused(why, { cause: error, code: 'checkpoint-not-verified' });
  }
}
