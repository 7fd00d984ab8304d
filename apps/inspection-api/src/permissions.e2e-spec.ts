import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ACTIONS, permits, type Role, ROLE_IDS } from '@bali/access';
import { patience } from '@bali/event-store/testing';
import { OpenApiDocument } from '@bali/http/testing';
import { someoneIn } from '@bali/identity/testing';
import { Validator } from '@seriousme/openapi-schema-validator';
import type { OpenAPIObject } from '@nestjs/swagger';
import { type InspectionApiUnderTest, startInspectionApi } from '../testing/index.js';

interface Endpoint {
  readonly method: string;
  readonly path: string;
  readonly action: string | undefined;
  readonly roles: readonly Role[] | undefined;
}

/** Open, because nothing that they answer is data, or because they ask for credentials. Any other is a mistake. */
const OPEN = [
  ...['get /health/live', 'get /health/ready', 'get /v1/page-sessions/offer'],
  ...['post /v1/page-sessions', 'post /v1/password', 'post /v1/sessions'],
];

const PLACES: Readonly<Record<string, string>> = {
  ...{ patient: 'REI-001', type: 'Harvested', userId: 'monitor', index: '3', position: '3', number: '1' },
  check: 'late-entries',
  id: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a',
};

let api: InspectionApiUnderTest;
let document: OpenApiDocument;
let endpoints: readonly Endpoint[];

beforeAll(async () => {
  api = await startInspectionApi(60);
  await api.sign();
  document = new OpenApiDocument(await api.read<OpenAPIObject>('/openapi.json', { as: null }));
  endpoints = document.operations.map((operation) => {
    const { 'x-action': action, 'x-roles': roles } = operation as unknown as Record<string, unknown>;
    const { method, path } = operation;
    return { method, path, action: action as string | undefined, roles: roles as readonly Role[] | undefined };
  });
});
afterAll(() => api[Symbol.asyncDispose]());

/** The ledger that whoever has the role may read, so that nothing but the role decides. */
function filled(path: string, role: Role | undefined): string {
  const ledger = role === 'administrator' ? 'access' : 'trial';
  return path.replaceAll(/\{(\w+|\*)\}/g, (_, name: string) => ({ ...PLACES, ledger, '*': '0/000.p/1' })[name] ?? name);
}

async function statusFor({ method, path }: Endpoint, role: Role | undefined): Promise<number> {
  const as = role === undefined ? null : someoneIn(role);
  const json = { 'content-type': 'application/json', 'idempotency-key': 'permissions' };
  const request = method === 'post' ? { body: '{"unheardOf":1}', headers: json } : { headers: {} };
  // Signing out ends a session: that of somebody who is asked no more.
  const own =
    path.endsWith('sessions/current') && method === 'delete' && as !== null
      ? { authorization: `Bearer ${await api.signIn(as)}` }
      : {};
  const init = { method: method.toUpperCase(), signal: patience(), ...request };
  const response = await api.fetch(filled(path, role), { ...init, headers: { ...request.headers, ...own } }, as);
  await response.body?.cancel();
  return response.status;
}

describe('every endpoint', () => {
  it('[P11-10d] [P11-10g] asks for an action of the table of permissions, or is known to be open', () => {
    const open = endpoints.filter(({ action }) => action === undefined);
    expect(open.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(OPEN);
    for (const { action, roles } of endpoints.filter((endpoint) => endpoint.action !== undefined)) {
      const granted = ACTIONS.filter((known) => known === action).flatMap((known) =>
        ROLE_IDS.filter((role) => permits(role, known)),
      );
      expect(granted.length).toBeGreaterThan(0);
      expect(roles?.toSorted()).toEqual(granted.toSorted());
    }
  });

  it('[P11-10d] lets nobody in without a token, but where it is open', async () => {
    const statuses = await Promise.all(endpoints.map((endpoint) => statusFor(endpoint, undefined)));
    const expected = ({ action, method }: Endpoint) => {
      if (action !== undefined) return 401;
      return method === 'post' ? 422 : 200;
    };
    expect(statuses).toEqual(endpoints.map(expected));
  });

  it('[P11-10d] [P11-10g] [R3-438] lets in the roles of the table, and no other', async () => {
    const wrong: string[] = [];
    for (const role of ROLE_IDS) {
      for (const endpoint of endpoints) {
        const status = await statusFor(endpoint, role);
        const permitted = endpoint.roles?.includes(role) ?? true;
        if (permitted === ![401, 403].includes(status)) continue;
        wrong.push(`${role} ${endpoint.method} ${endpoint.path}: ${status}`);
      }
    }
    expect(wrong).toEqual([]);
    const tried = endpoints.length * ROLE_IDS.length;
    process.stdout.write(`permissions: ${endpoints.length} endpoints × ${ROLE_IDS.length} roles = ${tried} tried\n`);
  });
});

describe('the OpenAPI document', () => {
  it('is valid, and names every operation, its part and what it does', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document.document) as never);
    expect([valid, errors]).toEqual([true, undefined]);
    const parts = new Set(document.document.tags?.map(({ name }) => name));
    for (const { operationId, summary, tags = [] } of document.operations) {
      expect([operationId, typeof summary, tags.every((tag) => parts.has(tag))]).toEqual([operationId, 'string', true]);
    }
    expect(new Set(document.operations.map(({ operationId }) => operationId)).size).toBe(document.operations.length);
  });

  it.each([
    ['listLedgers', ''],
    ['proveInclusion', ''],
    ['proveConsistency', '?from=3'],
    ['readState', '?position=20&digest=true'],
    ['listPatientsAsOf', '?position=20'],
    ['readPatientAsOf', '?position=40'],
    ['listSteps', '?from=3&to=9'],
    ['listPackages', ''],
    ['readAuditLog', '?limit=3'],
    ['readAuditEntry', ''],
    ['readOverview', '?position=20'],
    ['listMarks', ''],
    ['readUnblindingRegister', ''],
    ['readFieldHistory', ''],
  ])('says of %s what it answers, and gives an example of it', async (operationId, query) => {
    const path = filled(document.operation(operationId).path, 'inspector');
    const { status, body } = await api.get<unknown>(path + query);
    expect([operationId, status, document.differences(operationId, status, body)]).toEqual([
      operationId,
      200,
      undefined,
    ]);
    const example = document.answerExample(operationId);
    expect([operationId, document.differences(operationId, 200, example)]).toEqual([operationId, undefined]);
  });

  it('says what making a package answers, and of the access ledger’s audit log', async () => {
    const example = document.requestExample('makePackage');
    const made = await api.post('/v1/packages', example);
    expect([made.status, document.differences('makePackage', 201, made.body)]).toEqual([201, undefined]);
    const as = someoneIn('administrator');
    const log = await api.get('/v1/ledgers/access/audit-log', { as });
    expect(document.differences('readAccessLog', 200, log.body)).toBeUndefined();
  });
});
