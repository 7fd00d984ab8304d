import type { Append, EventStore, StoredEvent } from '@bali/event-store';
import { OperationRefused } from '../operation-refused.js';

/** How many appends, and how many bytes of leaves, are handed to the target at once: it commits them together. */
const MAX_APPENDS = 256;
const MAX_BYTES = 500_000;

/** Events that stand one after another in a ledger, and the same as an append. */
interface Run {
  readonly events: readonly StoredEvent[];
  readonly append: Append;
}

/**
 * Appends the source's events to the target, from the first that it does not have, in their order. Appends that are
 * handed over together are taken in that order; that each has come to its place is seen from the answer.
 *
 * @throws OperationRefused when somebody else writes to the target.
 */
export async function copyEvents(
  source: EventStore,
  target: EventStore,
  progress: (copied: number) => void,
): Promise<number> {
  const first = (await target.lastPosition()) + 1;
  let copied = 0;
  for await (const page of source.read(first)) {
    for (const runs of windowsOf(page)) {
      await appendInOrder(target, runs);
      copied += runs.reduce((sum, { events }) => sum + events.length, 0);
      progress(first + copied);
    }
  }
  return copied;
}

async function appendInOrder(target: EventStore, runs: readonly Run[]): Promise<void> {
  const answers = await Promise.allSettled(runs.map(({ append }) => target.append(append)));
  for (const [index, { events }] of runs.entries()) {
    const answer = answers[index];
    if (answer?.status === 'rejected') throw answer.reason;
    const expected = events.at(-1)?.position;
    if (answer?.value.position === expected) continue;
    throw new OperationRefused(
      `somebody else writes to the target: what belongs at position ${expected ?? -1} came to ` +
        `${answer?.value.position ?? -1}. Begin again with an empty one.`,
    );
  }
}

/** A page's events in portions; neighbours of the same stream are one append. */
function* windowsOf(page: readonly StoredEvent[]): Generator<readonly Run[], void, undefined> {
  let runs: StoredEvent[][] = [];
  let bytes = 0;
  for (const event of page) {
    if (bytes > 0 && (runs.length >= MAX_APPENDS || bytes + event.leaf.byteLength > MAX_BYTES)) {
      yield runs.map(runOf);
      [runs, bytes] = [[], 0];
    }
    const last = runs.at(-1);
    if (last?.at(-1)?.stream === event.stream) last.push(event);
    else runs.push([event]);
    bytes += event.leaf.byteLength;
  }
  if (runs.length > 0) yield runs.map(runOf);
}

function runOf(events: readonly StoredEvent[]): Run {
  const [{ stream, revision } = { stream: '', revision: 0 }] = events;
  const toAppend = events.map(({ id, type, leaf }) => ({ id, type, leaf }));
  return { events, append: { stream, expectedRevision: revision - 1, events: toAppend } };
}
