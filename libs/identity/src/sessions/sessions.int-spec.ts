import { describe, expect, it } from '@jest/globals';
import { commitmentTo, deviceCommitment, tokenHash, TokenRefused } from '@bali/access';
import { readFileSync, statSync } from 'node:fs';
import {
  asking,
  identityUnderTest,
  type IdentityUnderTest,
  passwordOf,
  rejection,
  SOURCE,
} from '../../testing/identity-under-test.js';
import { SignInRefused } from './sign-in-refused.js';
import { TooManyAtOnce } from './turns.js';

const WRONG = { password: 'not the right one' };

async function refusalOf(promise: Promise<unknown>): Promise<unknown> {
  const error = await rejection(promise);
  return error instanceof SignInRefused ? error.refusal : error;
}

async function typesIn(it: IdentityUnderTest, userId: string): Promise<readonly string[]> {
  return (await it.happened(`account-${userId}`)).map(([type]) => type);
}

describe('signing in', () => {
  it('[P11-10d] gives a token that is good for the role of the delegation log', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    const { token, deviceToken, person, expiresAt } = await it.signIn('claire');
    expect(person).toMatchObject({ userId: 'claire', role: 'investigator', sites: ['REI'] });
    expect(expiresAt).toBe('2026-03-02T20:00:00.000Z');
    expect(await it.identity.sessions.verify(token)).toEqual(person);
    const [type, data] = (await it.happened('account-claire')).at(-1)!;
    const commitment = commitmentTo({ purpose: 'session', user: 'claire', verifier: tokenHash(token) });
    const opened = {
      session: person.session,
      role: 'investigator',
      sites: ['REI'],
      commitment,
      device: deviceCommitment('claire', deviceToken),
    };
    expect([type, data]).toEqual(['SignedIn', opened]);
  });

  it('asks for the role when there are several', async () => {
    await using it = await identityUnderTest();
    await it.person('dora', 'monitor', 'data-manager');
    expect(await rejection(it.signIn('dora'))).toMatchObject({
      refusal: 'role-not-chosen',
      roles: ['monitor', 'data-manager'],
    });
    expect((await it.signIn('dora', { role: 'data-manager' })).person.role).toBe('data-manager');
    expect(await refusalOf(it.signIn('dora', { role: 'investigator' }))).toBe('role-not-held');
  });

  it('[P11-300] tells an unknown account, a wrong password and a locked account apart for nobody', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    const attempts: [string, object][] = [
      ['nobody', WRONG],
      ['claire', WRONG],
    ];
    for (let failure = 0; failure < 4; failure += 1) await rejection(it.signIn('claire', WRONG));
    attempts.push(['claire', {}], ['claire', WRONG]);
    const told = [];
    for (const [userId, more] of attempts) {
      const before = it.hasher.verified;
      const error = await rejection(it.signIn(userId, more));
      told.push([(error as Error).message, it.hasher.verified - before]);
    }
    // The same words, and the same work: one password compared with one hash.
    expect(new Set(told.map(String))).toEqual(new Set(['Nobody was let in with these credentials.,1']));
    expect(await it.happened('unknown-accounts')).toEqual([['SignInRefused', { reason: 'unknown-account' }]]);
    expect(JSON.stringify(await it.records())).not.toContain('nobody');
  });

  it('[P11-300] is locked after five failures, for longer each time, across restarts, until somebody unlocks it', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    for (let failure = 0; failure < 3; failure += 1) await rejection(it.signIn('claire', WRONG));
    await it.restart();
    for (let failure = 0; failure < 2; failure += 1) await rejection(it.signIn('claire', WRONG));
    expect((await it.happened('account-claire')).at(-1)).toEqual([
      'AccountLockedOut',
      { until: '2026-03-02T08:01:00.000Z' },
    ]);
    expect(await refusalOf(it.signIn('claire'))).toBe('sign-in-refused');
    it.pass(1);
    await rejection(it.signIn('claire', WRONG));
    expect((await it.happened('account-claire')).at(-1)).toEqual([
      'AccountLockedOut',
      { until: '2026-03-02T08:03:00.000Z' },
    ]);
    await it.administer('claire', { type: 'UnlockAccount' });
    expect((await it.signIn('claire')).person.userId).toBe('claire');
  });

  it('[P11-300] counts guesses that come together one by one', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    const wrong = Array.from({ length: 49 }, () => it.signIn('claire', WRONG));
    const right = it.signIn('claire');
    const outcomes = await Promise.allSettled([...wrong, right]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toEqual([]);
    const reasons = (await it.happened('account-claire')).flatMap(([type, data]) =>
      type === 'SignInRefused' ? [(data as { reason: string }).reason] : [],
    );
    expect(reasons.filter((reason) => reason === 'password-wrong')).toHaveLength(5);
    expect(reasons.filter((reason) => reason === 'locked-out')).toHaveLength(45);
  });

  it('checks few passwords at once, and turns away who would have to wait too long', async () => {
    await using it = await identityUnderTest();
    const attempts = Array.from({ length: 400 }, (_, index) => it.signIn(`nobody.${index}`, WRONG));
    const refused = await Promise.all(attempts.map(rejection));
    expect(it.hasher.mostWorking).toBeLessThanOrEqual(2);
    expect(refused.filter((error) => error instanceof TooManyAtOnce)).toHaveLength(400 - 192);
    expect(refused.filter((error) => error instanceof SignInRefused)).toHaveLength(192);
  });

  it('[P11-300] keeps places for a known device and for an open session, however many stand in line for the account', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    const { deviceToken, person } = await it.signIn('claire');
    const others = Array.from({ length: 400 }, (_, index) =>
      it.signIn(index % 2 === 0 ? 'claire' : `x${index}`, WRONG),
    );
    const outcomes = Promise.all(others.map(rejection));
    const signed = it.identity.signingAuthority.confirm(person, { password: passwordOf('claire') }, SOURCE);
    expect((await it.signIn('claire', { deviceToken })).deviceToken).toBe(deviceToken);
    expect(await signed).toBe('password');
    expect((await outcomes).filter((error) => error instanceof TooManyAtOnce).length).toBeGreaterThan(200);
  });
});

describe('a session', () => {
  it('ends when nothing was asked for half an hour', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    const { token } = await it.signIn('claire');
    for (let times = 0; times < 3; times += 1) {
      it.pass(29);
      await it.identity.sessions.verify(token);
    }
    it.pass(30);
    await expect(it.identity.sessions.verify(token)).rejects.toThrow(TokenRefused);
    expect((await it.happened('account-claire')).at(-1)).toMatchObject(['SessionEnded', { why: 'idle' }]);
    await expect(it.identity.sessions.verify(token)).rejects.toThrow(TokenRefused);
  });

  it('ends after twelve hours, whatever happens in it', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    const { token } = await it.signIn('claire');
    for (let quarter = 0; quarter < 47; quarter += 1) {
      it.pass(15);
      await it.identity.sessions.verify(token);
    }
    it.pass(15);
    await expect(it.identity.sessions.verify(token)).rejects.toThrow(TokenRefused);
    expect((await it.happened('account-claire')).at(-1)).toMatchObject(['SessionEnded', { why: 'absolute' }]);
  });

  it('[R3-438] ends at once with its delegation, its account, its password, or by an administrator', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator', 'study-coordinator');
    const open = () => it.signIn('claire', { role: 'investigator' });
    const ends: readonly (() => Promise<unknown>)[] = [
      () => it.administer('claire', { type: 'RevokeSessions' }),
      () => it.identity.ownCredentials.changePassword(change, asking()),
      () => it.administer('claire', { type: 'EndDelegation', delegation: 1 }),
    ];
    const password = passwordOf('claire');
    const change = { userId: 'claire', password, newPassword: 'lilies after the rain' };
    const [byAdministrator, byPassword, byDelegation] = ends;
    const first = await open();
    await byAdministrator!();
    await expect(it.identity.sessions.verify(first.token)).rejects.toThrow(TokenRefused);
    const second = await open();
    await byPassword!();
    await expect(it.identity.sessions.verify(second.token)).rejects.toThrow(TokenRefused);
    const third = await it.signIn('claire', { password: change.newPassword, role: 'investigator' });
    const other = await it.signIn('claire', { password: change.newPassword, role: 'study-coordinator' });
    await byDelegation!();
    await expect(it.identity.sessions.verify(third.token)).rejects.toThrow(TokenRefused);
    expect((await it.identity.sessions.verify(other.token)).role).toBe('study-coordinator');
    await it.administer('claire', { type: 'DeactivateAccount' });
    await expect(it.identity.sessions.verify(other.token)).rejects.toThrow(TokenRefused);
    expect(await refusalOf(it.signIn('claire', { password: change.newPassword }))).toBe('sign-in-refused');
  });

  it('ends with the last day of its delegation, and sees the sites of today', async () => {
    await using it = await identityUnderTest('2026-03-02T22:30:00.000Z');
    await it.person('claire');
    const site = (sites: readonly string[], until: string) =>
      it.administer('claire', { type: 'DelegateRole', role: 'investigator', sites, from: '2026-03-02', until });
    await site(['REI'], '2026-03-02');
    await site(['NAN'], '2026-03-03');
    const { token, person } = await it.signIn('claire');
    expect(person.sites).toEqual(['NAN', 'REI']);
    it.pass(29);
    expect((await it.identity.sessions.verify(token)).sites).toEqual(['NAN', 'REI']);
    it.pass(1);
    expect((await it.identity.sessions.verify(token)).sites).toEqual(['NAN']);
  });

  it('outlives a restart, and ends when its holder signs out', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    const { token, person } = await it.signIn('claire');
    await it.restart();
    expect(await it.identity.sessions.verify(token)).toEqual(person);
    await it.identity.sessions.signOut(person, asking());
    await expect(it.identity.sessions.verify(token)).rejects.toThrow(TokenRefused);
    expect((await typesIn(it, 'claire')).at(-1)).toBe('SignedOut');
  });

  it('is none of the tokens that somebody makes up', async () => {
    await using it = await identityUnderTest();
    for (const token of ['', 'x', 'a'.repeat(43), 'a.b.c', 'é'.repeat(43)]) {
      await expect(it.identity.sessions.verify(token)).rejects.toThrow(TokenRefused);
    }
  });
});

describe('the secrets', () => {
  it('[P11-300] are in no event, and in the file as hashes only, which its owner alone can read', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    const { token } = await it.signIn('claire');
    await rejection(it.signIn('claire', { password: 'typed by mistake' }));
    const events = JSON.stringify(await it.records());
    await it.identity.close();
    const file = readFileSync(it.credentialsPath).toString('latin1');
    for (const secret of [passwordOf('claire'), token, 'typed by mistake', tokenHash(token), 'argon2id']) {
      expect(events).not.toContain(secret);
    }
    expect(file).not.toContain(passwordOf('claire'));
    expect(file).not.toContain(token);
    expect(file).toContain('argon2id');
    expect(statSync(it.credentialsPath).mode & 0o777).toBe(0o600);
    await it.open();
  });
});
