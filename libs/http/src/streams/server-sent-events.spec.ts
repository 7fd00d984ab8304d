import { describe, expect, it } from '@jest/globals';
import { type ServerSentEvent, textOfEvent, textOfEvents } from './server-sent-events.js';

const event = (id: number): ServerSentEvent => ({ id, event: 'Randomized', data: '{}' });
const HOUR_MS = 3_600_000;

async function* some(...events: readonly ServerSentEvent[]): AsyncGenerator<ServerSentEvent> {
  for (const one of events) yield await Promise.resolve(one);
}

/** A source that gives one event and then nothing more, whatever happens. */
async function* silentAfterOne(): AsyncGenerator<ServerSentEvent> {
  yield event(0);
  await new Promise(() => undefined);
}

async function textsOf(texts: AsyncIterable<string>): Promise<readonly string[]> {
  const seen: string[] = [];
  for await (const text of texts) seen.push(text);
  return seen;
}

describe('textOfEvents', () => {
  it('gives each event as the standard writes it, and ends with its source', async () => {
    const texts = await textsOf(textOfEvents(some(event(7), event(8)), new AbortController().signal, HOUR_MS));
    expect(texts).toEqual([
      'retry: 1000\n\n',
      'id: 7\nevent: Randomized\ndata: {}\n\n',
      'id: 8\nevent: Randomized\ndata: {}\n\n',
    ]);
  });

  it('shows that it is alive while nothing comes, and ends with the signal, also when its source does not', async () => {
    const closing = new AbortController();
    const seen: string[] = [];
    for await (const text of textOfEvents(silentAfterOne(), closing.signal, 1)) {
      seen.push(text);
      if (text.startsWith(':') && seen.length >= 4) closing.abort();
    }
    expect(seen).toEqual([
      'retry: 1000\n\n',
      'id: 0\nevent: Randomized\ndata: {}\n\n',
      ': nothing yet\n\n',
      ': nothing yet\n\n',
    ]);
  });

  it('asks its source for no more than is taken', async () => {
    let given = 0;
    async function* counted(): AsyncGenerator<ServerSentEvent> {
      for (;;) yield await Promise.resolve(event(given++));
    }
    const texts = textOfEvents(counted(), new AbortController().signal, HOUR_MS);
    for (let taken = 0; taken < 3; taken += 1) await texts.next();
    expect(given).toBeLessThanOrEqual(3);
    await texts.return(undefined);
  });

  it('fails when its source fails', async () => {
    const failing: AsyncIterable<ServerSentEvent> = {
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('the store is gone')) }),
    };
    await expect(textsOf(textOfEvents(failing, new AbortController().signal, HOUR_MS))).rejects.toThrow(
      'the store is gone',
    );
  });

  it('cannot be made to say more than one event at a time', () => {
    expect(() => textOfEvent({ id: 1, event: 'a', data: '{}\n\nid: 9' })).toThrow(RangeError);
    expect(() => textOfEvent({ id: 1, event: 'a\r', data: '{}' })).toThrow(RangeError);
  });
});
