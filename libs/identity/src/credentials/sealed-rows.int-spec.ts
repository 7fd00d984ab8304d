import { describe, expect, it } from '@jest/globals';
import { oneTimeCode, type Person, TokenRefused } from '@bali/access';
import { SoftwarePasskey } from '@bali/access/testing';
import { testKeysReplaced } from '@bali/event-store/testing';
import {
  asking,
  identityUnderTest,
  type IdentityUnderTest,
  passwordOf,
  rejection,
  SOURCE,
} from '../../testing/identity-under-test.js';
import { fromBase32 } from '../../testing/from-base32.js';
import { registrationOf } from '../../testing/software-authenticator.js';

const FAR_AWAY = Date.parse('2126-01-01');
const PASSWORD = passwordOf('claire');

async function claireIn(it: IdentityUnderTest): Promise<Person> {
  await it.person('claire', 'investigator');
  return (await it.signIn('claire')).person;
}

/** Sets one-time codes up, and gives the app that shows them. */
async function withCodes(it: IdentityUnderTest): Promise<() => string> {
  const person = await claireIn(it);
  const { ownCredentials } = it.identity;
  const uri = new URL(await ownCredentials.beginOneTimeCode(person, { password: PASSWORD }, SOURCE));
  const secret = fromBase32(uri.searchParams.get('secret') ?? '');
  await ownCredentials.confirmOneTimeCode(person, oneTimeCode(secret, it.now()), asking());
  it.pass(2);
  return () => oneTimeCode(secret, it.now());
}

const refused = { refusal: 'sign-in-refused' };
const run = (it: IdentityUnderTest, sql: string) => it.alter((file) => file.exec(sql));

describe('[P11-300] a one-time code is taken once', () => {
  it.each([
    ['lowered', 'UPDATE one_time_code SET last_step = 0'],
    ['lowered, with a seal made up', `UPDATE one_time_code SET last_step = 0, seal = '${'ab'.repeat(32)}'`],
    ['without its seal', "UPDATE one_time_code SET seal = ''"],
  ])('whoever changes what is noted of it: %s', async (_, sql) => {
    await using it = await identityUnderTest();
    const app = await withCodes(it);
    const code = app();
    await it.signIn('claire', { oneTimeCode: code });
    run(it, sql);
    await it.restart();
    expect(await rejection(it.signIn('claire', { oneTimeCode: code }))).toMatchObject(refused);
    expect(it.misfits).toEqual([{ row: 'one-time-code-step', userId: 'claire' }]);
    // The holder waits for the code after the next, and everything is as it was.
    it.pass(1);
    const later = app();
    expect((await it.signIn('claire', { oneTimeCode: later })).person.userId).toBe('claire');
    expect(await rejection(it.signIn('claire', { oneTimeCode: later }))).toMatchObject(refused);
    expect(it.misfits).toHaveLength(1);
  });

  it('whoever puts the row back that was there before', async () => {
    await using it = await identityUnderTest();
    const app = await withCodes(it);
    let former: Record<string, unknown> | undefined;
    it.alter((file) => (former = file.prepare('SELECT last_step, seal FROM one_time_code').get()));
    const code = app();
    await it.signIn('claire', { oneTimeCode: code });
    it.alter((file) => {
      const { last_step: step, seal } = former ?? {};
      file.prepare('UPDATE one_time_code SET last_step = ?, seal = ?').run(Number(step), String(seal));
    });
    expect(await rejection(it.signIn('claire', { oneTimeCode: code }))).toMatchObject(refused);
    expect(it.misfits).toEqual([{ row: 'one-time-code-step', userId: 'claire' }]);
  });
});

describe('[P11-300] a session', () => {
  it('is not prolonged by whoever writes that it was used', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    const { token } = await it.signIn('claire');
    it.pass(20);
    await it.identity.sessions.verify(token);
    run(it, `UPDATE session SET last_seen_at = ${FAR_AWAY}, started_at = ${FAR_AWAY}`);
    it.pass(11);
    await expect(it.identity.sessions.verify(token)).rejects.toThrow(TokenRefused);
    expect(it.misfits).toEqual([{ row: 'session-use', userId: 'claire' }]);
    expect((await it.happened('account-claire')).at(-1)).toMatchObject(['SessionEnded', { why: 'idle' }]);
  });

  it('asks for all credentials again, whoever writes that they were given', async () => {
    await using it = await identityUnderTest();
    const app = await withCodes(it);
    const { person } = await it.signIn('claire', { oneTimeCode: app() });
    run(it, 'UPDATE session SET signed = 1');
    const signing = it.identity.signingAuthority.confirm(person, { password: PASSWORD }, SOURCE);
    expect(await rejection(signing)).toMatchObject({ reason: 'all-credentials-needed' });
    expect(it.misfits).toEqual([{ row: 'session-signature', userId: 'claire' }]);
  });
});

describe('[P11-300] rows that were sealed before the head key was replaced', () => {
  /** A session that has been used lately, and that began so long ago that it would be idle if it had not. */
  async function usedLately(it: IdentityUnderTest): Promise<string> {
    const { token } = await it.signIn('claire');
    it.pass(20);
    await it.identity.sessions.verify(token);
    it.pass(11);
    return token;
  }

  it('count for nothing, and raise no alarm: nobody has altered them', async () => {
    await using it = await identityUnderTest();
    const app = await withCodes(it);
    const code = app();
    await it.signIn('claire', { oneTimeCode: code });
    it.keys = testKeysReplaced();
    await it.restart();
    expect(await rejection(it.signIn('claire', { oneTimeCode: code }))).toMatchObject(refused);
    it.pass(1);
    expect((await it.signIn('claire', { oneTimeCode: app() })).person.userId).toBe('claire');
    expect(it.misfits).toEqual([]);
  });

  it('prolong no session, and raise no alarm', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    const token = await usedLately(it);
    it.keys = testKeysReplaced();
    await it.restart();
    await expect(it.identity.sessions.verify(token)).rejects.toThrow(TokenRefused);
    expect(it.misfits).toEqual([]);
  });

  it('raise the alarm when somebody has altered them all the same', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    const token = await usedLately(it);
    run(it, `UPDATE session SET last_seen_at = ${FAR_AWAY}`);
    it.keys = testKeysReplaced();
    await it.restart();
    await expect(it.identity.sessions.verify(token)).rejects.toThrow(TokenRefused);
    expect(it.misfits).toEqual([{ row: 'session-use', userId: 'claire' }]);
  });
});

describe('[P11-300] what somebody has begun to set up', () => {
  it('is nothing where the software did not begin it: one-time codes', async () => {
    await using it = await identityUnderTest();
    const person = await claireIn(it);
    const own = Buffer.alloc(20, 9);
    it.alter((file) => {
      const sql = "INSERT INTO enrolment (user_id, session, secret, until, seal) VALUES ('claire', ?, ?, ?, 'ab')";
      file.prepare(sql).run(person.session ?? '', own, FAR_AWAY);
    });
    const confirming = it.identity.ownCredentials.confirmOneTimeCode(person, oneTimeCode(own, it.now()), asking());
    expect(await rejection(confirming)).toMatchObject({ name: 'EnrolmentRefused' });
    expect(it.misfits).toEqual([{ row: 'enrolment', userId: 'claire' }]);
  });

  it('is nothing where the software did not begin it: a passkey', async () => {
    await using it = await identityUnderTest();
    const person = await claireIn(it);
    const challenge = Buffer.alloc(32, 7).toString('base64url');
    it.alter((file) => {
      const sql =
        "INSERT INTO passkey_registration (user_id, session, challenge, until, seal) VALUES ('claire', ?, ?, ?, 'ab')";
      file.prepare(sql).run(person.session ?? '', challenge, FAR_AWAY);
    });
    const registering = it.identity.passkeys.register(
      person,
      registrationOf(new SoftwarePasskey(), challenge),
      asking(),
    );
    expect(await rejection(registering)).toMatchObject({ name: 'PasskeyNotRegistered' });
    expect(it.misfits).toEqual([{ row: 'passkey-registration', userId: 'claire' }]);
  });

  it('is confirmed in the session in which it was begun, and within its time', async () => {
    await using it = await identityUnderTest();
    const person = await claireIn(it);
    const { ownCredentials } = it.identity;
    const begin = async () => {
      const uri = new URL(await ownCredentials.beginOneTimeCode(person, { password: PASSWORD }, SOURCE));
      return fromBase32(uri.searchParams.get('secret') ?? '');
    };
    const confirm = (as: Person, secret: Uint8Array) =>
      ownCredentials.confirmOneTimeCode(as, oneTimeCode(secret, it.now()), asking());
    const another = await it.signIn('claire');
    const first = await begin();
    expect(await rejection(confirm(another.person, first))).toMatchObject({ name: 'EnrolmentRefused' });
    it.pass(15);
    expect(await rejection(confirm(person, first))).toMatchObject({ name: 'EnrolmentRefused' });
    await confirm(person, await begin());
    expect(it.misfits).toEqual([]);
  });
});
