import type { EventStore, StoredEvent } from '@bali/event-store';

/** All events of all pages. */
export async function collect(pages: AsyncIterable<readonly StoredEvent[]>): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for await (const page of pages) events.push(...page);
  return events;
}

/** The first events that a follower sees, up to `count`; more than that only if they came in the same page. */
export async function follow(store: EventStore, from: number, count: number): Promise<readonly StoredEvent[]> {
  const stop = new AbortController();
  const events: StoredEvent[] = [];
  for await (const page of store.follow(from, stop.signal)) {
    events.push(...page);
    if (events.length >= count) stop.abort();
  }
  return events;
}

/** The same as plain values, whatever kind of byte array an adapter gives. */
export function plain(events: readonly StoredEvent[]): readonly (Omit<StoredEvent, 'leaf'> & { leaf: string })[] {
  return events.map(({ leafHash: _, ...event }) => ({ ...event, leaf: Buffer.from(event.leaf).toString('base64') }));
}

/** The error that a call is refused with. */
export async function refusalOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  return 'was not refused';
}
