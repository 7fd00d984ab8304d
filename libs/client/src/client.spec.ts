import { describe, expect, it } from '@jest/globals';
import { isProblem, NoAnswerError, type ProblemError, SiteApi, type Timers } from './index.js';

type Answering = (request: Request) => Response | Promise<Response>;

const RECORDED = { patient: 'REI-001', revision: 3, position: 9, events: ['e1'] };

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
const problem = (status: number, code: string, more: object = {}, headers: Record<string, string> = {}) =>
  json(status, { type: `/problems/${code}`, title: code, status, code, instance: 'urn:uuid:0', ...more }, headers);
const lost = () => Promise.reject(new TypeError('fetch failed'));

/** A client of a server that answers as it is told, one answer after another; waits take no time, and are kept. */
function clientOf(...answers: readonly Answering[]) {
  const requests: Request[] = [];
  const bodies: string[] = [];
  const waits: number[] = [];
  let now = 0;
  const timers: Timers = {
    now: () => now,
    wait: (ms) => {
      waits.push(ms);
      now += ms;
      return Promise.resolve();
    },
  };
  const left = [...answers];
  const api = new SiteApi({
    ...{ url: 'http://bali.test/', userAgent: 'ward-app/1', token: 'T', timers },
    fetch: async (request) => {
      requests.push(request);
      bodies.push(await request.clone().text());
      return (left.length > 1 ? left.shift()! : left[0]!)(request);
    },
  });
  return { api, requests, bodies, waits };
}

const missedVisit = { visit: 'M3', missedOn: '2011-06-10', why: 'patient-refused' } as const;
const record = (api: SiteApi, more: object = {}) =>
  api.post('/v1/patients/{patient}/missed-visits', {
    params: { path: { patient: 'REI-001' } },
    body: missedVisit,
    ...more,
  });

describe('a request', () => {
  it('goes to the path with its places filled, with token, program and revision', async () => {
    const { api, requests, bodies } = clientOf(() => json(201, RECORDED));
    expect(await record(api, { key: 'k', ifMatch: 2 })).toEqual(RECORDED);
    const [request] = requests;
    expect(request!.url).toBe('http://bali.test/v1/patients/REI-001/missed-visits');
    expect(Object.fromEntries(request!.headers)).toEqual({
      ...{ authorization: 'Bearer T', 'user-agent': 'ward-app/1', 'content-type': 'application/json' },
      ...{ 'idempotency-key': 'k', 'if-match': '"2"' },
    });
    expect(bodies).toEqual([JSON.stringify(missedVisit)]);
  });

  it('has each parameter of its query encoded, and none that is not given', async () => {
    const { api, requests } = clientOf(() => json(200, { items: [] }));
    await api.get('/v1/patients', { params: { query: { limit: 5, cursor: 'a&b=c' } } });
    expect(requests[0]!.url).toBe('http://bali.test/v1/patients?limit=5&cursor=a%26b%3Dc');
  });

  it('is answered with nothing where there is nothing, and with a text where it is none of JSON', async () => {
    await clientOf(() => new Response(null, { status: 204 })).api.signOut();
    const html = new Response('<p>', { headers: { 'content-type': 'text/html; charset=utf-8' } });
    expect(await clientOf(() => html).api.get('/v1/reports/statistics/document')).toBe('<p>');
  });

  it('asks for the token anew each time, where it is given as a function', async () => {
    const { api, requests } = clientOf(lost, () => json(200, {}));
    let asked = 0;
    await api.withToken(() => `T${(asked += 1)}`, 'monitor').get('/v1/trial');
    expect(requests.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer T1', 'Bearer T2']);
    expect(requests[1]!.headers.get('x-role')).toBe('monitor');
  });
});

describe('what failed', () => {
  const cutOff = () =>
    new Response(
      new ReadableStream({
        pull: (controller) => {
          controller.enqueue(new TextEncoder().encode('{"patient":'));
          controller.error(new TypeError('terminated'));
        },
      }),
      { status: 201, headers: { 'content-type': 'application/json' } },
    );

  it('is sent again with the same key and the same bytes, until it is answered', async () => {
    const failures = [lost, cutOff, () => problem(503, 'overloaded'), () => new Response('<html>', { status: 502 })];
    const { api, requests, bodies, waits } = clientOf(...failures, () => json(201, RECORDED));
    expect(await record(api)).toEqual(RECORDED);
    const keys = requests.map(({ headers }) => headers.get('idempotency-key'));
    expect(keys).toHaveLength(5);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(new Set(keys).size).toBe(1);
    expect(new Set(bodies).size).toBe(1);
    expect(waits.every((ms, place) => ms >= 125 * 2 ** place && ms <= 250 * 2 ** place)).toBe(true);
  });

  it('is sent again when the server says: after seconds, or at a moment', async () => {
    const at = new Date(Date.now() + 3_600_000).toUTCString();
    const answers = [
      () => problem(429, 'too-many-requests', {}, { 'retry-after': '7' }),
      () => problem(503, 'ledger-held', {}, { 'retry-after': at }),
    ];
    const { api, waits } = clientOf(...answers, () => json(200, {}));
    const error = await api.get('/v1/trial').catch((thrown: unknown) => thrown);
    expect(waits).toEqual([7_000]);
    expect(isProblem(error, 'ledger-held')).toBe(true);
    expect((error as ProblemError).retryAfterSeconds).toBeGreaterThan(3_500);
  });

  it('is given up when patience is over, and the key is named under which it may be sent again', async () => {
    const { api, requests, waits } = clientOf(lost);
    const error = await record(api, { key: 'mine' }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NoAnswerError);
    expect(error).toMatchObject({ key: 'mine', message: expect.stringContaining('POST http://bali.test/v1/patients') });
    expect(requests.length).toBeGreaterThan(7);
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(60_000);
  });

  it('is never sent twice without a key, but after a 429, which says that nothing was done', async () => {
    const session = { ...{ session: 's', token: 'T2', expiresAt: '', deviceToken: 'D' }, person: {} };
    const credentials = { userId: 'u', password: 'p' };
    for (const failure of [lost, () => problem(503, 'store-unavailable')]) {
      const { api, requests } = clientOf(failure);
      await expect(api.signIn(credentials)).rejects.toThrow();
      expect(requests).toHaveLength(1);
      expect(requests[0]!.headers.has('idempotency-key')).toBe(false);
    }
    const { api, requests } = clientOf(
      () => problem(429, 'too-many-requests'),
      () => json(201, session),
    );
    const signedIn = await api.signIn(credentials);
    await signedIn.api.get('/v1/trial');
    expect(requests.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer T', 'Bearer T', 'Bearer T2']);
  });

  it('is not sent again where the server refused it, and says why: code, fields, source', async () => {
    const errors = [{ field: '/visit', rule: 'one-of', message: 'must be a visit' }];
    const { api, requests } = clientOf(() => problem(422, 'invalid-input', { detail: 'One field.', errors }));
    const error = (await record(api).catch((thrown: unknown) => thrown)) as ProblemError;
    expect(requests).toHaveLength(1);
    expect([error.code, error.status, error.message, error.errors]).toEqual([
      'invalid-input',
      422,
      'One field.',
      errors,
    ]);
    expect([isProblem(error), isProblem(error, 'stale-revision'), isProblem(new Error('x'))]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('is a problem of the client’s own, where a proxy answers for the server', async () => {
    const { api } = clientOf(() => new Response('<h1>', { status: 404, statusText: 'Not Found' }));
    await expect(api.get('/v1/trial')).rejects.toMatchObject({
      ...{ code: 'no-problem-details', status: 404, message: 'The server answered 404 Not Found' },
    });
  });

  it('ends at once when its caller gives up, with the reason that the caller gave', async () => {
    const gone = new AbortController();
    const { api, requests } = clientOf((request) => {
      gone.abort(new Error('closed by the user'));
      return Promise.reject(request.signal.reason as Error);
    });
    await expect(api.get('/v1/trial', { signal: gone.signal })).rejects.toThrow('closed by the user');
    expect(requests).toHaveLength(1);
  });
});

describe('a command that has to be signed', () => {
  const asked = { meaning: 'I lock the database.', credentials: ['password', 'oneTimeCode'] };
  const unsigned = () => problem(422, 'signature-missing', { signature: asked });

  it('is sent again under the same key with what the person gave, and the meaning that was shown', async () => {
    const { api, requests, bodies } = clientOf(unsigned, () => json(201, RECORDED));
    const shown: unknown[] = [];
    const sign = (asks: unknown) => {
      shown.push(asks);
      return Promise.resolve({ password: 'p' });
    };
    await api.post('/v1/trial/database-lock', { body: {}, sign });
    expect(shown).toEqual([asked]);
    expect(JSON.parse(bodies[1]!)).toEqual({ signature: { meaning: asked.meaning, password: 'p' } });
    expect(requests[0]!.headers.get('idempotency-key')).toBe(requests[1]!.headers.get('idempotency-key'));
  });

  it('is refused where nobody is asked, and where the signature is', async () => {
    await expect(clientOf(unsigned).api.post('/v1/trial/database-lock', { body: {} })).rejects.toMatchObject({
      ...{ code: 'signature-missing', signature: asked },
    });
    const { api, requests } = clientOf(unsigned, () => problem(403, 'signature-refused'));
    const sign = () => ({ password: 'wrong' });
    await expect(api.post('/v1/trial/database-lock', { body: {}, sign })).rejects.toMatchObject({
      code: 'signature-refused',
    });
    expect(requests).toHaveLength(2);
  });
});

describe('the live feed', () => {
  const event = (position: number) =>
    `id: ${position}\nevent: Harvested\ndata: ${JSON.stringify({ id: `e${position}`, type: 'Harvested' })}\n\n`;
  const stream = (...texts: readonly string[]) => {
    const bytes = texts.map((text) => new TextEncoder().encode(text));
    return () =>
      new Response(
        new ReadableStream({
          pull: (controller) => {
            const next = bytes.shift();
            if (next === undefined) controller.close();
            else controller.enqueue(next);
          },
        }),
        { headers: { 'content-type': 'text/event-stream' } },
      );
  };

  it('goes on after the last event, however the connection ends; each event comes once', async () => {
    const half = event(6).slice(0, 12);
    const { api, requests } = clientOf(
      stream('retry: 1000\n\n', event(4) + event(5).slice(0, 9), event(5).slice(9), half),
      lost,
      () => problem(503, 'not-available'),
      stream(': keep-alive\n\n', event(6)),
      () => problem(401, 'not-authenticated'),
    );
    const interruptions: unknown[] = [];
    const positions: number[] = [];
    const follow = async () => {
      const feed = api.follow({ from: 4, onInterrupted: (error) => interruptions.push(error) });
      for await (const {
        position,
        event: { id },
      } of feed) {
        expect(id).toBe(`e${position}`);
        positions.push(position);
      }
    };
    await expect(follow()).rejects.toMatchObject({ code: 'not-authenticated' });
    expect(positions).toEqual([4, 5, 6]);
    expect(interruptions).toHaveLength(4);
    const begun = requests.map(({ url, headers }) => [
      url.slice('http://bali.test'.length),
      headers.get('last-event-id'),
    ]);
    expect(begun).toEqual([
      ['/v1/events?from=4', null],
      ...Array.from({ length: 3 }, () => ['/v1/events', '5']),
      ['/v1/events', '6'],
    ]);
  });

  it('gives reminders to whoever asks for them; they have no position, and do not move the feed', async () => {
    const reminder = 'event: safety-reminder\ndata: {"patient":"REI-001"}\n\n';
    const { api, requests } = clientOf(stream(reminder, event(8), reminder), () => problem(403, 'not-permitted'));
    const reminders: unknown[] = [];
    const feed = api.follow({ after: 7, onReminder: (one) => reminders.push(one) });
    expect((await feed.next()).value).toMatchObject({ position: 8 });
    await expect(feed.next()).rejects.toMatchObject({ code: 'not-permitted' });
    expect(reminders).toEqual([{ patient: 'REI-001' }, { patient: 'REI-001' }]);
    expect(requests.map(({ headers }) => headers.get('last-event-id'))).toEqual(['7', '8']);
  });

  it('ends when its loop is left, and when its signal is aborted: the connection is let go', async () => {
    const { api, requests } = clientOf(stream(event(0), event(1)));
    for await (const { position } of api.follow()) {
      expect(position).toBe(0);
      break;
    }
    expect(requests[0]!.signal.aborted).toBe(true);
    const gone = new AbortController();
    const waiting = clientOf(
      (request) =>
        new Promise((_, reject) => {
          request.signal.addEventListener('abort', () => reject(request.signal.reason as Error));
          gone.abort();
        }),
    );
    for await (const _ of waiting.api.follow({ signal: gone.signal })) throw new Error('nothing comes');
    expect(waiting.requests).toHaveLength(1);
  });
});
