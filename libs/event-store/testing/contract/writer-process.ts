/**
 * A process that appends to a store that others have open, too, and prints a line for each append acknowledged. It
 * takes a {@link WriterTask} as JSON; without `appends` it goes on until it is killed.
 */
import { type Append, type EventStore, NO_STREAM, WrongExpectedRevision } from '@bali/event-store';
import { writeSync } from 'node:fs';
import { datedEvent } from '../sample-events.js';
import { openDescribed, type StoreDescription } from './store-under-test.js';

export interface WriterTask {
  readonly name: string;
  readonly streams: readonly string[];
  /** How many appends to make. Default: without end. */
  readonly appends?: number;
  /** Events in each append. Default: 1. */
  readonly events?: number;
  /** How many appends to have under way at once. Default: 1. */
  readonly concurrency?: number;
}

/** What is printed when an append was acknowledged. */
export interface Acknowledged {
  readonly stream: string;
  readonly ids: readonly string[];
  readonly revision: number;
  readonly position: number;
}

async function appendOnce(store: EventStore, stream: string, events: Append['events']): Promise<void> {
  for (let expectedRevision = NO_STREAM; ;) {
    try {
      const appended = await store.append({ stream, expectedRevision, events });
      const acknowledged: Acknowledged = { stream, ids: events.map(({ id }) => id), ...appended };
      writeSync(1, `${JSON.stringify(acknowledged)}\n`);
      return;
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision)) throw error;
      expectedRevision = error.actualRevision;
    }
  }
}

/** A clock that is wrong by up to an hour in either direction, as that of no other process is. */
function clock(number: number): string {
  const wrongByMs = ((process.pid + number) % 120) * 60_000 - 3_600_000;
  return new Date(Date.now() + wrongByMs).toISOString();
}

async function write(store: EventStore, task: WriterTask): Promise<void> {
  const { name, streams, appends = Infinity, events = 1, concurrency = 1 } = task;
  let next = 0;
  const work = async () => {
    while (next < appends) {
      const number = next;
      next += 1;
      const labels = Array.from({ length: events }, (_, place) => `${name}, append ${number}, event ${place}`);
      await appendOnce(
        store,
        streams[number % streams.length] ?? name,
        labels.map((label) => datedEvent(label, clock(number))),
      );
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
}

const { description, task } = JSON.parse(process.argv[2] ?? '') as { description: StoreDescription; task: WriterTask };
const store = await openDescribed(description);
await write(store, task);
await store.close();
