import type { EventStore, StoredEvent } from '@bali/event-store';
import { Buffer } from 'node:buffer';
import { CheckedTree, type KnownKeys, type LedgerSummary } from '../checked-tree.js';

/** The first place at which two ledgers are not the same. */
export interface Difference {
  readonly position: number;
  /** What differs there, for people. */
  readonly what: string;
}

export type Compared =
  /** Every event is the same, to the byte, and so are size and root. */
  { readonly summary: LedgerSummary } | { readonly difference: Difference };

/** Two ledgers, and the keys of their log as far as they are known. */
export interface ToCompare {
  readonly source: EventStore;
  readonly target: EventStore;
  readonly keys?: KnownKeys;
}

/** Reads two ledgers side by side to their ends, each with a tree of its own. @throws as {@link CheckedTree}. */
export async function compareLedgers(
  { source, target, keys }: ToCompare,
  progress: (events: number) => void,
): Promise<Compared> {
  const [ours, theirs] = [await CheckedTree.of(source, keys), await CheckedTree.of(target, keys)];
  for await (const [one, other] of pairsOf(source, target)) {
    const difference = differenceOf(one, other);
    if (difference !== undefined) return { difference };
    if (one !== undefined) ours.append(one.leaf);
    if (other !== undefined) theirs.append(other.leaf);
    if (ours.size % 1_000 === 0) progress(ours.size);
  }
  ours.summary();
  return { summary: theirs.summary() };
}

/** Where a ledger's events are not the first ones of another; `undefined`: it is the beginning of the other, or all of it. */
export async function differenceFromBeginning(
  source: EventStore,
  target: EventStore,
  progress: (events: number) => void,
): Promise<Difference | undefined> {
  for await (const [one, other] of pairsOf(source, target)) {
    if (other === undefined) return undefined;
    const difference = differenceOf(one, other);
    if (difference !== undefined) return difference;
    if (other.position % 1_000 === 0) progress(other.position);
  }
  return undefined;
}

/** The events of two ledgers at the same positions; to the end of the longer one. */
async function* pairsOf(
  source: EventStore,
  target: EventStore,
): AsyncGenerator<readonly [StoredEvent | undefined, StoredEvent | undefined], void, undefined> {
  const [ours, theirs] = [eventsOf(source), eventsOf(target)];
  try {
    for (;;) {
      const [one, other] = [await ours.next(), await theirs.next()];
      if (one.done === true && other.done === true) return;
      yield [one.value ?? undefined, other.value ?? undefined];
    }
  } finally {
    await ours.return();
    await theirs.return();
  }
}

async function* eventsOf(store: EventStore): AsyncGenerator<StoredEvent, void, undefined> {
  for await (const page of store.read()) yield* page;
}

function differenceOf(one: StoredEvent | undefined, other: StoredEvent | undefined): Difference | undefined {
  if (one === undefined || other === undefined) {
    const position = one?.position ?? other?.position ?? 0;
    return { position, what: one === undefined ? 'only the target has an event there' : 'the target ends before it' };
  }
  const { position } = one;
  for (const field of ['position', 'stream', 'revision', 'id', 'type'] as const) {
    if (one[field] !== other[field])
      return { position, what: `its ${field} is ${one[field]} in the source and ${other[field]} in the target` };
  }
  return Buffer.compare(one.leaf, other.leaf) === 0 ? undefined : { position, what: 'its bytes are not the same' };
}
