import type { EventStore } from '@bali/event-store';
import { OperationRefused } from '../operation-refused.js';

/** Brings the texts, so that they are there before the events that hold their hashes. @returns how many there are. */
export async function copyTexts(source: EventStore, target: EventStore): Promise<number> {
  let copied = 0;
  for await (const { authentic } of source.allTexts()) {
    await target.keepTexts([...authentic.values()]);
    copied += authentic.size;
  }
  return copied;
}

/** Erases in the target what was erased in the source after an earlier attempt had copied it. */
export async function eraseWhatWasErased(source: EventStore, target: EventStore): Promise<void> {
  for await (const { authentic, altered } of target.allTexts()) {
    const hashes = [...authentic.keys(), ...altered];
    const kept = await source.readTexts(hashes);
    for (const hash of hashes) if (!kept.authentic.has(hash)) await target.eraseText(hash);
  }
}

/** @throws OperationRefused naming the hash of the first text that only one of them has. */
export async function refuseOtherTexts(source: EventStore, target: EventStore): Promise<void> {
  await refuseMissing(source, target, 'is missing in the target');
  await refuseMissing(target, source, 'is in the target, and not in the source');
}

async function refuseMissing(from: EventStore, other: EventStore, complaint: string): Promise<void> {
  for await (const { authentic } of from.allTexts()) {
    const hashes = [...authentic.keys()];
    const found = await other.readTexts(hashes);
    // A text is verified against its hash whenever it is read: the same hash is the same text.
    const missing = hashes.find((hash) => !found.authentic.has(hash));
    if (missing !== undefined)
      throw new OperationRefused(`the texts of ${from.ledger} differ: the one of the hash ${missing} ${complaint}`);
  }
}
