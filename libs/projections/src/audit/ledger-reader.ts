import type { EventStore } from '@bali/event-store';
import { type LedgerRecord, recordOf } from '@bali/ledger';

export interface RecordAt {
  readonly position: number;
  readonly record: LedgerRecord;
}

/**
 * The records at positions, in the order given. A position beyond the ledger's end is missing from the answer.
 *
 * Positions that lie close together come from one read of the ledger; each that lies apart costs a read of its own.
 */
export async function recordsAt(
  store: Pick<EventStore, 'read'>,
  positions: readonly number[],
): Promise<readonly RecordAt[]> {
  const found = new Map<number, LedgerRecord>();
  for (const position of positions.toSorted((one, other) => one - other)) {
    if (!found.has(position)) await readPage(store, position, new Set(positions), found);
  }
  return positions.flatMap((position) => {
    const record = found.get(position);
    return record === undefined ? [] : [{ position, record }];
  });
}

/** Takes from the page that begins at a position whatever is wanted. */
async function readPage(
  store: Pick<EventStore, 'read'>,
  from: number,
  wanted: ReadonlySet<number>,
  found: Map<number, LedgerRecord>,
): Promise<void> {
  for await (const page of store.read(from)) {
    for (const { position, leaf } of page) if (wanted.has(position)) found.set(position, recordOf(leaf));
    return;
  }
}
