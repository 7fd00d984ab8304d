import { SYSTEM_ACTOR } from '@bali/access';
import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import {
  asking,
  CountingHasher,
  identityUnderTest,
  passwordOf,
  rejection,
  repeatable,
} from '../../testing/identity-under-test.js';
import { AccountRecorder } from './account-recorder.js';

const ADA = { userId: 'ada', name: 'Ada Roy', role: 'administrator', organisation: 'CHU de Reims', sites: [] } as const;
const FIRST = [
  { userId: 'ada', name: 'Ada Roy', organisation: 'CHU de Reims' },
  { userId: 'bob', name: 'Bob Roy', organisation: 'CHU de Reims' },
] as const;

describe('the first start', () => {
  it('[P11-100] makes two administrators, once, whose passwords must be changed before anything', async () => {
    await using it = await identityUnderTest();
    const { accounts } = it.identity;
    const [passwords, eves] = [[] as string[], [] as string[]];
    await accounts.createFirstAdministrators(FIRST, (_, given) => passwords.push(given));
    await accounts.createFirstAdministrators([FIRST[0], { ...FIRST[1], userId: 'eve' }], (_, given) =>
      eves.push(given),
    );
    expect([new Set(passwords).size, eves]).toEqual([2, []]);
    const [password = ''] = passwords;
    expect(await rejection(it.signIn('ada', { password }))).toMatchObject({ refusal: 'password-change-needed' });
    const change = { userId: 'ada', password, newPassword: passwordOf('ada') };
    await it.identity.ownCredentials.changePassword(change, asking());
    expect((await it.signIn('ada')).person.role).toBe('administrator');
    expect(await rejection(it.signIn('ada', { password }))).toMatchObject({ refusal: 'sign-in-refused' });
    expect(JSON.stringify(await it.records())).not.toContain(password);
  });
});

describe('a start that was cut off, and an installation of before', () => {
  const [ADA_FIRST, BOB_SECOND] = FIRST;

  it('gets the administrator that is missing, as long as nobody has used the other account', async () => {
    await using it = await identityUnderTest();
    const given: string[] = [];
    const start = () => it.identity.accounts.createFirstAdministrators(FIRST, ({ userId }) => given.push(userId));
    await it.install('ada');
    await start();
    await start();
    expect(given).toEqual(['bob']);
    const accounts = await it.identity.accounts.all();
    expect(accounts.map(({ userId, delegations }) => [userId, delegations[0]?.role])).toEqual([
      ['ada', 'administrator'],
      ['bob', 'administrator'],
    ]);
  });

  it('[P11-10g] with a single administrator gets exactly one more, by an operator, and it is in the record', async () => {
    await using it = await identityUnderTest();
    const operator = { ...ADA, userId: SYSTEM_ACTOR.userId, name: 'Operator' };
    await it.identity.accounts.createFirstAdministrators([ADA_FIRST], () => undefined);
    const password = (await it.identity.accounts.addAdministrator(operator, BOB_SECOND)) ?? '';
    expect((await it.happened('account-bob')).at(-1)).toEqual(['SecondAdministratorAdded', { other: 'ada' }]);
    const change = { userId: 'bob', password, newPassword: passwordOf('bob') };
    await it.identity.ownCredentials.changePassword(change, asking());
    expect((await it.signIn('bob')).person.role).toBe('administrator');
    const third = it.identity.accounts.addAdministrator(operator, { ...BOB_SECOND, userId: 'carl' });
    expect(await rejection(third)).toMatchObject({ refusal: { code: 'administrator-not-alone' } });
    // Either of the two approves what the other one asks for.
    await it.person('dora');
    const wanted = { role: 'cell-therapy-unit', sites: [], from: '2026-03-02' } as const;
    await it.administer('dora', { type: 'RequestDelegation', ...wanted }, 'bob');
    await it.administer('dora', { type: 'ApproveDelegation', request: 1, how: 'known-personally' }, 'ada');
    expect((await it.signIn('dora')).person.role).toBe('cell-therapy-unit');
  });

  it('[P11-10g] whose administrator made another one alone: neither approves before somebody else has seen who they are', async () => {
    await using it = await identityUnderTest();
    await it.install('ada');
    const recorder = new AccountRecorder({
      ...{ store: it.ledger, trialId: 'NCT00904501', software: { version: '0', commit: '0' } },
      ...{ now: it.now, randomBytes: (length) => randomBytes(length) },
    });
    const { sites: _, ...actor } = ADA;
    const administrator = { delegation: 1, role: 'administrator', from: '2026-03-02' } as const;
    await recorder.record({
      ...{ stream: 'account-bob', asking: asking(), actor },
      decide: () => ({
        events: [
          { type: 'AccountCreated', data: BOB_SECOND },
          { type: 'IdentityVerified', data: { how: 'known-personally' } },
          { type: 'RoleDelegated', data: { ...administrator, sites: [] } },
        ],
      }),
    });
    await it.person('dora');
    const approve = { type: 'ApproveRecovery', how: 'known-personally' } as const;
    for (const [one, other] of [
      ['ada', 'bob'],
      ['bob', 'ada'],
    ] as const) {
      await it.administer('dora', { type: 'RequestRecovery' }, one);
      const refusal = await rejection(it.administer('dora', approve, other));
      expect(refusal).toMatchObject({ refusal: { code: 'approver-not-independent' } });
    }
    await it.administer('bob', { type: 'VerifyIdentity', how: 'document-in-person' }, SYSTEM_ACTOR.userId);
    expect(await it.administer('dora', approve, 'ada')).toHaveProperty('initialPassword');
  });
});

describe('two administrators', () => {
  it('approve one request at once: it is approved once', async () => {
    await using it = await identityUnderTest();
    for (const userId of ['ada', 'bob', 'carl']) await it.install(userId);
    await it.person('dora');
    const wanted = { role: 'cell-therapy-unit', sites: [], from: '2026-03-02' } as const;
    await it.administer('dora', { type: 'RequestDelegation', ...wanted }, 'ada');
    const approve = { type: 'ApproveDelegation', request: 1, how: 'known-personally' } as const;
    const answers = await Promise.allSettled(['bob', 'carl'].map((by) => it.administer('dora', approve, by)));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(answers[1]).toMatchObject({ reason: { refusal: { code: 'delegation-request-over' } } });
  });

  it('of whom one is deactivated while the other approves: what is approved afterwards does not count', async () => {
    await using it = await identityUnderTest();
    for (const userId of ['ada', 'bob', 'carl']) await it.install(userId);
    await it.person('dora');
    const wanted = { role: 'cell-therapy-unit', sites: [], from: '2026-03-02' } as const;
    await it.administer('dora', { type: 'RequestDelegation', ...wanted }, 'ada');
    const approve = { type: 'ApproveDelegation', request: 1, how: 'known-personally' } as const;
    const [, byBob] = await Promise.allSettled([
      it.administer('bob', { type: 'DeactivateAccount' }, 'carl'),
      it.administer('dora', approve, 'bob'),
    ]);
    expect(byBob).toMatchObject({ reason: { refusal: { code: 'approver-not-administrator' } } });
    await it.administer('ada', { type: 'EndDelegation', delegation: 1 }, 'carl');
    const refusal = await rejection(it.administer('dora', approve, 'carl'));
    expect(refusal).toMatchObject({ refusal: { code: 'asker-not-administrator' } });
  });
});

describe('an administrator', () => {
  it('is answered as the first time when a command is repeated, but for the password', async () => {
    await using it = await identityUnderTest();
    const request = {
      ...{ userId: 'claire', asking: asking(), repeatable: repeatable() },
      command: { type: 'CreateAccount', userId: 'claire', name: 'Claire Martin', organisation: 'CHU de Reims' },
    } as const;
    const { initialPassword, ...first } = await it.identity.accounts.administer(ADA, request);
    expect(initialPassword).toMatch(/^[2-9A-Z]{5}(-[2-9A-Z]{5}){3}$/);
    await it.restart();
    expect(await it.identity.accounts.administer(ADA, request)).toEqual(first);
    const change = { userId: 'claire', password: initialPassword ?? '', newPassword: passwordOf('claire') };
    await it.identity.ownCredentials.changePassword(change, asking());
  });

  it('sends the same command many times at once: it is done once, and the password is good', async () => {
    await using it = await identityUnderTest();
    const request = {
      ...{ userId: 'claire', asking: asking(), repeatable: repeatable() },
      command: { type: 'CreateAccount', userId: 'claire', name: 'Claire Martin', organisation: 'CHU de Reims' },
    } as const;
    const answers = await Promise.all(Array.from({ length: 8 }, () => it.identity.accounts.administer(ADA, request)));
    const passwords = answers.flatMap(({ initialPassword }) => initialPassword ?? []);
    expect(passwords).toHaveLength(1);
    expect(await it.happened('account-claire')).toHaveLength(2);
    const change = { userId: 'claire', password: passwords[0]!, newPassword: passwordOf('claire') };
    await it.identity.ownCredentials.changePassword(change, asking());
  });

  it('cannot use a key for another message, nor for another account', async () => {
    await using it = await identityUnderTest();
    await it.person('claire');
    await it.person('dora');
    const key = repeatable();
    const revoke = { command: { type: 'RequestRecovery' }, asking: asking(), repeatable: key } as const;
    await it.identity.accounts.administer(ADA, { ...revoke, userId: 'claire' });
    const other = { ...revoke, repeatable: { ...key, causationId: repeatable().causationId } };
    for (const request of [
      { ...other, userId: 'claire' },
      { ...revoke, userId: 'dora' },
    ]) {
      expect(await rejection(it.identity.accounts.administer(ADA, request))).toMatchObject({ name: 'CommandIdReused' });
    }
  });

  it('[P11-300] recovers an account with another administrator; its former credentials and sessions are void', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    for (const administrator of ['ada', 'bob']) await it.install(administrator);
    const { token } = await it.signIn('claire');
    await it.administer('claire', { type: 'RequestRecovery' }, 'ada');
    expect(
      await rejection(it.administer('claire', { type: 'ApproveRecovery', how: 'known-personally' }, 'ada')),
    ).toMatchObject({
      refusal: { code: 'recovery-needs-two-people' },
    });
    const { initialPassword = '' } = await it.administer(
      'claire',
      { type: 'ApproveRecovery', how: 'known-personally' },
      'bob',
    );
    await expect(it.identity.sessions.verify(token)).rejects.toThrow('expired');
    expect(await rejection(it.signIn('claire'))).toMatchObject({ refusal: 'sign-in-refused' });
    const newPassword = 'lilies after the rain';
    await it.identity.ownCredentials.changePassword(
      { userId: 'claire', password: initialPassword, newPassword },
      asking(),
    );
    expect((await it.signIn('claire', { password: newPassword })).person.userId).toBe('claire');
  });

  it('[R3-422a] [R3-438] reads who could do what on a day', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    await it.person('dora', 'monitor');
    it.pass(24 * 60);
    await it.administer('claire', { type: 'EndDelegation', delegation: 1 });
    const on = async (date: string) =>
      (await it.identity.accounts.delegationLog(date)).map(({ userId, role, sites }) => [userId, role, sites]);
    expect(await on('2026-03-01')).toEqual([]);
    expect(await on('2026-03-03')).toEqual([
      ['claire', 'investigator', ['REI']],
      ['dora', 'monitor', []],
    ]);
    expect(await on('2026-03-04')).toEqual([['dora', 'monitor', []]]);
  });

  it('links an account to one subject of an OpenID provider', async () => {
    await using it = await identityUnderTest();
    await it.person('dora', 'monitor', 'data-manager');
    await it.person('emil', 'monitor');
    const subject = { issuer: 'https://login.example.org', subject: '17' };
    await it.administer('dora', { type: 'LinkOpenIdentity', ...subject });
    const roles = async () =>
      (await it.identity.accounts.personsFor(subject)).map(({ userId, role }) => [userId, role]);
    expect(await roles()).toEqual([
      ['dora', 'monitor'],
      ['dora', 'data-manager'],
    ]);
    expect(await it.identity.accounts.personsFor({ ...subject, subject: '18' })).toEqual([]);
    const another = it.administer('emil', { type: 'LinkOpenIdentity', ...subject });
    expect(await rejection(another)).toMatchObject({ refusal: { code: 'open-identity-of-another' } });
    // Software that let it happen has left ledgers in which two accounts are linked: then nobody acts under either name.
    await new AccountRecorder({
      ...{ store: it.ledger, trialId: 'NCT00904501', software: { version: '0', commit: '0' } },
      ...{ now: it.now, randomBytes: (length) => randomBytes(length) },
    }).record({
      ...{ stream: 'account-emil', asking: asking(), actor: SYSTEM_ACTOR },
      decide: () => ({ events: [{ type: 'OpenIdentityLinked', data: subject }] }),
    });
    expect(await roles()).toEqual([]);
  });
});

describe('a person', () => {
  const subject = { issuer: 'https://login.example.org', subject: '17' } as const;
  const rolesOf = async (it: Awaited<ReturnType<typeof identityUnderTest>>) =>
    (await it.identity.accounts.personsFor(subject)).map(({ userId, otherAccounts }) => [userId, otherAccounts]);

  it('[P11-100] who leaves and returns has another account, with the same subject at the provider, and is known to be the same', async () => {
    await using it = await identityUnderTest();
    await it.person('dora', 'monitor');
    await it.administer('dora', { type: 'LinkOpenIdentity', ...subject });
    await it.administer('dora', { type: 'DeactivateAccount' });
    await it.person('dora.2', 'monitor');
    const link = () => it.administer('dora.2', { type: 'LinkOpenIdentity', ...subject });
    expect(await rejection(link())).toMatchObject({ refusal: { code: 'open-identity-of-another' } });
    await it.administer('dora.2', { type: 'RecognizePerson', samePersonAs: 'dora' });
    await link();
    expect(await rolesOf(it)).toEqual([['dora.2', ['dora']]]);
    expect((await it.signIn('dora.2')).person.otherAccounts).toEqual(['dora']);
  });

  it('is named as they are now, in the next request; what they did keeps the name of then', async () => {
    await using it = await identityUnderTest();
    await it.person('dora', 'monitor');
    const { token } = await it.signIn('dora');
    const name = { name: 'Dora Dubois', organisation: 'CHU de Nantes', why: 'name-changed' } as const;
    await it.administer('dora', { type: 'RenamePerson', ...name });
    expect(await it.identity.sessions.verify(token)).toMatchObject({
      name: 'Dora Dubois',
      organisation: 'CHU de Nantes',
    });
    const actors = (await it.records())
      .filter(({ stream }) => stream === 'account-dora')
      .map(({ metadata }) => metadata.actor);
    expect(actors).toContainEqual(expect.objectContaining({ userId: 'dora', name: 'Name of DORA' }));
  });
});

describe('a password', () => {
  it('[P11-300] that is not taken changes nothing', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    const password = passwordOf('claire');
    for (const newPassword of ['short', 'password12345', 'I am claire, hello', password]) {
      const change = it.identity.ownCredentials.changePassword({ userId: 'claire', password, newPassword }, asking());
      expect(await rejection(change)).toMatchObject({ name: 'PasswordRefused' });
    }
    expect((await it.signIn('claire')).person.userId).toBe('claire');
  });

  it('[P11-300] that is guessed at while changing it counts as one that is guessed at while signing in', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    const guess = { userId: 'claire', password: 'a guess', newPassword: 'lilies after the rain' };
    for (let failure = 0; failure < 5; failure += 1) {
      const change = it.identity.ownCredentials.changePassword(guess, asking());
      expect(await rejection(change)).toMatchObject({ refusal: 'sign-in-refused' });
    }
    expect(await rejection(it.signIn('claire'))).toMatchObject({ refusal: 'sign-in-refused' });
    expect((await it.happened('account-claire')).at(-2)?.[0]).toBe('AccountLockedOut');
  });

  it('is hashed with the parameters of now when it is next given', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    it.hasher = new CountingHasher(2);
    await it.restart();
    for (let times = 0; times < 2; times += 1) expect((await it.signIn('claire')).person.userId).toBe('claire');
    const bound = (await it.happened('account-claire')).filter(([type]) => type === 'CredentialBound');
    expect(bound).toEqual([['CredentialBound', expect.objectContaining({ kind: 'password', why: 'hashed-anew' })]]);
    await it.identity.close();
    const file = new DatabaseSync(it.credentialsPath);
    const hashes = file
      .prepare('SELECT hash FROM password')
      .all()
      .map(({ hash }) => String(hash));
    expect(hashes).toEqual([expect.stringContaining('$m=8,t=2,p=1$')]);
    file.close();
    await it.open();
  });

  it('is good only if the ledger knows of it', async () => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    await it.identity.close();
    const file = new DatabaseSync(it.credentialsPath);
    file.exec(`UPDATE password SET event = '6f0a2f0e-7f0f-5b7e-9a53-4f1f3c2d1b0a'`);
    file.close();
    await it.open();
    expect(await rejection(it.signIn('claire'))).toMatchObject({ refusal: 'sign-in-refused' });
  });
});
