import { describe, expect, it } from '@jest/globals';
import { oneTimeCode, type Person, type SigningCredentials, SigningRefused } from '@bali/access';
import {
  asking,
  identityUnderTest,
  type IdentityUnderTest,
  passwordOf,
  rejection,
  SOURCE,
} from '../../testing/identity-under-test.js';
import { fromBase32 } from '../../testing/from-base32.js';

const PASSWORD = passwordOf('claire');

async function confirmed(it: IdentityUnderTest, person: Person, credentials: SigningCredentials): Promise<string> {
  try {
    return await it.identity.signingAuthority.confirm(person, credentials, SOURCE);
  } catch (error) {
    if (error instanceof SigningRefused) return error.reason;
    throw error;
  }
}

/** Sets one-time codes up, and gives the app that shows them. */
async function enrol(it: IdentityUnderTest, person: Person): Promise<() => string> {
  const { ownCredentials } = it.identity;
  const uri = new URL(await ownCredentials.beginOneTimeCode(person, { password: PASSWORD }, SOURCE));
  const secret = fromBase32(uri.searchParams.get('secret') ?? '');
  const app = () => oneTimeCode(secret, it.now());
  await ownCredentials.confirmOneTimeCode(person, app(), asking());
  it.pass(1);
  return app;
}

describe('signing in a session', () => {
  it('[P11-200] asks for all credentials at first, for one later, and for all again in a new session', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    const { person } = await it.signIn('claire');
    const app = await enrol(it, person);
    expect(await confirmed(it, person, {})).toBe('credentials-missing');
    expect(await confirmed(it, person, { password: PASSWORD })).toBe('all-credentials-needed');
    expect(await confirmed(it, person, { oneTimeCode: app() })).toBe('all-credentials-needed');
    expect(await confirmed(it, person, { password: PASSWORD, oneTimeCode: app() })).toBe('password-and-one-time-code');
    await it.restart();
    expect(await confirmed(it, person, { password: PASSWORD })).toBe('password');
    it.pass(1);
    expect(await confirmed(it, person, { oneTimeCode: app() })).toBe('one-time-code');
    it.pass(1);
    const again = await it.signIn('claire', { oneTimeCode: app() });
    expect(await confirmed(it, again.person, { password: PASSWORD })).toBe('all-credentials-needed');
  });

  it('[P11-200] takes the password alone where the account has nothing else', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    const { person } = await it.signIn('claire');
    expect(await confirmed(it, person, { oneTimeCode: '123456' })).toBe('all-credentials-needed');
    expect(await confirmed(it, person, { password: 'wrong' })).toBe('credentials-wrong');
    expect(await confirmed(it, person, { password: PASSWORD })).toBe('password');
    expect(await confirmed(it, person, { oneTimeCode: '123456' })).toBe('credentials-wrong');
  });

  it('[P11-300] accepts no one-time code twice, neither to sign nor to sign in', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    const { person } = await it.signIn('claire');
    const app = await enrol(it, person);
    const both = { password: PASSWORD, oneTimeCode: app() };
    expect(await confirmed(it, person, both)).toBe('password-and-one-time-code');
    expect(await confirmed(it, person, both)).toBe('credentials-wrong');
    expect(await rejection(it.signIn('claire', { oneTimeCode: app() }))).toMatchObject({ refusal: 'sign-in-refused' });
    expect(await rejection(it.signIn('claire'))).toMatchObject({ refusal: 'sign-in-refused' });
    it.pass(1);
    expect((await it.signIn('claire', { oneTimeCode: app() })).person.userId).toBe('claire');
  });

  it('[P11-300] ends the session after five wrong credentials', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    const { person, token } = await it.signIn('claire');
    const reasons = [];
    for (let failure = 0; failure < 6; failure += 1) reasons.push(await confirmed(it, person, { password: 'wrong' }));
    expect(reasons).toEqual([...Array.from({ length: 4 }, () => 'credentials-wrong'), 'locked-out', 'no-session']);
    await expect(it.identity.sessions.verify(token)).rejects.toThrow('expired');
  });

  it('goes on in a session that is open, when somebody else has locked the account from outside', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    const { person } = await it.signIn('claire');
    for (let failure = 0; failure < 5; failure += 1) await rejection(it.signIn('claire', { password: 'guess' }));
    expect(await rejection(it.signIn('claire'))).toMatchObject({ refusal: 'sign-in-refused' });
    expect(await confirmed(it, person, { password: PASSWORD })).toBe('password');
  });

  it('is nothing for somebody without a session', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    const { person } = await it.signIn('claire');
    const { session: _, ...bare } = person;
    expect(await confirmed(it, bare, { password: PASSWORD })).toBe('no-session');
    await it.identity.sessions.signOut(person, asking());
    expect(await confirmed(it, person, { password: PASSWORD })).toBe('no-session');
  });
});

describe('one-time codes', () => {
  it('are set up only with the credentials given again, and a code that is right', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    const { person } = await it.signIn('claire');
    const { ownCredentials } = it.identity;
    const begun = ownCredentials.beginOneTimeCode(person, { password: 'wrong' }, SOURCE);
    expect(await rejection(begun)).toMatchObject({ reason: 'credentials-wrong' });
    expect(await rejection(ownCredentials.confirmOneTimeCode(person, '123456', asking()))).toMatchObject({
      name: 'EnrolmentRefused',
    });
    expect((await it.signIn('claire')).person.userId).toBe('claire');
    const app = await enrol(it, person);
    expect(await rejection(it.signIn('claire'))).toMatchObject({ refusal: 'sign-in-refused' });
    expect((await it.signIn('claire', { oneTimeCode: app() })).person.userId).toBe('claire');
  });
});
