import { describe, expect, it } from '@jest/globals';
import { oneTimeCode, SYSTEM_ACTOR, TokenRefused } from '@bali/access';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  asking,
  identityUnderTest,
  IdentityUnderTest,
  passwordOf,
  rejection,
} from '../../testing/identity-under-test.js';

/*
 * An access ledger and a credentials file as software before this version has left them (of commit c22179f): the
 * administrators ada and bob, claire with one-time codes, dora with an initial password, and the sessions of claire and bob.
 */
const GOLDEN = join(import.meta.dirname, '../../golden/before-commitments');
const SECRETS = JSON.parse(readFileSync(join(GOLDEN, 'secrets.json'), 'utf8')) as {
  readonly secret: string;
  readonly token: string;
  readonly bobToken: string;
  readonly initialPassword: string;
};
const OPERATOR = { ...SYSTEM_ACTOR, role: 'administrator', sites: [] } as const;

async function upgraded(): Promise<IdentityUnderTest> {
  const it = new IdentityUnderTest('2026-03-02T08:10:00.000Z');
  await it.adopt(GOLDEN);
  await it.open();
  return it;
}

describe('what was set before there were commitments', () => {
  it('[P11-300] lets nobody in, and says what to do to the one whose credentials are right', async () => {
    await using it = await upgraded();
    expect(await rejection(it.signIn('ada'))).toMatchObject({ refusal: 'credentials-not-bound' });
    expect((await it.happened('account-ada')).at(-1)).toEqual(['SignInRefused', { reason: 'credentials-not-bound' }]);
    const wrong = { password: 'not the right one' };
    expect(await rejection(it.signIn('ada', wrong))).toMatchObject({ refusal: 'sign-in-refused' });
    expect(await rejection(it.signIn('claire'))).toMatchObject({ refusal: 'sign-in-refused' });
    const change = { userId: 'dora', password: SECRETS.initialPassword, newPassword: passwordOf('dora') };
    const refused = await rejection(it.identity.ownCredentials.changePassword(change, asking()));
    expect(refused).toMatchObject({ refusal: 'credentials-not-bound' });
    for (const token of [SECRETS.token, SECRETS.bobToken]) {
      await expect(it.identity.sessions.verify(token)).rejects.toThrow(TokenRefused);
    }
    expect(it.misfits).toEqual([]);
  });

  it('[P11-300] lets in again whomever an operator has bound, with what they had', async () => {
    await using it = await upgraded();
    const { binding } = it.identity;
    const unbound = (await it.reader().unbound()).map(({ userId, credentials }) => [
      userId,
      credentials.map(({ kind }) => kind),
    ]);
    expect(unbound).toEqual([
      ['ada', ['password']],
      ['bob', ['password']],
      ['claire', ['password', 'one-time-code']],
      ['dora', ['initial-password']],
    ]);
    expect(await binding.bind(OPERATOR, 'ada', asking())).toBe(1);
    expect(await binding.bind(OPERATOR, 'ada', asking())).toBe(0);
    expect((await it.signIn('ada')).person.role).toBe('administrator');
    expect(await rejection(it.signIn('bob'))).toMatchObject({ refusal: 'credentials-not-bound' });
    expect((await it.happened('account-bob')).at(-2)?.[0]).toBe('SessionEnded');
    expect(await binding.bind(OPERATOR, 'claire', asking())).toBe(2);
    it.pass(2);
    const code = oneTimeCode(Buffer.from(SECRETS.secret, 'hex'), it.now());
    expect(await rejection(it.signIn('claire'))).toMatchObject({ refusal: 'sign-in-refused' });
    expect((await it.signIn('claire', { oneTimeCode: code })).person.role).toBe('investigator');
    expect(await rejection(binding.bind(OPERATOR, 'nobody', asking()))).toMatchObject({
      refusal: { code: 'account-unknown' },
    });
    await it.restart();
    it.pass(2);
    expect((await it.signIn('ada')).person.role).toBe('administrator');
    expect(it.misfits).toEqual([]);
  });

  it('[P11-300] can be set anew by a recovery that two administrators agree on', async () => {
    await using it = await upgraded();
    for (const administrator of ['ada', 'bob']) await it.install(administrator);
    // One person had verified both of them: an operator who has the keys does so, too.
    await it.administer('bob', { type: 'VerifyIdentity', how: 'document-in-person' }, OPERATOR.userId);
    await it.administer('claire', { type: 'RequestRecovery' }, 'ada');
    const { initialPassword: password = '' } = await it.administer(
      'claire',
      { type: 'ApproveRecovery', how: 'known-personally' },
      'bob',
    );
    const newPassword = 'lilies after the rain';
    await it.identity.ownCredentials.changePassword({ userId: 'claire', password, newPassword }, asking());
    expect((await it.signIn('claire', { password: newPassword })).person.userId).toBe('claire');
  });

  it('is not bound where the file has lost it', async () => {
    await using it = await upgraded();
    it.alter((file) => file.exec("DELETE FROM one_time_code WHERE user_id = 'claire'"));
    expect(await rejection(it.identity.binding.bind(OPERATOR, 'claire', asking()))).toMatchObject({
      refusal: { code: 'credential-missing' },
    });
  });
});

describe('what is set now', () => {
  it('is bound from the beginning, and leaves nothing to bind', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    expect(await it.reader().unbound()).toEqual([]);
  });
});
