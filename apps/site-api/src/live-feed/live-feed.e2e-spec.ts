import { describe, expect, it } from '@jest/globals';
import type { Person } from '@bali/access';
import type { LedgerRecord } from '@bali/ledger';
import { bringPatient, openTrial, type SiteApiUnderTest, someoneIn, startSiteApi } from '../../testing/index.js';

interface Received {
  readonly id: number;
  readonly event: string;
  readonly record: LedgerRecord;
}

interface FeedOptions {
  readonly as?: Person;
  readonly query?: string;
  readonly lastEventId?: number;
}

/** Opens the feed; it is then read event by event, until it ends or is let go of. */
async function openFeed(
  api: SiteApiUnderTest,
  { as, query = '', lastEventId }: FeedOptions,
): Promise<AsyncGenerator<Received, void, undefined>> {
  const headers = lastEventId === undefined ? {} : { 'last-event-id': String(lastEventId) };
  const response = await api.fetch(`/v1/events${query}`, { headers }, as);
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  return eventsIn(response.body!.pipeThrough(new TextDecoderStream()));
}

async function* eventsIn(chunks: AsyncIterable<string>): AsyncGenerator<Received, void, undefined> {
  let text = '';
  for await (const chunk of chunks) {
    const parts = (text + chunk).split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const [, id, event, data] = /^id: (\d+)\nevent: (\w+)\ndata: (.*)$/.exec(part) ?? [];
      if (event !== undefined) yield { id: Number(id), event, record: JSON.parse(data ?? '') as LedgerRecord };
    }
  }
}

async function take(events: AsyncGenerator<Received>, count: number): Promise<readonly Received[]> {
  const taken: Received[] = [];
  while (taken.length < count) {
    const next = await events.next();
    if (next.done === true) break;
    taken.push(next.value);
  }
  return taken;
}

/** When the kit's patients consent: a feed that is opened then is not idle yet when they do. */
const CONSENT = '2011-02-14T10:00:00.000Z';

describe('the live feed', () => {
  it('sends the events as they come, each as its record', async () => {
    await using api = await startSiteApi();
    await openTrial(api);
    api.clock.set(CONSENT);
    const feed = await openFeed(api, { as: someoneIn('monitor'), query: '?from=3' });
    const next = take(feed, 3);
    await bringPatient(api, 'consented');
    await bringPatient(api, 'consented', 'NAN');
    const received = await next;
    expect(received.map(({ id, event }) => [id, event])).toEqual([
      [3, 'RandomizationListCommitted'],
      [4, 'ConsentGiven'],
      [5, 'ConsentGiven'],
    ]);
    expect(received.map(({ record }) => record)).toEqual((await api.records()).slice(3));
    await feed.return();
  });

  it('resumes after Last-Event-ID, each event exactly once, across a restart', async () => {
    await using api = await startSiteApi();
    await openTrial(api);
    await bringPatient(api, 'screened');
    const first = await openFeed(api, { query: '?from=0' });
    const received = [...(await take(first, 4))];
    await api.restart();
    await bringPatient(api, 'consented');
    const count = (await api.lastPosition()) + 1;
    const second = await openFeed(api, { lastEventId: received.at(-1)!.id });
    received.push(...(await take(second, count - received.length)));
    expect(received.map(({ id }) => id)).toEqual(Array.from({ length: count }, (_, position) => position));
    await second.return();
  });

  it('refuses to begin beyond the next event, where it would be silent for ever', async () => {
    await using api = await startSiteApi();
    await openTrial(api);
    api.clock.set(CONSENT);
    const end = await api.lastPosition();
    const refusedFrom = async (query: string, headers: Record<string, string> = {}) =>
      (await api.get(`/v1/events${query}`, { headers })).body;
    expect(await refusedFrom(`?from=${end + 2}`)).toMatchObject({ code: 'beyond-the-end', status: 404 });
    expect(await refusedFrom('', { 'last-event-id': `${end + 1}` })).toMatchObject({ code: 'beyond-the-end' });
    const feed = await openFeed(api, { lastEventId: end });
    const next = feed.next();
    await bringPatient(api, 'consented');
    expect((await next).value).toMatchObject({ id: end + 1 });
    await feed.return();
  });

  it('gives a site role what is about its own patients and the trial, and nothing else', async () => {
    await using api = await startSiteApi();
    await openTrial(api);
    await bringPatient(api, 'screened', 'NAN');
    await bringPatient(api, 'consented');
    const feed = await openFeed(api, { query: '?from=0', as: someoneIn('study-coordinator') });
    const streams = (await take(feed, 5)).map(({ record }) => record.stream);
    expect(streams).toEqual(['trial', 'trial', 'trial', 'trial', 'patient-REI-001']);
    await feed.return();
  });

  it('[P11-10d] ends before the first event that comes after its reader has signed out', async () => {
    await using api = await startSiteApi();
    await openTrial(api);
    const monitor = someoneIn('monitor');
    api.clock.set(CONSENT);
    const feed = await openFeed(api, { as: monitor, query: '?from=4' });
    await bringPatient(api, 'consented');
    expect(await take(feed, 1)).toMatchObject([{ event: 'ConsentGiven' }]);
    const signedOut = await api.fetch('/v1/sessions/current', { method: 'DELETE' }, monitor);
    expect(signedOut.status).toBe(204);
    await bringPatient(api, 'consented');
    expect(await take(feed, 1)).toEqual([]);
  });

  it('is open twenty times to an account, and to others whatever that account does', async () => {
    await using api = await startSiteApi();
    await openTrial(api);
    const monitor = someoneIn('monitor');
    const follow = (as: Person) => api.fetch('/v1/events', {}, as);
    const feeds = await Promise.all(Array.from({ length: 21 }, () => follow(monitor)));
    const refused = feeds.filter(({ status }) => status !== 200);
    expect(await Promise.all(refused.map((answer) => answer.json()))).toMatchObject([
      {
        status: 429,
        code: 'too-many-at-once',
        detail: 'this account has 20 live feeds at once, and no more are allowed',
      },
    ]);
    expect((await follow(someoneIn('study-coordinator'))).status).toBe(200);
  });

  it('ends when the application closes', async () => {
    await using api = await startSiteApi();
    await openTrial(api);
    const feed = await openFeed(api, { query: '?from=0' });
    await take(feed, 4);
    const ended = feed.next();
    await api.stop();
    expect((await ended).done).toBe(true);
  });
});
