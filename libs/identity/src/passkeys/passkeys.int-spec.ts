import { describe, expect, it } from '@jest/globals';
import { accountStream, MAX_PASSKEYS, PASSKEY_ALGORITHMS, type Person } from '@bali/access';
import { PASSKEY_ORIGIN, SoftwarePasskey, USER_PRESENT } from '@bali/access/testing';
import {
  asking,
  type IdentityUnderTest,
  identityUnderTest,
  passwordOf,
  rejection,
  SOURCE,
} from '../../testing/identity-under-test.js';
import { type RegistrationMisuse, registrationOf } from '../../testing/software-authenticator.js';
import { PasskeyNotRegistered } from './passkeys.js';

const CHALLENGE = Buffer.alloc(32, 7).toString('base64url');

/** Somebody with an account, in a session. */
async function signedIn(it: IdentityUnderTest, userId: string): Promise<Person> {
  await it.person(userId, 'investigator');
  return (await it.signIn(userId)).person;
}

async function begin(it: IdentityUnderTest, person: Person): Promise<string> {
  const credentials = { password: passwordOf(person.userId) };
  return (await it.identity.passkeys.begin(person, credentials, SOURCE)).challenge;
}

async function withPasskey(it: IdentityUnderTest, person: Person, passkey = new SoftwarePasskey()) {
  const registration = registrationOf(passkey, await begin(it, person));
  await it.identity.passkeys.register(person, registration, asking());
  return passkey;
}

describe('registering a passkey', () => {
  it('asks for a key that verifies its holder, at the origin of this installation', async () => {
    await using it = await identityUnderTest();
    const claire = await signedIn(it, 'claire');
    const { credential } = await withPasskey(it, claire);
    const options = await it.identity.passkeys.begin(claire, { password: passwordOf('claire') }, SOURCE);
    expect(options).toMatchObject({
      rp: { id: new URL(PASSKEY_ORIGIN).hostname },
      user: { name: 'claire' },
      attestation: 'none',
      authenticatorSelection: { userVerification: 'required' },
      excludeCredentials: [{ id: credential }],
    });
    expect(Buffer.from(options.challenge, 'base64url').byteLength).toBe(32);
  });

  it('[P11-300] asks for all credentials again', async () => {
    await using it = await identityUnderTest();
    const claire = await signedIn(it, 'claire');
    const tried = it.identity.passkeys.begin(claire, { password: 'guessed' }, SOURCE);
    expect(await rejection(tried)).toMatchObject({ reason: 'credentials-wrong' });
    expect((await it.happened(accountStream('claire'))).at(-1)?.[0]).toBe('CredentialsRefused');
  });

  it.each(PASSKEY_ALGORITHMS)('[P11-100] keeps the public key, and nothing secret, of %s', async (algorithm) => {
    await using it = await identityUnderTest();
    const claire = await signedIn(it, 'claire');
    const { credential, publicKey } = await withPasskey(it, claire, new SoftwarePasskey(algorithm));
    expect((await it.happened(accountStream('claire'))).at(-1)).toEqual([
      'PasskeyRegistered',
      { credential, publicKey, algorithm },
    ]);
    await it.restart();
    const registeredAt = it.now().toISOString();
    expect(await it.identity.passkeys.of(claire)).toEqual([{ credential, publicKey, algorithm, registeredAt }]);
  });

  it.each([
    ['of another origin', { origin: 'https://bali.example.com' }],
    ['of another relying party', { rpId: 'example.org' }],
    ['without its holder being verified', { flags: USER_PRESENT }],
    ['to signing', { type: 'webauthn.get' }],
    ['with certificates, to check which addresses would be fetched', { attestation: certified() }],
  ] as const)('refuses an answer %s', async (_, misuse) => {
    await using it = await identityUnderTest();
    const claire = await signedIn(it, 'claire');
    const registration = registrationOf(new SoftwarePasskey(), await begin(it, claire), misuse);
    const tried = it.identity.passkeys.register(claire, registration, asking());
    expect(await rejection(tried)).toBeInstanceOf(PasskeyNotRegistered);
    expect(await it.identity.passkeys.of(claire)).toEqual([]);
  });

  it('takes an answer to the last challenge only, within five minutes, once', async () => {
    await using it = await identityUnderTest();
    const claire = await signedIn(it, 'claire');
    const register = (challenge: string) =>
      it.identity.passkeys.register(claire, registrationOf(new SoftwarePasskey(), challenge), asking());
    expect(await rejection(register(CHALLENGE))).toBeInstanceOf(PasskeyNotRegistered);
    const first = await begin(it, claire);
    await begin(it, claire);
    expect(await rejection(register(first))).toBeInstanceOf(PasskeyNotRegistered);
    const late = await begin(it, claire);
    it.pass(5);
    expect(await rejection(register(late))).toBeInstanceOf(PasskeyNotRegistered);
    const used = await begin(it, claire);
    await register(used);
    expect(await rejection(register(used))).toBeInstanceOf(PasskeyNotRegistered);
  });

  it('refuses what is no such answer, and a key that the answer calls by another name', async () => {
    await using it = await identityUnderTest();
    const claire = await signedIn(it, 'claire');
    const garbage = { clientDataJSON: 'AAAA', attestationObject: 'AAAA' };
    const { credential } = new SoftwarePasskey();
    for (const changes of [garbage, { attestationObject: 'oA' }, { credential }]) {
      const registration = { ...registrationOf(new SoftwarePasskey(), await begin(it, claire)), ...changes };
      const tried = it.identity.passkeys.register(claire, registration, asking());
      expect(await rejection(tried)).toBeInstanceOf(PasskeyNotRegistered);
    }
  });

  it('[P11-100] refuses a key that is registered already, whoever has it, and more keys than a person has', async () => {
    await using it = await identityUnderTest();
    const claire = await signedIn(it, 'claire');
    const luc = await signedIn(it, 'luc');
    const passkey = await withPasskey(it, claire);
    expect(await rejection(withPasskey(it, luc, passkey))).toBeInstanceOf(PasskeyNotRegistered);
    for (let number = 1; number < MAX_PASSKEYS; number += 1) await withPasskey(it, claire);
    expect(await rejection(withPasskey(it, claire))).toMatchObject({ refusal: { code: 'passkeys-too-many' } });
  });
});

describe('signing with a passkey', () => {
  const confirm = (it: IdentityUnderTest, person: Person, passkey: SoftwarePasskey, challenge = CHALLENGE) =>
    it.identity.signingPasskeys!.confirm(person, CHALLENGE, passkey.sign(challenge), SOURCE);

  it('[P11-200] counts as all credentials, so that a later signature needs one', async () => {
    await using it = await identityUnderTest();
    const claire = await signedIn(it, 'claire');
    expect(await it.identity.signingPasskeys!.requestFor(claire, CHALLENGE)).toBeUndefined();
    const passkey = await withPasskey(it, claire);
    const { credential: id, publicKey, algorithm } = passkey;
    expect(await it.identity.signingPasskeys!.requestFor(claire, CHALLENGE)).toEqual({
      ...{ challenge: CHALLENGE, rpId: 'bali.example.org', userVerification: 'required' },
      allowCredentials: [{ type: 'public-key', id }],
    });
    expect(await confirm(it, claire, passkey)).toMatchObject({ credential: id, publicKey, algorithm });
    const password = { password: passwordOf('claire') };
    expect(await it.identity.signingAuthority.confirm(claire, password, SOURCE)).toBe('password');
  });

  it('[P11-300] refuses what no passkey of the person made, records it, and ends the session after repeated failures', async () => {
    await using it = await identityUnderTest();
    const claire = await signedIn(it, 'claire');
    const luc = await signedIn(it, 'luc');
    const lucs = await withPasskey(it, luc);
    await withPasskey(it, claire);
    expect(await rejection(confirm(it, claire, lucs))).toMatchObject({ reason: 'passkey-refused' });
    expect((await it.happened(accountStream('claire'))).at(-1)?.[0]).toBe('CredentialsRefused');
    let refusal: unknown;
    for (let attempt = 2; attempt <= 5; attempt += 1) refusal = await rejection(confirm(it, claire, lucs));
    expect(refusal).toMatchObject({ reason: 'locked-out' });
    expect(await rejection(confirm(it, claire, lucs))).toMatchObject({ reason: 'no-session' });
  });

  it('refuses what was signed on another page, or of something else, which does not count as a failure', async () => {
    await using it = await identityUnderTest();
    const claire = await signedIn(it, 'claire');
    const passkey = await withPasskey(it, claire);
    const another = confirm(it, claire, passkey, Buffer.alloc(32, 8).toString('base64url'));
    expect(await rejection(another)).toMatchObject({ reason: 'passkey-signed-another' });
    expect((await it.happened(accountStream('claire'))).at(-1)?.[0]).toBe('PasskeyRegistered');
    const elsewhere = passkey.sign(CHALLENGE, { origin: 'https://bali.example.org:8443' });
    const tried = it.identity.signingPasskeys!.confirm(claire, CHALLENGE, elsewhere, SOURCE);
    expect(await rejection(tried)).toMatchObject({ reason: 'passkey-refused' });
  });

  it('[P11-300] is over once the passkey is revoked, by its holder or by the recovery of the account', async () => {
    await using it = await identityUnderTest();
    const claire = await signedIn(it, 'claire');
    const passkey = await withPasskey(it, claire);
    await it.identity.passkeys.revoke(claire, passkey.credential, asking());
    expect(await rejection(confirm(it, claire, passkey))).toMatchObject({ reason: 'passkey-refused' });
    const again = it.identity.passkeys.revoke(claire, passkey.credential, asking());
    expect(await rejection(again)).toMatchObject({ refusal: { code: 'passkey-unknown' } });
    await withPasskey(it, claire);
    for (const administrator of ['ada', 'bob']) await it.install(administrator);
    await it.administer('claire', { type: 'RequestRecovery' }, 'ada');
    await it.administer('claire', { type: 'ApproveRecovery', how: 'known-personally' }, 'bob');
    expect(await it.identity.passkeys.of(claire)).toEqual([]);
  });
});

function certified(): RegistrationMisuse['attestation'] & object {
  return ['packed', new Map([['x5c', [Uint8Array.of(1)]]])];
}
