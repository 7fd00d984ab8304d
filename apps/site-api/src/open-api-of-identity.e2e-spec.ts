import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { URI } from 'otpauth';
import {
  type OpenApiDocument,
  openApiDocumentOf,
  PASSWORD,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '../testing/index.js';

const NOW = '2011-03-01T09:00:00.000Z';
const ADMINISTRATOR = someoneIn('administrator');
const OTHER_ADMINISTRATOR = { ...ADMINISTRATOR, userId: 'other.administrator', name: 'Another one' };
const OWN_PASSWORD = 'six horses under the cherry tree';

let api: SiteApiUnderTest;
let document: OpenApiDocument;
/** What was called, and so held to the document. */
const called = new Set<string>();

beforeAll(async () => {
  api = await startSiteApi(NOW);
  document = await openApiDocumentOf(api);
});
afterAll(() => api[Symbol.asyncDispose]());

interface Call {
  readonly body?: object;
  /** Which kind of administrator asks, unless somebody else does with their own token; `null`: nobody. */
  readonly as?: typeof ADMINISTRATOR | null;
  readonly token?: string;
  /** What the path names. Default: Claire, and 1. */
  readonly at?: { readonly userId: string; readonly number?: string };
  /** Default: the operation. */
  readonly key?: string;
  readonly status?: number;
}

/** Calls an operation by its id, about Claire; what it answers is held to the document. */
async function call<Body>(operationId: string, options: Call = {}): Promise<Body> {
  const { method } = document.operation(operationId);
  const { body, as = ADMINISTRATOR, token, status = method === 'post' ? 201 : 200, key = operationId } = options;
  const path = document.pathOf(operationId, { userId: 'claire.martin', number: '1', ...options.at });
  const headers = {
    'idempotency-key': key,
    ...(method === 'post' && { 'content-type': 'application/json' }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  const sent = method === 'post' ? { body: JSON.stringify(body ?? {}) } : {};
  const response = await api.fetch(path, { method: method.toUpperCase(), headers, ...sent }, as);
  const text = await response.text();
  const answer = text === '' ? undefined : (JSON.parse(text) as unknown);
  expect([operationId, response.status, text]).toEqual([operationId, status, text]);
  expect([operationId, document.differences(operationId, status, answer)]).toEqual([operationId, undefined]);
  called.add(operationId);
  return answer as Body;
}

describe('the OpenAPI document says what is answered', () => {
  const claire = { userId: 'claire.martin', password: OWN_PASSWORD };
  let token: string;

  it('when an account is made, from its first password to its first session', async () => {
    const example = document.requestExample('createAccount');
    expect(example).toMatchObject({ userId: claire.userId });
    const { initialPassword } = await call<{ initialPassword: string }>('createAccount', { body: example });
    await call('verifyIdentity', { body: { how: 'document-in-person' } });
    await call('linkOpenIdentity', { body: { ...document.requestExample('linkOpenIdentity'), subject: '4711' } });
    await call('delegateRole', { body: { role: 'investigator', sites: ['REI'], from: '2011-03-01' } });
    const change = { userId: claire.userId, password: initialPassword, newPassword: OWN_PASSWORD };
    await call('changePassword', { body: change, as: null, status: 204 });
    await call('signIn', { body: claire, as: null });
    ({ token } = await call<{ token: string }>('signIn', { body: claire, as: null }));
    expect(await call('readSession', { token })).toMatchObject({ person: { name: 'Claire Martin', sites: ['REI'] } });
  });

  it('when two administrators delegate a role', async () => {
    const wanted = { role: 'sponsor-coordinator', from: '2011-03-01', until: '2011-03-02' };
    const account = { userId: 'dora', name: 'Dora Petit', organisation: 'CHU de Reims' };
    await call('createAccount', { body: account, key: 'dora' });
    await call('verifyIdentity', { body: { how: 'document-in-person' }, at: { userId: 'dora' }, key: 'dora-verified' });
    await call('renamePerson', { body: document.requestExample('renamePerson'), at: { userId: 'dora' } });
    await call('createAccount', { body: { ...account, userId: 'dora.2' }, key: 'dora-again' });
    await call('recognizePerson', { body: { samePersonAs: 'dora' }, at: { userId: 'dora.2' } });
    await call('requestDelegation', { body: wanted, at: { userId: 'dora' } });
    const how = { how: 'known-personally' };
    await call('approveDelegation', { body: how, at: { userId: 'dora' }, as: OTHER_ADMINISTRATOR });
    await call('requestDelegation', { body: wanted, at: { userId: 'dora' }, key: 'another-request' });
    await call('endDelegationRequest', { body: {}, at: { userId: 'dora', number: '2' } });
    const { items } = await call<{ items: { userId: string; delegationRequests: object[] }[] }>('listAccounts');
    expect(items.find(({ userId }) => userId === 'dora')?.delegationRequests).toMatchObject([
      { number: 1, over: 'approved' },
      { number: 2, over: 'withdrawn' },
    ]);
  });

  it('of one-time codes, and of signing out', async () => {
    const { uri } = await call<{ uri: string }>('beginOneTimeCode', { body: { password: OWN_PASSWORD }, token });
    const oneTimeCode = URI.parse(uri).generate({ timestamp: Date.parse(NOW) });
    await call('confirmOneTimeCode', { body: { oneTimeCode }, token, status: 204 });
    await call('signOut', { token, status: 204 });
    expect((await api.get('/v1/sessions/current', { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
  });

  it('of lists', async () => {
    const { items } = await call<{ items: { userId: string; oneTimeCode: boolean }[] }>('listAccounts');
    expect(items).toContainEqual(expect.objectContaining({ userId: claire.userId, oneTimeCode: true }));
    const log = await call<{ on: string; items: object[] }>('readDelegationLog');
    expect(log.on).toBe('2011-03-01');
    expect(log.items).toContainEqual(expect.objectContaining({ userId: claire.userId, role: 'investigator' }));
  });

  it('of lock-out, recovery, and the ends of sessions, delegations and accounts', async () => {
    for (let guess = 1; guess <= 5; guess += 1) {
      const answer = await api.post(
        '/v1/sessions',
        { userId: claire.userId, password: `guess ${guess}` },
        { as: null },
      );
      expect([answer.status, document.differencesFrom('Problem', answer.body)]).toEqual([401, undefined]);
    }
    const body = { reason: 'she called the office' };
    const { events } = await call<{ events: readonly string[] }>('unlockAccount', { body });
    const redaction = { ...document.requestExample('redactReason'), redactedEvent: events[0] };
    await call('redactReason', { body: redaction, as: OTHER_ADMINISTRATOR });
    await call('revokeSessions', { body });
    await call('requestRecovery', { body });
    const known = { ...body, how: 'known-personally' };
    const again = await call<{ initialPassword?: string }>('approveRecovery', { body: known, as: OTHER_ADMINISTRATOR });
    expect(again.initialPassword).toMatch(/^[2-9A-Z]{5}(-[2-9A-Z]{5}){3}$/);
    await call('endDelegation', { body });
    await call('deactivateAccount', { body });
  });

  it('of every operation on accounts, sessions, passwords and one-time codes', () => {
    const paths = /^\/v1\/(accounts|sessions|password|one-time-code|delegation-log)(\/|$)/;
    const all = document.operations.filter(({ path }) => paths.test(path)).map(({ operationId }) => operationId);
    expect([...called].toSorted()).toEqual(all.toSorted());
  });

  it('[P11-300] and nothing of what was kept or logged holds a password', async () => {
    const kept = JSON.stringify(await api.accessRecords()) + api.log.text();
    expect([OWN_PASSWORD, PASSWORD, token].filter((secret) => kept.includes(secret))).toEqual([]);
  });
});
