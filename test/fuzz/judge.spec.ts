import { OpenApiDocument } from '@bali/http/testing';
import { describe, expect, it } from '@jest/globals';
import type { Answer } from './answers.js';
import { faultsOf } from './judge.js';

const json = (schema: object) => ({ description: 'it is', content: { 'application/json': { schema } } });
const problem = { description: 'it failed', content: { 'application/problem+json': { schema: { type: 'object' } } } };

const DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'of a test', version: '1' },
  paths: {
    '/v1/things/{thing}': {
      get: {
        operationId: 'readThing',
        responses: {
          '200': json({ type: 'object', required: ['name'], properties: { name: { type: 'string' } } }),
          default: problem,
        },
      },
      delete: { operationId: 'endThing', responses: { '204': { description: 'ended' }, default: problem } },
    },
    '/v1/ready': { get: { operationId: 'ready', responses: { '200': json({}), '503': json({ type: 'object' }) } } },
  },
  components: { schemas: { Problem: { type: 'object', required: ['code', 'status'] } } },
};

const PROMISED = {
  document: new OpenApiDocument(DOCUMENT),
  problems: new Map([
    ['not-found', 404],
    ['overloaded', 503],
  ]),
};

function answer(status: number, body: unknown, type = 'application/json'): Answer {
  return { status, headers: { 'content-type': `${type}; charset=utf-8` }, text: JSON.stringify(body), tookMs: 1 };
}
const refusal = (status: number, code: string) => answer(status, { code, status }, 'application/problem+json');
const THING = { method: 'GET', path: '/v1/things/1?x=2' };
const faults = (of: Answer | undefined, asking = THING) => faultsOf(PROMISED, asking, of);

describe('what is wrong with an answer', () => {
  it('is nothing where it is as documented', () => {
    expect(faults(answer(200, { name: 'x' }))).toEqual([]);
    expect(faults(refusal(404, 'not-found'))).toEqual([]);
    expect(faults(refusal(503, 'overloaded'))).toEqual([]);
    expect(faults(answer(503, {}), { method: 'GET', path: '/v1/ready' })).toEqual([]);
    expect(faults({ ...answer(204, 0), text: '' }, { ...THING, method: 'DELETE' })).toEqual([]);
  });

  it.each([
    ['nothing came', undefined],
    ['the server failed', refusal(500, 'internal-error')],
    ['it is not of its schema', answer(200, { name: 1 })],
    ['its status is not documented', answer(201, { name: 'x' })],
    ['its kind is not documented', answer(200, { name: 'x' }, 'text/plain')],
    ['it is no JSON', { ...answer(200, 0), text: '{' }],
    ['a refusal is no problem', answer(404, { code: 'not-found', status: 404 })],
    ['a problem has no code', answer(404, { status: 404 }, 'application/problem+json')],
    ['a code is not documented', refusal(404, 'never-heard-of')],
    ['a code is documented with another status', refusal(409, 'not-found')],
    ['a problem names another status', answer(404, { code: 'not-found', status: 409 }, 'application/problem+json')],
    ['503 is not of a documented problem', answer(503, {}, 'text/html')],
    ['it tells of the inside', answer(200, { name: '/srv/node_modules/x.js' })],
  ])('is told where %s', (_, wrong) => {
    expect(faults(wrong)).toHaveLength(1);
  });

  it('is told where something answers that is not documented, or with a body that is not', () => {
    expect(faults(answer(200, {}), { method: 'GET', path: '/v1/elsewhere' })).toHaveLength(1);
    expect(faults(answer(204, {}), { ...THING, method: 'DELETE' })).toHaveLength(1);
  });
});
