import { argon2idHasher } from '@bali/access';
import { openTemporaryStore, temporaryDirectory, testInstallationKeys } from '@bali/event-store/testing';
import { createHttpApplication, createLogger } from '@bali/http';
import { keepLog, listenOnLoopback } from '@bali/http/testing';
import { CLOCK } from '@bali/installation';
import { somebody } from '@bali/access/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { openAuthentication } from '../authentication.js';
import { IDENTITY_PROBLEMS, identityProblem } from './identity-problems.js';
import { IdentityModule } from './identity.module.js';

@Module({})
class ModuleUnderTest {}

const NOW = '2026-03-02T08:00:00.000Z';
const ISSUER = 'https://id.example.org';
const cleanUp = new AsyncDisposableStack();

async function startWithProvider() {
  const now = () => new Date(NOW);
  const { store: accessLedger } = cleanUp.use(openTemporaryStore('access'));
  const directory = cleanUp.use(temporaryDirectory());
  const log = keepLog();
  const logger = createLogger({ name: 'identity', level: 'info', now, destination: log });
  const authentication = await openAuthentication({
    ...{ accessLedger, now, log: logger },
    credentialsPath: join(directory.path, 'credentials.db'),
    trialId: 'NCT00904501',
    software: { version: '0.1.0', commit: '0000000' },
    randomBytes: (length) => randomBytes(length),
    keys: testInstallationKeys(),
    onMisfit: () => undefined,
    settings: {
      hasher: argon2idHasher({ memoryKiB: 8, passes: 1, parallelism: 1 }),
      openId: { issuer: ISSUER, audience: 'bali' },
    },
  });
  const verifier = { verify: () => Promise.resolve(somebody('administrator')) };
  const identityModule = IdentityModule.of({ useValue: { ...authentication, verifier } });
  const module = {
    ...{ module: ModuleUnderTest, global: true, imports: [identityModule] },
    providers: [{ provide: CLOCK, useValue: now }],
    exports: [CLOCK, identityModule],
  };
  const app = await createHttpApplication(module, {
    ...{ title: 'Identity', description: 'Tried out', version: '1.0.0', logger, newRequestId: randomUUID },
    problems: Object.values(IDENTITY_PROBLEMS),
    translations: [identityProblem],
  });
  cleanUp.defer(() => app.close());
  const url = await listenOnLoopback(app);
  return { url, accessLedger, accounts: authentication.identity.accounts };
}

let api: Awaited<ReturnType<typeof startWithProvider>>;
let password = '';

beforeAll(async () => {
  api = await startWithProvider();
  const named = (userId: string) => ({ userId, name: `Name of ${userId}`, organisation: 'CHU de Reims' });
  await api.accounts.createFirstAdministrators([named('ada'), named('emil')], (_, given) => (password ||= given));
});
afterAll(() => cleanUp.disposeAsync());

async function post(path: string, body: object): Promise<{ status: number; body: Record<string, unknown> }> {
  const headers = {
    ...{ 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    authorization: `Bearer ${'t'.repeat(43)}`,
  };
  const answer = await fetch(api.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

describe('with an OpenID provider', () => {
  it('[P11-10d] a password lets nobody in, and no answer says whether it is right or whose it is', async () => {
    const before = await api.accessLedger.lastPosition();
    const newPassword = 'tulips in the rain, twice';
    const tries = [
      await post('/v1/sessions', { userId: 'ada', password }),
      await post('/v1/sessions', { userId: 'ada', password: 'a wrong password' }),
      await post('/v1/sessions', { userId: 'nobody', password: 'a wrong password' }),
      await post('/v1/password', { userId: 'ada', password, newPassword }),
      await post('/v1/password', { userId: 'ada', password: 'a wrong password', newPassword }),
      await post('/v1/one-time-code', { password }),
      await post('/v1/one-time-code/confirmation', { oneTimeCode: '123456' }),
      await post('/v1/passkeys/options', { password }),
      await post('/v1/accounts/ada/recovery-requests', { reason: 'lost' }),
      await post('/v1/accounts/ada/recovery-approvals', { how: 'known-personally', reason: 'lost' }),
    ];
    const answers = tries.map(({ status, body: { instance: _, ...body } }) => ({ status, body }));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 409, body: { code: 'credentials-elsewhere' } });
    // Nothing was looked at, so nothing is in the record either.
    expect(await api.accessLedger.lastPosition()).toBe(before);
  });

  it('a new account has no password to hand out', async () => {
    const made = await post('/v1/accounts', { userId: 'bob', name: 'Bob Hope', organisation: 'CHU de Reims' });
    expect([made.status, made.body['initialPassword']]).toEqual([201, undefined]);
  });

  it('a person at the provider is linked to one account', async () => {
    for (const userId of ['claire', 'dora']) {
      await post('/v1/accounts', { userId, name: `Name of ${userId}`, organisation: 'CHU de Reims' });
      await post(`/v1/accounts/${userId}/identity-verification`, { how: 'document-in-person' });
      await post(`/v1/accounts/${userId}/delegations`, { role: 'monitor', from: '2026-03-02' });
    }
    const identity = { issuer: ISSUER, subject: '17' };
    const link = (userId: string) => post(`/v1/accounts/${userId}/open-identity`, identity);
    const [first, second] = await Promise.all([link('claire'), link('dora')]);
    expect([first.status, second.status]).toEqual([201, 409]);
    expect(second.body).toMatchObject({
      code: 'open-identity-of-another',
      errors: [{ field: '/subject', rule: 'open-identity-of-another' }],
    });
    expect((await api.accounts.personsFor(identity)).map(({ userId }) => userId)).toEqual(['claire']);
    await post('/v1/accounts/claire/deactivation', { reason: 'has left' });
    expect((await link('dora')).body['code']).toBe('open-identity-of-another');
  });
});
