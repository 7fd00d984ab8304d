import { describe, expect, it } from '@jest/globals';
import { type Person, type SigningCredentials, SigningRefused } from '@bali/access';
import {
  asking,
  identityUnderTest,
  type IdentityUnderTest,
  passwordOf,
  rejection,
  SOURCE,
} from '../../testing/identity-under-test.js';
import { SignInRefused } from './sign-in-refused.js';

const password = passwordOf('eve');

/** An emergency physician who is signed in, and the recovery codes that were just made. */
async function physician(it: IdentityUnderTest) {
  await it.person('eve', 'emergency-physician');
  const { person, token } = await it.signIn('eve');
  const codes = await it.identity.ownCredentials.makeRecoveryCodes(person, { password }, asking());
  return { person, token, codes };
}

async function refusalOf(promise: Promise<unknown>): Promise<unknown> {
  const error = await rejection(promise);
  if (error instanceof SigningRefused) return error.reason;
  return error instanceof SignInRefused ? error.refusal : error;
}

describe('recovery codes', () => {
  it('are ten, shown once, of which the ledger has commitments and the file has nothing', async () => {
    await using it = await identityUnderTest();
    const { codes } = await physician(it);
    expect(new Set(codes).size).toBe(10);
    const [type, data] = (await it.happened('account-eve')).at(-1)!;
    expect([type, (data as { codes: string[] }).codes.length]).toEqual(['RecoveryCodesSet', 10]);
    const written = JSON.stringify(await it.records());
    for (const code of codes)
      for (const shape of [code, code.replaceAll('-', '')]) expect(written).not.toContain(shape);
  });

  it('[P11-300] let their holder in although others have locked every place and use up each attempt of the hour', async () => {
    await using it = await identityUnderTest();
    const { codes } = await physician(it);
    for (let failure = 0; failure < 40; failure += 1) {
      await rejection(it.signIn('eve', { password: 'guessed guessed' }));
      it.pass(1);
    }
    expect(await refusalOf(it.signIn('eve'))).toBe('sign-in-refused');
    const waiting = Array.from({ length: 300 }, () => rejection(it.signIn('eve', { password: 'guessed guessed' })));
    const { person } = await it.signIn('eve', { recoveryCode: codes[0]! });
    expect(person.role).toBe('emergency-physician');
    await Promise.all(waiting);
  });

  it('are good once each, however many ask at the same time, and only with the password', async () => {
    await using it = await identityUnderTest();
    const { codes } = await physician(it);
    expect(await refusalOf(it.signIn('eve', { recoveryCode: codes[1]!, password: 'guessed guessed' }))).toBe(
      'sign-in-refused',
    );
    const attempts = Array.from({ length: 5 }, () => it.signIn('eve', { recoveryCode: codes[1]! }));
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const used = (await it.happened('account-eve')).filter(([type]) => type === 'RecoveryCodeUsed');
    expect(used.map(([, data]) => (data as { for: string }).for)).toEqual(['sign-in']);
  });

  it('are no credentials of another role', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    const { person } = await it.signIn('claire');
    const sign = (credentials: SigningCredentials) => it.identity.signingAuthority.confirm(person, credentials, SOURCE);
    const claires = { password: passwordOf('claire'), recoveryCode: 'A'.repeat(26) };
    expect(await refusalOf(sign(claires))).toBe('recovery-code-not-taken');
    const making = it.identity.ownCredentials.makeRecoveryCodes(person, { password: passwordOf('claire') }, asking());
    expect(await rejection(making)).toMatchObject({ refusal: { code: 'recovery-codes-not-offered' } });
    expect(await refusalOf(it.signIn('claire', claires))).toBe('sign-in-refused');
  });
});

describe('[P11-200] an emergency physician', () => {
  const sign = (it: IdentityUnderTest, person: Person, credentials: SigningCredentials) =>
    it.identity.signingAuthority.confirm(person, credentials, SOURCE);

  it('signs each opening with a second factor, also a later one of the same session', async () => {
    await using it = await identityUnderTest();
    const { person, codes } = await physician(it);
    const recoveryCode = codes[0]!;
    expect(await refusalOf(sign(it, person, { password }))).toBe('second-factor-needed');
    expect(await sign(it, person, { password, recoveryCode })).toBe('password-and-recovery-code');
    expect(await refusalOf(sign(it, person, { password }))).toBe('second-factor-needed');
    expect(await refusalOf(sign(it, person, { password, recoveryCode }))).toBe('credentials-wrong');
    expect(await refusalOf(sign(it, person, { recoveryCode: codes[1]! }))).toBe('credentials-missing');
    expect(await sign(it, person, { password, recoveryCode: codes[1]! })).toBe('password-and-recovery-code');
  });

  it('changes no credentials with a recovery code: that takes two administrators', async () => {
    await using it = await identityUnderTest();
    const { person, codes } = await physician(it);
    const { ownCredentials } = it.identity;
    const credentials = { password, recoveryCode: codes[0]! };
    expect(await refusalOf(ownCredentials.beginOneTimeCode(person, credentials, SOURCE))).toBe(
      'recovery-code-not-taken',
    );
    expect((await it.happened('account-eve')).map(([type]) => type)).not.toContain('RecoveryCodeUsed');
  });
});
