import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '@bali/access';
import { createHttpApplication, createLogger } from '@bali/http';
import { keepLog, listenOnLoopback } from '@bali/http/testing';
import { CLOCK } from '@bali/installation';
import { type DynamicModule, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { randomUUID } from 'node:crypto';
import { type IdentityUnderTest, identityUnderTest, passwordOf } from '../../testing/identity-under-test.js';
import { IDENTITY_PROBLEMS, identityProblem } from './identity-problems.js';
import { IdentityModule } from './identity.module.js';

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

@Module({})
class ModuleUnderTest {}

const log = keepLog();
let under: IdentityUnderTest;
let app: NestFastifyApplication;
let url: string;

function moduleOf({ identity, now }: IdentityUnderTest): DynamicModule {
  const { sessions: verifier, signingAuthority: signing, close } = identity;
  const identityModule = IdentityModule.of({
    useValue: { identity, verifier, signing, asksForPasswords: true, close },
  });
  return {
    module: ModuleUnderTest,
    global: true,
    imports: [identityModule],
    providers: [{ provide: CLOCK, useValue: now }],
    exports: [CLOCK, identityModule],
  };
}

function startedWith(signInsPerAddress: number): Promise<NestFastifyApplication> {
  return createHttpApplication(moduleOf(under), {
    title: 'Identity',
    description: 'Tried out',
    version: '1.0.0',
    logger: createLogger({ name: 'identity', level: 'info', now: under.now, destination: log }),
    newRequestId: randomUUID,
    problems: Object.values(IDENTITY_PROBLEMS),
    translations: [identityProblem],
    rateLimits: { perAccount: 100_000, perAddress: 100_000, signInsPerAddress },
  });
}

beforeAll(async () => {
  under = await identityUnderTest();
  app = await startedWith(100_000);
  url = await listenOnLoopback(app);
  await under.person('ada', 'administrator');
  await under.person('bob', 'administrator');
});
afterAll(async () => {
  await app.close();
  await under[Symbol.asyncDispose]();
});

async function send(method: string, path: string, body?: unknown, token?: string, key = randomUUID()): Promise<Answer> {
  const headers = {
    'idempotency-key': key,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const response = await fetch(url + path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const read = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  return { status: response.status, body: read, headers: response.headers };
}

async function signIn(userId: string, password = passwordOf(userId), role?: Role): Promise<string> {
  const { body } = await send('POST', '/v1/sessions', { userId, password, ...(role && { role }) });
  return String(body['token']);
}

/** An account by way of the API: made, verified, delegated to, and with a password of its own. */
async function join(userId: string, delegation: object): Promise<void> {
  const ada = await signIn('ada');
  const made = await send('POST', '/v1/accounts', { userId, name: `Name ${userId}x`, organisation: 'CHU' }, ada);
  expect(made.status).toBe(201);
  const verified = await send(
    'POST',
    `/v1/accounts/${userId}/identity-verification`,
    { how: 'document-in-person' },
    ada,
  );
  expect(verified.status).toBe(201);
  expect((await send('POST', `/v1/accounts/${userId}/delegations`, delegation, ada)).status).toBe(201);
  const change = { userId, password: made.body['initialPassword'], newPassword: passwordOf(userId) };
  expect((await send('POST', '/v1/password', change)).status).toBe(204);
}

describe('authentication', () => {
  it('[P11-10d] [P11-100] leads from an account over a verified identity and a delegation to a session', async () => {
    const investigator = { role: 'investigator', sites: ['REI', 'NAN'], from: '2026-03-02', until: '2026-12-31' };
    await join('claire', investigator);
    const { status, body } = await send('POST', '/v1/sessions', { userId: 'claire', password: passwordOf('claire') });
    expect(status).toBe(201);
    const token = String(body['token']);
    const person = {
      userId: 'claire',
      role: 'investigator',
      organisation: 'CHU',
      sites: ['NAN', 'REI'],
      name: 'Name clairex',
    };
    expect(body).toMatchObject({ person, expiresAt: '2026-03-02T20:00:00.000Z' });
    const current = await send('GET', '/v1/sessions/current', undefined, token);
    expect(current.body).toEqual({ session: body['session'], expiresAt: body['expiresAt'], person });
    expect((await send('DELETE', '/v1/sessions/current', undefined, token)).status).toBe(204);
    expect((await send('GET', '/v1/sessions/current', undefined, token)).body).toMatchObject({
      code: 'not-authenticated',
    });
  });

  it('asks whoever has several roles for one', async () => {
    await join('dora', { role: 'monitor', from: '2026-03-02' });
    const ada = await signIn('ada');
    await send('POST', '/v1/accounts/dora/delegations', { role: 'data-manager', from: '2026-03-02' }, ada);
    const asked = await send('POST', '/v1/sessions', { userId: 'dora', password: passwordOf('dora') });
    expect(asked.body).toMatchObject({ code: 'role-not-chosen', status: 409 });
    expect(asked.body['detail']).toContain('monitor, data-manager');
    const role = 'data-manager';
    const chosen = await send('POST', '/v1/sessions', { userId: 'dora', password: passwordOf('dora'), role });
    expect(chosen.body).toMatchObject({ person: { role } });
  });

  it('[P11-300] is shut after repeated failures, with one answer for every reason, and all of it is in the ledger', async () => {
    await join('emil', { role: 'monitor', from: '2026-03-02' });
    const attempts = [
      ...Array.from({ length: 6 }, () => ({ userId: 'emil', password: 'a wrong password' })),
      { userId: 'emil', password: passwordOf('emil') },
      { userId: 'nobody.of.this.name', password: 'a wrong password' },
      { userId: 'No Such Form', password: 'a wrong password' },
    ];
    const told = new Set<string>();
    for (const attempt of attempts) {
      const { status, body } = await send('POST', '/v1/sessions', attempt);
      told.add(JSON.stringify([status, { ...body, instance: 'of the request' }]));
    }
    expect(told.size).toBe(1);
    const happened = await under.happened('account-emil');
    expect(happened.map(([type]) => type).slice(-8)).toEqual([
      ...Array.from({ length: 5 }, () => 'SignInRefused'),
      'AccountLockedOut',
      'SignInRefused',
      'SignInRefused',
    ]);
    const refused = (await under.records()).findLast(({ type }) => type === 'SignInRefused');
    expect(refused?.metadata).toMatchObject({ actor: { userId: 'anonymous' }, source: { ip: '127.0.0.1' } });
    const ada = await signIn('ada');
    expect((await send('POST', '/v1/accounts/emil/unlocking', { reason: 'he called' }, ada)).status).toBe(201);
    expect(await signIn('emil')).toHaveLength(43);
  });

  it('[P11-300] lets nobody be kept out of a device that they have signed in from, whatever others try elsewhere', async () => {
    await join('fay', { role: 'monitor', from: '2026-03-02' });
    const right = { userId: 'fay', password: passwordOf('fay') };
    const first = await send('POST', '/v1/sessions', right);
    const { deviceToken } = first.body as { deviceToken: string };
    for (let guess = 0; guess < 40; guess += 1) {
      await send('POST', '/v1/sessions', { userId: 'fay', password: `guess ${guess}` });
    }
    const unknown = await send('POST', '/v1/sessions', right);
    expect(unknown.body['code']).toBe('sign-in-refused');
    // Neither a token that somebody has made up, nor that of another account, is of any use.
    const ada = await send('POST', '/v1/sessions', { userId: 'ada', password: passwordOf('ada') });
    for (const other of ['x'.repeat(43), ada.body['deviceToken']]) {
      const tried = await send('POST', '/v1/sessions', { ...right, deviceToken: other });
      expect(tried.body['code']).toBe('sign-in-refused');
    }
    const known = await send('POST', '/v1/sessions', { ...right, deviceToken });
    expect([known.status, known.body['deviceToken']]).toEqual([201, deviceToken]);
    const token = String(known.body['token']);
    expect((await send('GET', '/v1/sessions/current', undefined, token)).status).toBe(200);
    const newPassword = 'a long sentence about tulips';
    const changed = await send('POST', '/v1/password', { ...right, newPassword, deviceToken });
    expect(changed.status).toBe(204);
    // Neither the tokens nor the passwords are in any record.
    const recorded = JSON.stringify(await under.records());
    for (const secret of [deviceToken, token, newPassword, 'guess 1']) expect(recorded).not.toContain(secret);
  });

  it('[P11-300] counts a known device by itself, so that nobody at its address uses up what it may try', async () => {
    const { deviceToken } = await under.signIn('bob');
    const limited = await startedWith(2);
    const at = await listenOnLoopback(limited);
    const tried = async (more: object): Promise<number> => {
      const body = JSON.stringify({ userId: 'bob', password: passwordOf('bob'), ...more });
      const headers = { 'content-type': 'application/json' };
      return (await fetch(`${at}/v1/sessions`, { method: 'POST', headers, body })).status;
    };
    expect([await tried({ userId: 'eve' }), await tried({ userId: 'eve' }), await tried({})]).toEqual([401, 401, 429]);
    expect(await tried({ deviceToken: 'x'.repeat(43) })).toBe(429);
    expect([await tried({ deviceToken }), await tried({ deviceToken }), await tried({ deviceToken })]).toEqual([
      201, 201, 429,
    ]);
    await limited.close();
  });

  it('refuses fields that it does not know, and shows the rules for passwords', async () => {
    const credentials = { userId: 'ada', password: passwordOf('ada') };
    const unknown = await send('POST', '/v1/sessions', { ...credentials, admin: true });
    expect(unknown.body).toMatchObject({ code: 'invalid-input', errors: [{ field: '/admin', rule: 'unknown-field' }] });
    expect((await send('POST', '/v1/sessions', { ...credentials, role: 'king' })).status).toBe(422);
    const change = await send('POST', '/v1/password', { ...credentials, newPassword: 'password12345' });
    expect(change.body).toMatchObject({ code: 'password-common', errors: [{ field: '/newPassword' }] });
  });
});

/** How whoever approves new credentials has verified who the person is. */
const AGAIN = { how: 'document-by-video' };

describe('an administrator', () => {
  it('[P11-300] recovers an account only with another one', async () => {
    await join('frieda', { role: 'monitor', from: '2026-03-02' });
    const [ada, bob] = [await signIn('ada'), await signIn('bob')];
    const session = await signIn('frieda');
    expect((await send('POST', '/v1/accounts/frieda/recovery-requests', {}, ada)).status).toBe(201);
    const unverified = await send('POST', '/v1/accounts/frieda/recovery-approvals', {}, bob);
    expect(unverified.body).toMatchObject({ status: 422, errors: [{ field: '/how' }] });
    const alone = await send('POST', '/v1/accounts/frieda/recovery-approvals', AGAIN, ada);
    expect(alone.body).toMatchObject({ status: 403, code: 'recovery-needs-two-people' });
    const key = randomUUID();
    const approved = await send('POST', '/v1/accounts/frieda/recovery-approvals', AGAIN, bob, key);
    const { initialPassword, ...rest } = approved.body;
    expect((await send('GET', '/v1/sessions/current', undefined, session)).status).toBe(401);
    const again = await send('POST', '/v1/accounts/frieda/recovery-approvals', AGAIN, bob, key);
    expect(again.body).toEqual(rest);
    const first = await send('POST', '/v1/sessions', { userId: 'frieda', password: initialPassword });
    expect(first.body).toMatchObject({ status: 403, code: 'password-change-needed' });
  });

  it('is told why a command is refused', async () => {
    const ada = await signIn('ada');
    const own = await send('POST', '/v1/accounts/ada/delegations', { role: 'monitor', from: '2026-03-02' }, ada);
    expect(own.body).toMatchObject({ status: 403, code: 'own-account', source: expect.stringContaining('11.10') });
    const absent = await send('POST', '/v1/accounts/gone/deactivation', {}, ada);
    expect(absent.body).toMatchObject({ status: 404, code: 'account-unknown' });
    const taken = await send('POST', '/v1/accounts', { userId: 'bob', name: 'Bob', organisation: 'CHU' }, ada);
    expect(taken.body).toMatchObject({ status: 409, code: 'account-already-exists', errors: [{ field: '/userId' }] });
    const sites = await send('POST', '/v1/accounts/bob/delegations', { role: 'investigator', from: '2026-03-02' }, ada);
    expect(sites.body).toMatchObject({ status: 422, code: 'sites-needed' });
  });

  it('[R3-422a] [R3-438] sees the accounts and the delegation log, also of another day', async () => {
    await join('gustav', { role: 'safety-officer', from: '2026-03-03' });
    const ada = await signIn('ada');
    const { items } = (await send('GET', '/v1/accounts', undefined, ada)).body as { items: Record<string, unknown>[] };
    expect(items.find(({ userId }) => userId === 'gustav')).toMatchObject({
      identityVerified: true,
      oneTimeCode: false,
      delegations: [{ number: 1, role: 'safety-officer', delegatedBy: 'ada' }],
    });
    const usersOn = async (query: string) => {
      const { body } = await send('GET', `/v1/delegation-log${query}`, undefined, ada);
      return (body as { items: { userId: string }[] }).items.map(({ userId }) => userId);
    };
    expect(await usersOn('')).not.toContain('gustav');
    expect(await usersOn('?on=2026-03-03')).toContain('gustav');
    expect((await send('GET', '/v1/delegation-log?on=someday', undefined, ada)).status).toBe(422);
  });

  it('[P11-10g] is alone in that: others do not manage accounts', async () => {
    await join('hanna', { role: 'monitor', from: '2026-03-02' });
    const hanna = await signIn('hanna');
    expect((await send('GET', '/v1/accounts', undefined, hanna)).body).toMatchObject({ code: 'not-permitted' });
    expect((await send('GET', '/v1/delegation-log', undefined, hanna)).status).toBe(200);
    expect((await send('POST', '/v1/accounts/ada/deactivation', {}, hanna)).status).toBe(403);
    expect((await send('GET', '/v1/accounts')).status).toBe(401);
  });
});

describe('one-time codes', () => {
  it('are set up in two steps, for the password', async () => {
    await join('ivan', { role: 'monitor', from: '2026-03-02' });
    const ivan = await signIn('ivan');
    const wrong = await send('POST', '/v1/one-time-code', { password: 'wrong' }, ivan);
    expect(wrong.body).toMatchObject({ status: 403, code: 'credentials-refused' });
    const begun = await send('POST', '/v1/one-time-code', { password: passwordOf('ivan') }, ivan);
    expect(begun.body['uri']).toMatch(/^otpauth:\/\/totp\/BALI:ivan\?.*secret=[A-Z2-7]{32}/);
    const unconfirmed = await send('POST', '/v1/one-time-code/confirmation', { oneTimeCode: 'abcdef' }, ivan);
    expect(unconfirmed.status).toBe(422);
  });
});

describe('what is kept', () => {
  it('[P11-300] holds no secret: neither the ledger nor the log', async () => {
    const token = await signIn('ada');
    const written = JSON.stringify(await under.records()) + log.text();
    for (const secret of [token, passwordOf('ada'), 'a wrong password', 'nobody.of.this.name', 'otpauth']) {
      expect(written).not.toContain(secret);
    }
  });

  it('is documented: every route has an action or says that it is open', async () => {
    const document = (await send('GET', '/openapi.json')).body as unknown as OpenAPIObject;
    const open = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.entries(operations as Record<string, object>).flatMap(([method, operation]) =>
        'x-action' in operation || path.startsWith('/health') ? [] : [`${method} ${path}`],
      ),
    );
    expect(open).toEqual(['post /v1/sessions', 'post /v1/password']);
    const schemas = document.components?.schemas as Record<string, { properties: object }>;
    expect(schemas['SignedInAnswer']?.properties).toHaveProperty('token');
    expect(schemas['SignInDto']?.properties).toMatchObject({ password: { format: 'password' } });
  });
});
