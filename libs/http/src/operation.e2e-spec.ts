import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { Validator } from '@seriousme/openapi-schema-validator';
import { randomUUID } from 'node:crypto';
import { SECRET } from '../testing/sample-api.js';
import {
  codeOf,
  log,
  problemIn,
  type SampleApplication,
  startSample,
  store,
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

describe('an error that nobody foresaw', () => {
  it('tells the client nothing, and the log everything', async () => {
    const response = await fetch(`${sample.url}/v1/failures/any`);
    const problem = await problemIn(response);
    expect(problem['code']).toBe('internal-error');
    expect(JSON.stringify(problem)).not.toContain('esdb');
    expect(JSON.stringify(problem)).not.toContain('stack');
    const id = response.headers.get('x-request-id');
    const line = log.lines().find((entry) => entry['requestId'] === id && entry['level'] === 'error');
    expect(JSON.stringify(line)).toContain(SECRET);
  });

  it('is told apart from a store that is busy or gone', async () => {
    const busy = await fetch(`${sample.url}/v1/failures/overloaded`);
    expect(busy.headers.get('retry-after')).toBe('1');
    expect(await codeOf(busy)).toEqual([503, 'overloaded']);
    const gone = await fetch(`${sample.url}/v1/failures/unavailable`);
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
    expect(await (await fetch(`${sample.url}/health/live`)).json()).toEqual({ status: 'up' });
    expect(await (await fetch(`${sample.url}/health/ready`)).json()).toEqual({ status: 'up', checks: { store: 'up' } });
    store.isUp = false;
    const response = await fetch(`${sample.url}/health/ready`);
    store.isUp = true;
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: 'down', checks: { store: 'down' } });
  });

  it('shows metrics to operators only, by route and never by patient', async () => {
    expect(await codeOf(await fetch(`${sample.url}/metrics`))).toEqual([401, 'not-authenticated']);
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
    const explained = (await (await fetch(`${sample.url}/problems/invalid-input`)).json()) as Record<string, unknown>;
    expect(explained).toMatchObject({ code: 'invalid-input', status: 422, type: '/problems/invalid-input' });
    expect(await codeOf(await fetch(`${sample.url}/problems/constructor`))).toEqual([404, 'not-found']);
  });
});

describe('the documentation', () => {
  it('is a valid OpenAPI 3.1 document that says each rule', async () => {
    const document = (await (await fetch(`${sample.url}/openapi.json`)).json()) as OpenAPIObject;
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
    const page = await (await fetch(`${sample.url}/docs`)).text();
    const addresses = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address!);
    expect(addresses.filter((address) => /^(https?:)?\/\//.test(address))).toEqual([]);
    for (const address of addresses) {
      const file = await fetch(new URL(address, `${sample.url}/docs`));
      expect([address, file.status]).toEqual([address, 200]);
      await file.arrayBuffer();
    }
    expect(page).not.toMatch(/<script>[^<]/);
  });
});
