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

/** @throws OperationRefused when the note that was signed last is known, and is not among the checkpoints beside the ledger. */
export async function refuseWithoutLastSigned(source: EventStore, lastSigned: string | undefined): Promise<void> {
  if (lastSigned === undefined) return;
  const kept = await notesOf(source);
  if (kept.some(({ note }) => note === lastSigned)) return;
  throw new OperationRefused(
    `${source.ledger}: the checkpoint that was signed last is not beside the ledger in the source. If the installation was killed ` +
      'while it signed, start it once: it keeps the checkpoint. Otherwise checkpoints are lost there: take the ledger from a ' +
      'back-up that has them',
  );
}

async function notesOf(store: EventStore): Promise<readonly KeptCheckpoint[]> {
  const notes: KeptCheckpoint[] = [];
  for await (const page of store.readCheckpoints()) notes.push(...page);
  return notes;
}
