import type { EventStore, KeptCheckpoint } from '@bali/event-store';
import { OperationRefused } from '../operation-refused.js';

/**
 * Brings the signed checkpoints, in their order, to where the events are already.
 * @throws OperationRefused when the target has one that the source does not have.
 */
export async function copyCheckpoints(source: EventStore, target: EventStore): Promise<void> {
  const theirs = await notesOf(target);
  const ours = await notesOf(source);
  const other = theirs.findIndex(({ note }, index) => note !== ours[index]?.note);
  if (other >= 0) throw new OperationRefused(`${source.ledger}: checkpoint ${other} of the target is not the source's`);
  for (const checkpoint of ours.slice(theirs.length)) await target.keepCheckpoint(checkpoint);
}

async function notesOf(store: EventStore): Promise<readonly KeptCheckpoint[]> {
  const notes: KeptCheckpoint[] = [];
  for await (const page of store.readCheckpoints()) notes.push(...page);
  return notes;
}
