import type { EventStore } from '@bali/event-store';
import { MerkleTree } from '@bali/ledger';

/** A ledger in two values: whoever has the same has the same events, in the same order, to the byte. */
export interface LedgerSummary {
  readonly treeSize: number;
  /** RFC 6962, lower-case hex. */
  readonly root: string;
}

/** Reads a ledger from its first event to its end as it was when reading began. */
export async function summarize(store: EventStore, progress?: (events: number) => void): Promise<LedgerSummary> {
  const tree = new MerkleTree();
  for await (const page of store.read()) {
    for (const { leaf } of page) tree.append(leaf);
    progress?.(tree.size);
  }
  return { treeSize: tree.size, root: tree.root().toString('hex') };
}
