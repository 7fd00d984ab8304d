import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Role } from '@bali/access';
import { createTestTokens, somebody } from '@bali/access/testing';
import { createHttpApplication, createLogger, type HttpOptions } from '@bali/http';
import { keepLog, listenOnLoopback } from '@bali/http/testing';
import { Controller, Get, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Validator } from '@seriousme/openapi-schema-validator';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { SampleController, SampleModule, SECRET } from '../testing/sample-api.js';

const log = keepLog();
const tokens = createTestTokens('NCT00904501');
let storeIsUp = true;
const options: HttpOptions = {
  title: 'Sample',
  description: 'Tried out',
  version: '1.0.0',
  verifier: tokens.verifier,
  logger: createLogger({ name: 'sample', level: 'info', now: () => new Date(), destination: log }),
  newRequestId: randomUUID,
  readiness: [{ name: 'store', isUp: () => storeIsUp }],
};

let app: NestFastifyApplication;
let url: string;

beforeAll(async () => {
  app = await createHttpApplication(SampleModule, options);
  url = await listenOnLoopback(app);
});

afterAll(() => app.close());

const visit = { visitedOn: '2011-03-02', restPain: true, ulcers: [{ site: 'toe', area: '2.5' }] };
const visits = '/v1/patients/REI-001/visits';

interface Sent {
  readonly role?: Role;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

async function post(path: string, { role = 'investigator', headers = {}, body }: Sent = {}): Promise<Response> {
  const authorization = `Bearer ${await tokens.tokenFor(somebody(role))}`;
  return fetch(url + path, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', 'idempotency-key': 'key-1', ...headers },
    body: body ?? JSON.stringify(visit),
  });
}

async function get(path: string, role: Role = 'investigator', headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url + path, {
    headers: { authorization: `Bearer ${await tokens.tokenFor(somebody(role))}`, ...headers },
  });
}

/** The problem that an answer holds, once it is seen to be one and nothing but one. */
async function problemIn(response: Response): Promise<Record<string, unknown>> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = (await response.json()) as Record<string, unknown>;
  expect(problem['status']).toBe(response.status);
  expect(problem['type']).toBe(`/problems/${String(problem['code'])}`);
  expect(problem['instance']).toBe(`urn:uuid:${String(response.headers.get('x-request-id'))}`);
  return problem;
}

const codeOf = async (response: Response) => [response.status, (await problemIn(response))['code']];

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
    const response = await fetch(url + visits, { method: 'POST', headers, body: JSON.stringify(visit) });
    expect(await codeOf(response)).toEqual([400, 'idempotency-key-missing']);
    const malformed = await post(visits, { headers: { 'idempotency-key': 'x'.repeat(256) } });
    expect(await codeOf(malformed)).toEqual([400, 'idempotency-key-malformed']);
    expect(await codeOf(await post(visits, { headers: { 'if-match': '12' } }))).toEqual([400, 'if-match-malformed']);
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
    expect(await codeOf(await fetch(url + visits, { method: 'POST', headers, body }))).toEqual([
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
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
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
    expect(await codeOf(await fetch(`${url}/v1/%zz`))).toEqual([400, 'malformed-request']);
    expect(await codeOf(await fetch(`${url}/v1/patients/${'x'.repeat(300)}/visits`, { method: 'POST' }))).toEqual([
      414,
      'uri-too-long',
    ]);
  });

  it('is told apart: no such path, no such method', async () => {
    expect(await codeOf(await fetch(`${url}/nowhere?name=Martin`))).toEqual([404, 'no-such-route']);
    const response = await fetch(url + visits, { method: 'DELETE' });
    expect(response.headers.get('allow')).toBe('POST');
    expect(await codeOf(response)).toEqual([405, 'method-not-allowed']);
  });
});

describe('access', () => {
  it('[P11-10d] is refused without a token, with a broken one, and with an expired one', async () => {
    const response = await fetch(`${url}/v1/patients`);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await codeOf(response)).toEqual([401, 'not-authenticated']);
    for (const authorization of ['Bearer abc', 'Basic YTpi', `Bearer ${'x'.repeat(9000)}`, 'Bearer a b']) {
      const refused = await fetch(`${url}/v1/patients`, { headers: { authorization } });
      expect(await codeOf(refused)).toEqual([401, 'not-authenticated']);
    }
    const past = createTestTokens('NCT00904501', () => new Date('2020-01-01T00:00:00Z'));
    const authorization = `Bearer ${await past.tokenFor(somebody('monitor'))}`;
    const foreign = await fetch(`${url}/v1/patients`, { headers: { authorization } });
    expect(foreign.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
    expect((await problemIn(foreign))['code']).toBe('not-authenticated');
  });

  it('[P11-10g] is refused to a role that may not do it, and to another site', async () => {
    expect(await codeOf(await post(visits, { role: 'monitor' }))).toEqual([403, 'not-permitted']);
    expect(await codeOf(await get('/v1/patients', 'administrator'))).toEqual([403, 'not-permitted']);
    expect(await codeOf(await post('/v1/patients/NAN-001/visits'))).toEqual([403, 'another-site']);
  });

  it('[P11-10d] has a rule for every route, or the application does not start', async () => {
    @Controller('forgotten')
    class ForgottenController {
      @Get()
      read(): string {
        return 'data';
      }
    }
    @Module({ controllers: [ForgottenController] })
    class ForgottenModule {}
    await expect(createHttpApplication(ForgottenModule, options)).rejects.toThrow(
      'these routes say neither @Action nor @OpenToAnyone: ForgottenController.read',
    );
  });
});

describe('an error that nobody foresaw', () => {
  it('tells the client nothing, and the log everything', async () => {
    const response = await fetch(`${url}/v1/failures/any`);
    const problem = await problemIn(response);
    expect(problem['code']).toBe('internal-error');
    expect(JSON.stringify(problem)).not.toContain('esdb');
    expect(JSON.stringify(problem)).not.toContain('stack');
    const id = response.headers.get('x-request-id');
    const line = log.lines().find((entry) => entry['requestId'] === id && entry['level'] === 'error');
    expect(JSON.stringify(line)).toContain(SECRET);
  });

  it('is told apart from a store that is busy or gone', async () => {
    const busy = await fetch(`${url}/v1/failures/overloaded`);
    expect(busy.headers.get('retry-after')).toBe('1');
    expect(await codeOf(busy)).toEqual([503, 'overloaded']);
    const gone = await fetch(`${url}/v1/failures/unavailable`);
    expect(await gone.clone().text()).not.toContain('esdb');
    expect(await codeOf(gone)).toEqual([503, 'store-unavailable']);
  });
});

describe('the request id', () => {
  it('is the one that came if it is a UUID, and is in the log', async () => {
    const id = randomUUID();
    const response = await get('/v1/patients?limit=3', 'monitor', { 'x-request-id': id.toUpperCase() });
    expect(response.headers.get('x-request-id')).toBe(id);
    expect(log.lines().find((line) => line['requestId'] === id)).toMatchObject({
      msg: 'request',
      method: 'GET',
      route: '/v1/patients',
      status: 200,
      userId: 'some.monitor',
    });
    const other = await get('/v1/patients', 'monitor', { 'x-request-id': 'x; DROP TABLE' });
    expect(other.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('comes with nothing of bodies, tokens, queries or patients in the log', async () => {
    await post(visits, { body: JSON.stringify({ ...visit, comment: 'Madame Lefebvre' }) });
    const written = log.text();
    expect(written).not.toContain('Lefebvre');
    expect(written).not.toContain('eyJ');
    expect(written).not.toContain('REI-001');
    expect(written).not.toContain('limit=3');
    expect(written).toContain('/v1/patients/:patient/visits');
  });
});

describe('operation', () => {
  it('says to anyone whether it lives, and which part is not ready', async () => {
    expect(await (await fetch(`${url}/health/live`)).json()).toEqual({ status: 'up' });
    expect(await (await fetch(`${url}/health/ready`)).json()).toEqual({ status: 'up', checks: { store: 'up' } });
    storeIsUp = false;
    const response = await fetch(`${url}/health/ready`);
    storeIsUp = true;
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: 'down', checks: { store: 'down' } });
  });

  it('shows metrics to operators only, by route and never by patient', async () => {
    expect(await codeOf(await fetch(`${url}/metrics`))).toEqual([401, 'not-authenticated']);
    expect(await codeOf(await get('/metrics', 'investigator'))).toEqual([403, 'not-permitted']);
    const response = await get('/metrics', 'administrator');
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const metrics = await response.text();
    expect(metrics).toContain('route="/v1/patients/:patient/visits"');
    expect(metrics).toContain('commands_total{command="record-follow-up",outcome="recorded"}');
    expect(metrics).toContain('process_resident_memory_bytes');
    expect(metrics).not.toContain('REI-001');
  });

  it('answers with headers that keep a browser from doing harm', async () => {
    for (const path of ['/v1/patients', '/nowhere', '/docs']) {
      const { headers } = await get(path);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('strict-transport-security')).toContain('max-age=');
      expect(headers.get('cache-control')).toMatch(/^(no-store|public, max-age=0)$/);
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('x-powered-by')).toBeNull();
    }
  });

  it('explains each problem at its type', async () => {
    const explained = (await (await fetch(`${url}/problems/invalid-input`)).json()) as Record<string, unknown>;
    expect(explained).toMatchObject({ code: 'invalid-input', status: 422, type: '/problems/invalid-input' });
    expect(await codeOf(await fetch(`${url}/problems/constructor`))).toEqual([404, 'not-found']);
  });
});

describe('the documentation', () => {
  it('is a valid OpenAPI 3.1 document that says each rule', async () => {
    const document = (await (await fetch(`${url}/openapi.json`)).json()) as OpenAPIObject;
    const { valid, errors } = await new Validator().validate({ ...document });
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(document.openapi).toBe('3.1.0');
    const schemas = document.components?.schemas as Record<string, { properties: object }>;
    expect(schemas['Visit']).toMatchObject({
      required: ['visitedOn', 'restPain', 'ulcers'],
      properties: {
        visitedOn: { type: 'string', format: 'date', description: 'the day of the visit' },
        ulcers: { type: 'array', maxItems: 20, items: { $ref: '#/components/schemas/Ulcer' } },
      },
    });
    expect(schemas['Ulcer']?.properties).toMatchObject({ site: { type: 'string', enum: ['toe', 'forefoot', 'heel'] } });
    const operation = document.paths['/v1/patients/{patient}/visits']?.post;
    expect(operation).toMatchObject({ 'x-action': 'record-follow-up', security: [{ bearer: [] }] });
  });

  it('has a page that loads nothing from elsewhere', async () => {
    const page = await (await fetch(`${url}/docs`)).text();
    const addresses = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address!);
    expect(addresses.filter((address) => /^(https?:)?\/\//.test(address))).toEqual([]);
    for (const address of addresses) {
      const file = await fetch(new URL(address, `${url}/docs`));
      expect([address, file.status]).toEqual([address, 200]);
      await file.arrayBuffer();
    }
    expect(page).not.toMatch(/<script>[^<]/);
  });
});

describe('a feed', () => {
  const token = () => tokens.tokenFor(somebody('monitor'));

  async function open(at: string, last?: string, signal?: AbortSignal): Promise<Response> {
    const headers = {
      authorization: `Bearer ${await token()}`,
      ...(last === undefined ? {} : { 'last-event-id': last }),
    };
    return fetch(`${at}/v1/feed`, { headers, ...(signal === undefined ? {} : { signal }) });
  }

  async function idsOf(response: Response, count: number): Promise<readonly number[]> {
    let seen = '';
    for await (const chunk of response.body!) {
      seen += Buffer.from(chunk as Uint8Array).toString();
      const ids = [...seen.matchAll(/^id: (\d+)\n/gm)].map(([, id]) => Number(id));
      if (ids.length >= count) return ids.slice(0, count);
    }
    return [];
  }

  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise((resolve) => setImmediate(resolve));
  }

  it('begins where the client was, and ends its source when the client goes', async () => {
    expect(await idsOf(await open(url), 3)).toEqual([0, 1, 2]);
    const response = await open(url, '41');
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(await idsOf(response, 3)).toEqual([42, 43, 44]);
    await until(() => SampleController.following === 0);
    for (const last of ['-1', 'x', '1.5', '1'.repeat(20)]) {
      expect(await codeOf(await open(url, last))).toEqual([400, 'last-event-id-malformed']);
    }
  });

  it('ends when the application closes, after which nothing is accepted', async () => {
    const closing = await createHttpApplication(SampleModule, options);
    const at = await listenOnLoopback(closing);
    const feed = await open(at);
    const whole = feed.text();
    await until(() => SampleController.following === 1);
    await closing.close();
    expect(await whole).toContain('id: 0\n');
    expect(SampleController.following).toBe(0);
    await expect(fetch(`${at}/health/live`)).rejects.toThrow();
  });

  it('does not keep the application from closing, nor does a request that never ends', async () => {
    const closing = await createHttpApplication(SampleModule, { ...options, closeWithinMilliseconds: 20 });
    const at = await listenOnLoopback(closing);
    const socket = connect(Number(new URL(at).port), '127.0.0.1');
    const gone = once(socket, 'close');
    socket.on('error', () => undefined);
    socket.write(`POST ${visits} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{`);
    await fetch(`${at}/health/live`);
    await closing.close();
    await gone;
    expect(socket.destroyed).toBe(true);
  });
});
