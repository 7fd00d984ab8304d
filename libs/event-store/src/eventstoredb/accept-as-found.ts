import { recordedAtOf } from '@bali/ledger';
import { NotThisLedger } from '../errors.js';
import type { StoredEvent } from '../event-store.js';
import { VerifiedEvents } from '../heads/verified-events.js';
import { markOf } from '../sqlite/head-writer.js';
import { newestAcceptance, numberAfter, writeAcceptance } from './ledger-acceptances.js';
import { connectLedger, type EventStoreDbOptions, type LedgerConnection } from './ledger-connection.js';
import { SideStream } from './side-stream.js';
import { fromWire } from './wire-event.js';

/**
 * Makes a head for all events of a ledger as they are found in the cluster, and writes it where every instance finds it: the marks
 * and the copies of all instances are replaced at their next start.
 * @param options with a directory that has no copy of the ledger yet.
 * @throws NotThisLedger when there is an event that this software cannot have written, or none at all; StoreUnavailable
 */
export async function acceptAsFound(options: EventStoreDbOptions): Promise<void> {
  const { heads, ledger } = options;
  if (heads === 'not-verified') throw new RangeError('a ledger is accepted with the keys that seal its heads');
  const opened = await connectLedger({ ...options, readOnly: true }, new AbortController().signal);
  try {
    const { reached, counts, heads: verified } = opened;
    const events = new VerifiedEvents(heads.keys, ledger);
    await addAll(events, opened);
    const whose = { ledger, keys: heads.keys };
    const mark = heads.mark.read();
    const marked = mark === 'unreadable' ? undefined : mark;
    const number = numberAfter([(await newestAcceptance(reached, whose))?.head, verified?.head, marked]);
    const head = { number, size: events.sizeWithAdded, ...events.seal(undefined) };
    await writeAcceptance(reached, whose, { head, kept: counts.toJSON() });
    heads.mark.replace(markOf(head));
  } finally {
    await opened.feed.close();
    await opened.cluster.close();
    opened.replica.close();
    heads.mark.close();
  }
}

/** Every event must be able to stand where it stands: its position cannot be given to another. */
async function addAll(events: VerifiedEvents, { reached, replica, heads }: LedgerConnection): Promise<void> {
  const { cluster, names, patience } = reached;
  const believed = (heads?.head?.size ?? 0) - 1;
  for await (const page of new SideStream(cluster, names.events, patience).pages()) {
    for (const read of page) {
      const event = asOurs(() => fromWire(read), names.events);
      if (event.position > believed) {
        const next = events.lastAdded(event.stream) + 1;
        if (event.revision !== next || recordedAtOf(event.leaf) === undefined) throw notOurs(names.events);
      }
      events.add([event]);
    }
    const found = page.map((read) => ({ event: fromWire(read), heads: [] }));
    await replica.take(found).catch((error: unknown) => {
      throw error instanceof NotThisLedger ? notOurs(names.events, error) : error;
    });
  }
  if (events.sizeWithAdded === 0)
    throw new NotThisLedger(`${names.events} has no event: an empty ledger is not accepted. ${RESTORE}`);
}

function asOurs(read: () => StoredEvent, stream: string): StoredEvent {
  try {
    return read();
  } catch (error) {
    throw notOurs(stream, error);
  }
}

const RESTORE =
  'Restore the cluster from a back-up, or migrate what is verified to an empty place: see docs/operations/cluster.md';

/** It has no position: it goes to a log, whose readers may not learn the size of the sealed ledger. */
function notOurs(stream: string, cause?: unknown): NotThisLedger {
  const what = `${stream} has an event that cannot stand where it stands, as no instance has written it`;
  return new NotThisLedger(
    `${what}: nobody can take it away, and the ledger cannot be used as it was found. ${RESTORE}`,
    {
      cause,
    },
  );
}
