import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { somebody } from '@bali/access/testing';
import { connect } from 'node:net';
import {
  codeOf,
  problemIn,
  type SampleApplication,
  startSample,
  tokens,
  visit,
  visits,
} from '../testing/sample-application.js';

let sample: SampleApplication;
const post: SampleApplication['post'] = (path, sent) => sample.post(path, sent);
const get: SampleApplication['get'] = (path, role, headers) => sample.get(path, role, headers);

beforeAll(async () => {
  sample = await startSample();
});

afterAll(() => sample.app.close());

async function errorsOf(body: unknown): Promise<unknown> {
  const response = await post(visits, { body: JSON.stringify(body) });
  const problem = await problemIn(response);
  expect(problem['code']).toBe('invalid-input');
  return (problem['errors'] as { field: string; rule: string }[]).map(({ field, rule }) => `${field} ${rule}`);
}

describe('a command', () => {
  it('reaches its handler as the plain body that came, with its revision and identity', async () => {
    const response = await post(visits, { headers: { 'if-match': '"12"' } });
    expect(response.status).toBe(201);
    expect(response.headers.get('etag')).toBe('"13"');
    const answer = (await response.json()) as Record<string, string>;
    expect(JSON.parse(answer['recorded']!)).toEqual(visit);
    const again = (await (await post(visits)).json()) as Record<string, string>;
    expect(again['commandId']).toBe(answer['commandId']);
    expect(again['causationId']).toBe(answer['causationId']);
    const other = await post(visits, { body: JSON.stringify({ ...visit, restPain: false }) });
    const changed = (await other.json()) as Record<string, string>;
    expect(changed['commandId']).toBe(answer['commandId']);
    expect(changed['causationId']).not.toBe(answer['causationId']);
  });

  it('needs an Idempotency-Key and takes only a well-formed If-Match', async () => {
    const authorization = `Bearer ${await tokens.tokenFor(somebody('investigator'))}`;
    const headers = { authorization, 'content-type': 'application/json' };
    const response = await fetch(sample.url + visits, { method: 'POST', headers, body: JSON.stringify(visit) });
    expect(await codeOf(response)).toEqual([400, 'idempotency-key-missing']);
    const malformed = await post(visits, { headers: { 'idempotency-key': 'x'.repeat(256) } });
    expect(await codeOf(malformed)).toEqual([400, 'idempotency-key-malformed']);
    expect(await codeOf(await post(visits, { headers: { 'if-match': '12' } }))).toEqual([400, 'if-match-malformed']);
  });
});

describe('where a command comes from', () => {
  it('[P11-10h] is known to its handler: client, address and request', async () => {
    const sourceOf = async (client: string) => {
      const response = await post(`${visits}?x=1`, {
        headers: { 'user-agent': client, 'x-forwarded-for': '10.9.8.7' },
      });
      const { correlationId, source } = (await response.json()) as Record<string, unknown>;
      expect(correlationId).toBe(response.headers.get('x-request-id'));
      return source;
    };
    expect(await sourceOf('reims-ecrf/2.1')).toEqual({ client: 'reims-ecrf/2.1', ip: '127.0.0.1' });
    expect(await sourceOf('caf\u00e9 '.repeat(100))).toEqual({ client: 'caf? '.repeat(40), ip: '127.0.0.1' });
    expect(await sourceOf(' ')).toEqual({ client: 'unknown', ip: '127.0.0.1' });
  });
});

describe('input that is not valid', () => {
  it('is refused with each field and its rule', async () => {
    expect(await errorsOf({ ...visit, bloodGroup: 'A' })).toEqual(['/bloodGroup unknown-field']);
    expect(await errorsOf({})).toEqual(['/visitedOn calendar-date', '/restPain yes-or-no', '/ulcers list']);
    expect(await errorsOf({ ...visit, visitedOn: '2011-02-30', restPain: 'yes' })).toEqual([
      '/visitedOn calendar-date',
      '/restPain yes-or-no',
    ]);
    expect(await errorsOf({ ...visit, ulcers: [visit.ulcers[0], { site: 'ear', area: 2.5, depth: 1 }] })).toEqual([
      '/ulcers/1/depth unknown-field',
      '/ulcers/1/site one-of',
      '/ulcers/1/area decimal',
    ]);
    expect(await errorsOf({ ...visit, pressure: { toe: 301 }, measuredAt: '2011-03-02T09:30:00' })).toEqual([
      '/measuredAt instant',
      '/pressure/toe whole',
    ]);
    expect(await errorsOf({ ...visit, pressure: null, comment: ' ', symptoms: ['pain', 'pain'] })).toEqual(
      expect.arrayContaining(['/pressure object', '/comment text', '/symptoms words']),
    );
    expect(await errorsOf({ ...visit, pressure: [{ toe: 30 }] })).toContain('/pressure object');
    expect(await errorsOf({ ...visit, ulcers: ['toe'] })).toContain('/ulcers list');
  });

  it('is refused in the path and in the query, too', async () => {
    expect(await codeOf(await post('/v1/patients/rei-1/visits'))).toEqual([422, 'invalid-input']);
    expect(await codeOf(await get('/v1/patients?limit=0'))).toEqual([422, 'invalid-input']);
    expect(await codeOf(await get('/v1/patients?limit=1e1'))).toEqual([422, 'invalid-input']);
    expect(await codeOf(await get('/v1/patients?limit=1&limit=2'))).toEqual([422, 'invalid-input']);
    expect(await codeOf(await get('/v1/patients?page=2'))).toEqual([422, 'invalid-input']);
    expect(await (await get('/v1/patients?limit=7')).json()).toEqual({ limit: 7 });
  });

  it.each([
    ['no JSON', '{"visitedOn":', 'malformed-json'],
    ['nothing', '', 'body-missing'],
    ['a list', '[]', 'body-not-an-object'],
    ['null', 'null', 'body-not-an-object'],
    ['a depth of 1,000', `{"a":${'['.repeat(1000)}${']'.repeat(1000)}}`, 'body-too-deep'],
    ['a depth of 60,000', '{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000), 'body-too-deep'],
    ['a lone surrogate', '{"comment":"\\ud800"}', 'ill-formed-text'],
    ['a name with a lone surrogate', '{"\\udc00":1}', 'ill-formed-text'],
    ['a prototype', '{"__proto__":{"isAdmin":true}}', 'reserved-name'],
    ['a constructor inside', '{"ulcers":[{"constructor":{}}]}', 'reserved-name'],
  ])('is refused when the body is %s', async (_, body, code) => {
    expect(await codeOf(await post(visits, { body }))).toEqual([400, code]);
  });

  it('is refused when it is not UTF-8', async () => {
    const authorization = `Bearer ${await tokens.tokenFor(somebody('investigator'))}`;
    const headers = { authorization, 'content-type': 'application/json', 'idempotency-key': 'k' };
    const body = Buffer.from('{"comment":"\xe9"}', 'latin1');
    expect(await codeOf(await fetch(sample.url + visits, { method: 'POST', headers, body }))).toEqual([
      400,
      'ill-formed-text',
    ]);
  });

  it('is refused when it is not JSON by its type', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await codeOf(await post(visits, { headers, body: 'a=1' }))).toEqual([415, 'unsupported-media-type']);
    const multipart = { 'content-type': 'text/plain' };
    expect(await codeOf(await post(visits, { headers: multipart }))).toEqual([415, 'unsupported-media-type']);
  });

  it('is refused when it has 10 MB, whether or not it says so before', async () => {
    const body = `{"comment":"${'x'.repeat(10_000_000)}"}`;
    expect(await codeOf(await post(visits, { body }))).toEqual([413, 'body-too-large']);
    const answer = await sendRaw([
      `POST ${visits} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
      ...Array.from({ length: 160 }, () => `10000\r\n${'x'.repeat(65_536)}\r\n`),
    ]);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('"code":"body-too-large"');
  });
});

/** Sends bytes as they are, and reads the answer, which is a problem, while they go. */
async function sendRaw(parts: readonly string[]): Promise<string> {
  const socket = connect(Number(new URL(sample.url).port), '127.0.0.1');
  for (const part of parts) socket.write(part);
  let answer = '';
  for await (const chunk of socket) {
    answer += String(chunk);
    if (answer.endsWith('}')) break;
  }
  return answer;
}

describe('a request that is no request', () => {
  it('is answered as a problem, not as a page', async () => {
    const nonsense = await sendRaw(['NONSENSE\r\n\r\n']);
    expect(nonsense).toMatch(/^HTTP\/1\.1 400 /);
    expect(nonsense).toContain('"code":"malformed-request"');
    const headers = await sendRaw([`GET /health/live HTTP/1.1\r\nHost: x\r\nX-A: ${'x'.repeat(20_000)}\r\n\r\n`]);
    expect(headers).toContain('"code":"headers-too-large"');
    expect(await codeOf(await fetch(`${sample.url}/v1/%zz`))).toEqual([400, 'malformed-request']);
    expect(
      await codeOf(await fetch(`${sample.url}/v1/patients/${'x'.repeat(600)}/visits`, { method: 'POST' })),
    ).toEqual([414, 'uri-too-long']);
  });

  it('is told apart: no such path, no such method', async () => {
    expect(await codeOf(await fetch(`${sample.url}/nowhere?name=Martin`))).toEqual([404, 'no-such-route']);
    const response = await fetch(sample.url + visits, { method: 'DELETE' });
    expect(response.headers.get('allow')).toBe('POST');
    expect(await codeOf(response)).toEqual([405, 'method-not-allowed']);
  });
});
