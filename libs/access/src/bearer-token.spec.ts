import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SignJWT } from 'jose';
import { createTokenIssuer, createTokenVerifier } from './bearer-token.js';
import { actorOf, type Person, worksAt } from './person.js';
import { signingKeyOf } from './signing-key.js';
import { MAX_LIFETIME_SECONDS, TokenRefused } from './token-claims.js';

const key = signingKeyOf(new Uint8Array(32).fill(1));
const otherKey = signingKeyOf(new Uint8Array(32).fill(2));
const trialId = 'NCT00904501';
const start = Date.parse('2010-03-01T08:00:00Z');
const investigator: Person = {
  userId: 'claire.martin',
  name: 'Claire Martin',
  role: 'investigator',
  organisation: 'CHU de Reims',
  sites: ['REI'],
};

function clockAt(instant: number) {
  const clock = { instant, now: () => new Date(clock.instant) };
  return clock;
}

function issuerWith(privateKey = key.privateKey, trial = trialId) {
  const newTokenId = () => '7f0c1f5e-1111-4222-8333-444455556666';
  return createTokenIssuer({ privateKey, trialId: trial, now: clockAt(start).now, newTokenId });
}

const verifierAt = (instant: number) =>
  createTokenVerifier({ publicKey: key.publicKey, trialId, now: clockAt(instant).now });

const refusalOf = (token: string, instant = start) =>
  verifierAt(instant)
    .verify(token)
    .then(
      () => 'accepted',
      (error: unknown) => (error instanceof TokenRefused ? error.refusal : 'failed'),
    );

const goodClaims = {
  iss: 'urn:bali:NCT00904501',
  aud: 'urn:bali:NCT00904501:api',
  sub: 'claire.martin',
  name: 'Claire Martin',
  role: 'investigator',
  organisation: 'CHU de Reims',
  sites: ['REI'],
  iat: start / 1000,
  exp: start / 1000 + 60,
  jti: '7f0c1f5e-1111-4222-8333-444455556666',
};

const signed = (claims: object, header: { alg?: string; typ?: string } = {}) =>
  new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'bali-access+jwt', ...header })
    .sign(key.privateKey);

describe('a bearer token', () => {
  it('[P11-10d] names the person who acts, their role and their sites', async () => {
    const token = await issuerWith().issue(investigator, 3600);
    await expect(verifierAt(start).verify(token)).resolves.toEqual(investigator);
    expect(actorOf(investigator)).toEqual({
      userId: 'claire.martin',
      name: 'Claire Martin',
      role: 'investigator',
      organisation: 'CHU de Reims',
    });
  });

  it('[P11-10d] is refused once it has expired, also when it was accepted before', async () => {
    const token = await issuerWith().issue(investigator, 60);
    const clock = clockAt(start);
    const verifier = createTokenVerifier({ publicKey: key.publicKey, trialId, now: clock.now });
    await verifier.verify(token);
    clock.instant = start + 59_999;
    await expect(verifier.verify(token)).resolves.toEqual(investigator);
    clock.instant = start + 60_000;
    await expect(verifier.verify(token)).rejects.toThrow('the token has expired');
    await expect(verifier.verify(token)).rejects.toThrow('the token has expired');
  });

  it('[P11-10d] is refused when it is of another key, trial, type or algorithm', async () => {
    expect(await refusalOf(await signed(goodClaims))).toBe('accepted');
    expect(await refusalOf(await issuerWith(otherKey.privateKey).issue(investigator, 60))).toBe('wrong-signature');
    expect(await refusalOf(await issuerWith(key.privateKey, 'NCT00000000').issue(investigator, 60))).toBe(
      'wrong-claims',
    );
    expect(await refusalOf(await signed(goodClaims, { typ: 'JWT' }))).toBe('wrong-claims');
    const secret = key.publicKey.export({ format: 'der', type: 'spki' });
    const forged = await new SignJWT(goodClaims)
      .setProtectedHeader({ alg: 'HS256', typ: 'bali-access+jwt' })
      .sign(secret);
    expect(await refusalOf(forged)).toBe('malformed');
    const unsigned = [{ alg: 'none', typ: 'bali-access+jwt' }, goodClaims].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    expect(await refusalOf(`${unsigned.join('.')}.`)).toBe('malformed');
  });

  it.each([
    ['an unknown role', { role: 'sponsor' }],
    ['a site role without a site', { sites: [] }],
    ['a site for a role that has none', { role: 'monitor' }],
    ['no sites', { sites: undefined }],
    ['sites that are not codes', { sites: ['REI', '../NAN'] }],
    ['a site twice', { sites: ['REI', 'REI'] }],
    ['no name', { name: undefined }],
    ['a blank name', { name: ' ' }],
    ['a name with a line break', { name: 'Claire\nMartin' }],
    ['a name too long', { name: 'x'.repeat(201) }],
    ['a name that is no text', { name: { first: 'Claire' } }],
    ['no identifier', { jti: undefined }],
    ['a validity that never ends', { exp: goodClaims.iat + MAX_LIFETIME_SECONDS + 1 }],
    ['another audience', { aud: 'urn:bali:NCT00904501:web' }],
  ])('[P11-10d] is refused with %s', async (_, claims) => {
    expect(await refusalOf(await signed({ ...goodClaims, ...claims }))).toBe('wrong-claims');
  });

  it('is refused when it was issued in the future', async () => {
    const later = { ...goodClaims, iat: goodClaims.iat + 61, exp: goodClaims.exp + 61 };
    expect(await refusalOf(await signed(later))).toBe('not-yet-valid');
    expect(await refusalOf(await signed({ ...goodClaims, nbf: goodClaims.iat + 10 }))).toBe('not-yet-valid');
  });

  it('[P11-10d] is refused after any change, and the refusal quotes nothing of it', async () => {
    const token = await issuerWith().issue(investigator, 60);
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom('A', 'z', '0', '.', '-'), async (place, other) => {
        fc.pre(token[place] !== other);
        const changed = token.slice(0, place) + other + token.slice(place + 1);
        // The last character of a base64url text holds spare bits: changing these alone changes no byte.
        fc.pre(place !== token.length - 1);
        expect(await refusalOf(changed)).not.toBe('accepted');
        const message = await verifierAt(start).verify(changed).catch(String);
        expect(message).toMatch(/^TokenRefused: the token [a-z ]+$/);
      }),
      { numRuns: 60 },
    );
  });

  it('is refused when it is no token at all, however long', async () => {
    for (const text of ['', 'x', 'a.b.c', '💊', 'x'.repeat(1_000_000)]) expect(await refusalOf(text)).toBe('malformed');
  });

  it('stays good when more tokens are in use than are remembered', async () => {
    const verifier = createTokenVerifier({
      publicKey: key.publicKey,
      trialId,
      now: () => new Date(start),
      remember: 2,
    });
    const tokens = await Promise.all([60, 61, 62, 63].map((seconds) => issuerWith().issue(investigator, seconds)));
    for (const token of [...tokens, ...tokens]) await expect(verifier.verify(token)).resolves.toEqual(investigator);
  });

  it('is not issued for longer than 30 days, nor for a person that would be refused', async () => {
    for (const seconds of [0, -1, 1.5, NaN, MAX_LIFETIME_SECONDS + 1]) {
      await expect(issuerWith().issue(investigator, seconds)).rejects.toThrow(RangeError);
    }
    await expect(issuerWith().issue({ ...investigator, sites: [] }, 60)).rejects.toThrow(RangeError);
    await expect(issuerWith().issue({ ...investigator, role: 'monitor' }, 60)).rejects.toThrow(RangeError);
  });
});

describe('worksAt', () => {
  it('[P11-10d] keeps a site role to its own sites', () => {
    expect(worksAt(investigator, 'REI')).toBe(true);
    expect(worksAt(investigator, 'NAN')).toBe(false);
    expect(worksAt({ ...investigator, role: 'monitor', sites: [] }, 'NAN')).toBe(true);
  });
});
