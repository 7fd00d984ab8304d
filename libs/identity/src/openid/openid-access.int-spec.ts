import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Person, RoleRefused, TokenRefused } from '@bali/access';
import { somebody } from '@bali/access/testing';
import { Problem } from '@bali/http';
import { type JWTPayload, SignJWT } from 'jose';
import { createSecretKey, randomUUID } from 'node:crypto';
import { createOpenIdAccess, NotASecureUrl, type OpenIdOptions } from './index.js';
import { AUDIENCE, type Browser, OpenIdProviderUnderTest } from '../../testing/openid-provider.js';

let provider: OpenIdProviderUnderTest;
let browser: Browser;

beforeAll(async () => {
  // The provider has much advice for whoever would use it in earnest.
  for (const level of ['info', 'warn'] as const) jest.spyOn(console, level).mockReturnValue();
  provider = await OpenIdProviderUnderTest.start();
  browser = provider.openBrowser();
});

afterAll(() => provider[Symbol.asyncDispose]());

const investigator: Person = { ...somebody('investigator'), userId: 'claire.martin' };
const delegated = new Map<string, readonly Person[]>([
  ['claire', [investigator]],
  ['paul', [somebody('monitor'), somebody('data-manager')]],
]);

/** The moment of all tokens that the tests make themselves: however slow the machine is, none of them expires on the way. */
const NOW = Math.floor(Date.now() / 1000);

interface Changes extends Partial<OpenIdOptions> {
  /** How far the clock is ahead of that moment. */
  readonly aheadBySeconds?: () => number;
}

/** For tokens that the provider makes, whose clock goes on. */
const AS_TIME_GOES_ON: Changes = { now: () => new Date() };

const warnings: string[] = [];

function accessWith({ aheadBySeconds = () => 0, ...changes }: Changes = {}) {
  return createOpenIdAccess({
    issuer: provider.issuer,
    audience: AUDIENCE,
    now: () => new Date((NOW + aheadBySeconds()) * 1000),
    delegations: { personsFor: ({ subject }) => Promise.resolve(delegated.get(subject) ?? []) },
    log: { warn: (_, message) => void warnings.push(message) },
    ...changes,
  });
}

const outcomeOf = (token: string, changes: Changes = {}, role?: string) =>
  accessWith(changes)
    .verifier.verify(token, role === undefined ? {} : { role })
    .then(({ userId, role: acting }) => `${userId} as ${acting}`, wordFor);

function wordFor(error: unknown): string {
  if (error instanceof TokenRefused || error instanceof RoleRefused) return error.refusal;
  return error instanceof Problem ? error.kind.code : String(error);
}

function goodClaims(): JWTPayload {
  return {
    ...{ iss: provider.issuer, aud: AUDIENCE, sub: 'claire', client_id: 'site-program', jti: randomUUID() },
    ...{ iat: NOW, exp: NOW + 300, auth_time: NOW },
  };
}

const forged = (changes: Record<string, unknown>, header: Record<string, unknown> = {}) =>
  provider.sign({ ...goodClaims(), ...changes }, header);

describe('a person whom an OpenID provider knows', () => {
  it('[P11-10d] comes in with its access token, as the delegation log says', async () => {
    const token = await browser.token({ accountId: 'claire' });
    const person = await accessWith(AS_TIME_GOES_ON).verifier.verify(token);
    expect(person).toMatchObject(investigator);
    expect(person.session).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/);
  });

  it('[R3-438] has the roles of the delegation log now, whatever the token says', async () => {
    const token = await forged({ role: 'administrator', roles: ['administrator'], sites: ['NAN'] });
    expect(await outcomeOf(token)).toBe('claire.martin as investigator');
    const access = accessWith();
    await access.verifier.verify(token);
    delegated.set('claire', []);
    await expect(access.verifier.verify(token)).rejects.toThrow('you have no role in this trial today');
    delegated.set('claire', [investigator]);
    await expect(access.verifier.verify(token)).resolves.toMatchObject({ role: 'investigator' });
  });

  it('[R3-438] chooses among several roles, and has no other', async () => {
    const token = await forged({ sub: 'paul' });
    expect(await outcomeOf(token)).toBe('role-not-chosen');
    expect(await outcomeOf(token, {}, 'monitor')).toBe('some.monitor as monitor');
    expect(await outcomeOf(token, {}, 'data-manager')).toBe('some.data-manager as data-manager');
    expect(await outcomeOf(token, {}, 'administrator')).toBe('another-role');
    expect(await outcomeOf(await forged({ sub: 'nobody' }))).toBe('no-role');
  });

  it('[P11-10d] is a person: a program with a token of its own is refused', async () => {
    expect(await outcomeOf(await provider.clientCredentialsToken(), AS_TIME_GOES_ON)).toBe('wrong-claims');
    expect(await outcomeOf(await forged({ sub: 'claire', client_id: 'claire' }))).toBe('wrong-claims');
  });
});

describe('an access token', () => {
  it.each(['RS256', 'PS256', 'EdDSA'])('is accepted with %s', async (alg) => {
    await using other = await OpenIdProviderUnderTest.start(alg);
    const token = await other.openBrowser().token({ accountId: 'claire' });
    expect(await outcomeOf(token, { ...AS_TIME_GOES_ON, issuer: other.issuer })).toBe('claire.martin as investigator');
  });

  it('[P11-10d] is refused once it has expired, also when it was accepted and remembered', async () => {
    let ahead = 0;
    const { verifier } = accessWith({ aheadBySeconds: () => ahead });
    const token = await forged({ exp: NOW + 30 });
    await verifier.verify(token);
    ahead = 31;
    await expect(verifier.verify(token)).rejects.toThrow('the token has expired');
    expect(await outcomeOf(await forged({}), { aheadBySeconds: () => 300 })).toBe('expired');
  });

  it('[P11-10d] is refused when it is of another issuer or for another audience', async () => {
    expect(await outcomeOf(await forged({ iss: `${provider.issuer}/` }))).toBe('wrong-claims');
    expect(await outcomeOf(await forged({ aud: 'https://other.example/api' }))).toBe('wrong-claims');
    expect(await outcomeOf(await forged({ aud: ['https://other.example/api', AUDIENCE] }))).toContain('claire');
    await using other = await OpenIdProviderUnderTest.start();
    expect(await outcomeOf(await other.openBrowser().token({ accountId: 'claire' }), AS_TIME_GOES_ON)).toBe(
      'wrong-signature',
    );
  });

  it('[P11-10d] is refused without a signature, or with one that confuses algorithms', async () => {
    const parts = [{ alg: 'none', typ: 'at+jwt' }, goodClaims()].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    expect(await outcomeOf(`${parts.join('.')}.`)).toBe('malformed');
    const publicKey = await provider.publicKey();
    const secret = createSecretKey(Buffer.from(JSON.stringify(publicKey)));
    const confused = await new SignJWT(goodClaims())
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: publicKey.kid! })
      .sign(secret);
    expect(await outcomeOf(confused)).toBe('malformed');
  });

  it('[P11-10d] is refused with a key that it brings along or points to itself', async () => {
    await using attacker = await OpenIdProviderUnderTest.start();
    const jwk = await attacker.publicKey();
    for (const header of [{ jwk }, { jku: `${attacker.issuer}/jwks` }, { kid: (await provider.publicKey()).kid }]) {
      expect(await outcomeOf(await attacker.sign(goodClaims(), header))).toBe('wrong-signature');
    }
  });

  it.each([
    ['an ID token by its type', {}, { typ: 'JWT' }, 'wrong-claims'],
    ['without a type', {}, { typ: undefined }, 'wrong-claims'],
    ['without a subject', { sub: undefined }, {}, 'wrong-claims'],
    ['with a subject that is no text', { sub: 7 }, {}, 'wrong-claims'],
    ['with a subject too long', { sub: 'x'.repeat(256) }, {}, 'wrong-claims'],
    ['without an expiry', { exp: undefined }, {}, 'wrong-claims'],
    ['without a program that it was given to', { client_id: undefined }, {}, 'wrong-claims'],
    ['not valid yet', { nbf: NOW + 120 }, {}, 'not-yet-valid'],
    ['issued in the future', { iat: NOW + 120 }, {}, 'not-yet-valid'],
    ['issued too long ago', { iat: NOW - 13 * 3600 }, {}, 'expired'],
    ['with something critical that nobody here knows', {}, { crit: ['urn:unknown'], 'urn:unknown': true }, 'malformed'],
  ])('[P11-10d] is refused %s', async (_, claims, header, refusal) => {
    expect(await outcomeOf(await forged(claims, header))).toBe(refusal);
  });

  it('is refused when it is no token at all, however long', async () => {
    for (const text of ['', 'x', 'a.b.c', '💊', 'x'.repeat(1_000_000)]) expect(await outcomeOf(text)).toBe('malformed');
  });
});

describe('the keys of the provider', () => {
  it('are found by discovery, once for many tokens', async () => {
    const { verifier } = accessWith();
    provider.asked.length = 0;
    const tokens = await Promise.all(Array.from({ length: 5 }, () => forged({})));
    await Promise.all(tokens.map((token) => verifier.verify(token)));
    for (const token of tokens) await verifier.verify(token);
    expect(provider.asked).toEqual(['/.well-known/openid-configuration', '/jwks']);
  });

  it('are followed when they change, and the former ones are refused', async () => {
    const { verifier } = accessWith({ keyCooldownMs: 0 });
    const former = await forged({});
    await verifier.verify(former);
    await provider.rotateKeys();
    await expect(verifier.verify(await forged({}))).resolves.toMatchObject({ userId: 'claire.martin' });
    expect(await outcomeOf(former)).toBe('wrong-signature');
  });

  it('are not fetched for each token with a key that nobody knows', async () => {
    const { verifier } = accessWith();
    await verifier.verify(await forged({}));
    provider.asked.length = 0;
    for (let i = 0; i < 5; i += 1) {
      await expect(verifier.verify(await forged({}, { kid: randomUUID() }))).rejects.toThrow(TokenRefused);
    }
    expect(provider.asked).toEqual([]);
  });
});

describe('a provider that does not answer', () => {
  it('makes requests fail until it does, and is not asked by each of them', async () => {
    let ahead = 0;
    const { verifier } = accessWith({ aheadBySeconds: () => ahead });
    const token = await forged({});
    provider.isUp = false;
    provider.asked.length = 0;
    warnings.length = 0;
    const answers = await Promise.all([1, 2, 3].map(() => verifier.verify(token).catch((error: unknown) => error)));
    for (const answer of answers) {
      expect(answer).toBeInstanceOf(Problem);
      expect((answer as Problem).kind).toMatchObject({ code: 'not-available', status: 503 });
      expect((answer as Problem).details.headers).toEqual({ 'retry-after': '5' });
    }
    await expect(verifier.verify(token)).rejects.toThrow(Problem);
    expect(provider.asked).toEqual(['/.well-known/openid-configuration']);
    expect(warnings).toEqual(['the OpenID provider cannot be asked']);
    provider.isUp = true;
    await expect(verifier.verify(token)).rejects.toThrow(Problem);
    ahead = 6;
    await expect(verifier.verify(token)).resolves.toMatchObject({ userId: 'claire.martin' });
  });

  it('does not hinder those whose key is known', async () => {
    const { verifier } = accessWith({ keyCooldownMs: 0 });
    await verifier.verify(await forged({}));
    provider.isUp = false;
    await expect(verifier.verify(await forged({}, { kid: randomUUID() }))).rejects.toThrow(Problem);
    await expect(verifier.verify(await forged({}))).resolves.toMatchObject({ userId: 'claire.martin' });
    provider.isUp = true;
  });

  it('can also be one where nobody listens', async () => {
    const gone = await OpenIdProviderUnderTest.start();
    await gone[Symbol.asyncDispose]();
    expect(await outcomeOf(await gone.sign({}), { issuer: gone.issuer })).toBe('not-available');
  });

  it.each([
    ['another issuer', { issuer: 'https://other.example', jwks_uri: 'https://other.example/jwks' }],
    ['an issuer that differs by a slash', { issuer: 'https://id.example/', jwks_uri: 'https://id.example/jwks' }],
    ['no keys', { issuer: 'https://id.example' }],
    ['keys on an open connection', { issuer: 'https://id.example', jwks_uri: 'http://id.example/jwks' }],
    ['too much', { issuer: 'https://id.example', jwks_uri: 'https://id.example/jwks', more: 'x'.repeat(70_000) }],
  ])('is what counts for a discovery document with %s', async (_, document) => {
    const asked: string[] = [];
    const fetch = (url: string) => {
      asked.push(url);
      return Promise.resolve(Response.json(document));
    };
    expect(await outcomeOf(await forged({}), { issuer: 'https://id.example', fetch })).toBe('not-available');
    expect(asked).toEqual(['https://id.example/.well-known/openid-configuration']);
  });

  it('is what counts for one that sends elsewhere: no redirect is followed', async () => {
    const fetch = (url: string, init: RequestInit) => {
      expect(init.redirect).toBe('manual');
      return Promise.resolve(new Response(null, { status: 302, headers: { location: `${url}?elsewhere` } }));
    };
    expect(await outcomeOf(await forged({}), { issuer: 'https://id.example', fetch })).toBe('not-available');
  });
});

describe('the address of a provider', () => {
  it.each(['http://id.example', 'https://user:secret@id.example', 'https://id.example?a=b', 'ftp://id.example', 'id'])(
    'is refused when it is %s',
    (issuer) => {
      expect(() => accessWith({ issuer })).toThrow(NotASecureUrl);
      expect(() => accessWith({ issuer })).not.toThrow(/secret/);
    },
  );
});
