import { describe, expect, it } from '@jest/globals';
import { accountOf, accountRecord, COMMITMENT, CREATED, givenAccount, MORNING, VERIFIED } from '@bali/access/testing';
import type { LedgerRecord } from '@bali/ledger';
import { schemaViolation, UnknownEvent } from '@bali/schema';
import { ACCESS_EVENTS, accessDefinitionOf } from './access-catalogue.js';
import type { AccountEvent } from './account-events.js';
import {
  type CheckedCredentials,
  credentialsRefused,
  endSession,
  MAX_SESSIONS,
  refuseSigning,
  refuseSignIn,
  roleFor,
  signIn,
  signOut,
} from '../sessions/decide-session.js';
import { setCredential } from '../credentials/decide-credential.js';
import { attemptSource, deviceCommitment } from '../sessions/attempt-source.js';
import { lockedUntil, lockOutAfter } from '../sessions/lock-out.js';
import { evolveAccount } from './account-state.js';

const SESSION = '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a';
/** The address of every record of these tests. */
const HERE = { address: '192.0.2.1' };
const DEVICE = 'de'.repeat(32);
const RIGHT: CheckedCredentials = { password: true, oneTimeCode: 'not-needed' };
const DEACTIVATED: AccountEvent = { type: 'AccountDeactivated', data: {} };
const INITIAL: AccountEvent = { type: 'CredentialsSet', data: { kind: 'initial-password', commitment: COMMITMENT } };
const PASSWORD: AccountEvent = { type: 'CredentialsSet', data: { kind: 'password', commitment: COMMITMENT } };
const REQUESTED: AccountEvent = { type: 'RecoveryRequested', data: {} };
const MONITOR: AccountEvent = {
  type: 'RoleDelegated',
  data: { delegation: 1, role: 'monitor', sites: [], from: '2026-03-02' },
};
const signedIn = (session = SESSION): AccountEvent => ({
  type: 'SignedIn',
  data: { session, role: 'monitor', sites: [], commitment: COMMITMENT, device: DEVICE },
});
const create = {
  type: 'CreateAccount',
  userId: 'claire',
  name: 'Claire Martin',
  organisation: 'CHU de Reims',
} as const;
const after = (minutes: number) => new Date(Date.parse(MORNING) + minutes * 60_000).toISOString();

function recordFrom(ip: string, event: AccountEvent): LedgerRecord {
  const record = accountRecord([event], 0);
  return { ...record, metadata: { ...record.metadata, source: { client: 'test', ip } } };
}

describe('an account', () => {
  it('[P11-100] is made once, and its identifier never goes to anybody else', () => {
    givenAccount().when(create).expectEvents(CREATED, INITIAL);
    givenAccount(CREATED).when(create).expectRefusal('account-already-exists');
    givenAccount(CREATED, DEACTIVATED).when(create).expectRefusal('account-already-exists');
    givenAccount()
      .when({ ...create, userId: 'system' })
      .expectRefusal('account-name-reserved');
  });

  it('[P11-100] is deactivated for good, and its sessions end', () => {
    givenAccount(CREATED, signedIn())
      .when({ type: 'DeactivateAccount' })
      .expectEvents({ type: 'SessionEnded', data: { session: SESSION, why: 'revoked' } }, DEACTIVATED);
    givenAccount(CREATED, DEACTIVATED).when({ type: 'DeactivateAccount' }).expectRefusal('account-deactivated');
    givenAccount().when({ type: 'DeactivateAccount' }).expectRefusal('account-unknown');
    expect(credentialsRefused(accountOf([CREATED, DEACTIVATED]), RIGHT, MORNING, HERE)).toBe('deactivated');
  });

  it('[P11-300] gets new credentials by two people, neither of whom is its holder', () => {
    givenAccount(CREATED).when({ type: 'RequestRecovery' }).expectEvents(REQUESTED);
    givenAccount(CREATED).when({ type: 'RequestRecovery' }, { by: 'claire' }).expectRefusal('own-account');
    givenAccount(CREATED)
      .when({ type: 'ApproveRecovery', how: 'known-personally' })
      .expectRefusal('recovery-not-requested');
    const asked = givenAccount(CREATED, REQUESTED);
    asked.when({ type: 'ApproveRecovery', how: 'known-personally' }).expectRefusal('recovery-needs-two-people');
    asked.when({ type: 'ApproveRecovery', how: 'known-personally' }, { by: 'claire' }).expectRefusal('own-account');
    const approved = { type: 'RecoveryApproved', data: { how: 'known-personally' } } as const;
    asked.when({ type: 'ApproveRecovery', how: 'known-personally' }, { by: 'bob' }).expectEvents(approved, INITIAL);
    const recovering = [CREATED, PASSWORD, REQUESTED, approved, INITIAL];
    givenAccount(...recovering)
      .when({ type: 'ApproveRecovery', how: 'known-personally' }, { by: 'carl' })
      .expectRefusal('recovery-not-requested');
    expect(setCredential('password', COMMITMENT, accountOf(recovering))).toEqual([
      PASSWORD,
      { type: 'RecoveryCompleted', data: {} },
    ]);
  });

  it('keeps a linked OpenID identity, once the person is verified', () => {
    const link = { type: 'LinkOpenIdentity', issuer: 'https://login.example.org', subject: '17' } as const;
    givenAccount(CREATED).when(link).expectRefusal('identity-not-verified');
    const { issuer, subject } = link;
    givenAccount(CREATED, VERIFIED).when(link).expectEvents({ type: 'OpenIdentityLinked', data: { issuer, subject } });
  });
});

describe('signing in', () => {
  it('[P11-300] is refused for the first thing that is wrong', () => {
    const known = accountOf([CREATED, PASSWORD]);
    expect(credentialsRefused(accountOf([]), RIGHT, MORNING, HERE)).toBe('unknown-account');
    expect(credentialsRefused(known, { ...RIGHT, password: false }, MORNING, HERE)).toBe('password-wrong');
    expect(credentialsRefused(known, { ...RIGHT, oneTimeCode: 'wrong' }, MORNING, HERE)).toBe('one-time-code-wrong');
    expect(credentialsRefused(known, RIGHT, MORNING, HERE)).toBeUndefined();
  });

  it('[P11-300] takes an initial password for a week, and for nothing but choosing another', () => {
    const made = accountOf([CREATED, INITIAL]);
    expect(credentialsRefused(made, RIGHT, '2026-03-09T08:00:00.000Z', HERE)).toBeUndefined();
    expect(credentialsRefused(made, RIGHT, '2026-03-09T08:00:00.001Z', HERE)).toBe('initial-password-expired');
    expect(roleFor(made, undefined, MORNING)).toEqual({ refused: 'password-change-needed' });
  });

  it('[P11-10d] is in one role that is delegated today', () => {
    const monitor = accountOf([CREATED, VERIFIED, PASSWORD, MONITOR]);
    expect(roleFor(monitor, undefined, MORNING)).toEqual({ role: 'monitor', sites: [] });
    expect(roleFor(monitor, 'investigator', MORNING)).toEqual({ refused: 'role-not-held' });
    expect(roleFor(accountOf([CREATED, PASSWORD]), undefined, MORNING)).toEqual({ refused: 'role-not-held' });
    const second: AccountEvent = {
      type: 'RoleDelegated',
      data: { ...MONITOR.data, delegation: 2, role: 'data-manager' } as never,
    };
    const both = accountOf([CREATED, VERIFIED, PASSWORD, MONITOR, second]);
    expect(roleFor(both, undefined, MORNING)).toEqual({ refused: 'role-not-chosen' });
    expect(roleFor(both, 'data-manager', MORNING)).toEqual({ role: 'data-manager', sites: [] });
  });

  it('[P11-300] is shut to an address after five failures in a row from there, for longer each time', () => {
    const history: (AccountEvent | readonly [AccountEvent, string])[] = [CREATED, PASSWORD];
    const locked: (string | undefined)[] = [];
    for (let failure = 1; failure <= 7; failure += 1) {
      history.push(...refuseSignIn('password-wrong', accountOf(history), MORNING, HERE));
      locked.push(lockedUntil(accountOf(history), MORNING));
    }
    expect(locked).toEqual([undefined, undefined, undefined, undefined, after(1), after(2), after(4)]);
    expect(lockOutAfter(500, MORNING)).toBe(after(60));
    const account = accountOf(history);
    expect(credentialsRefused(account, RIGHT, MORNING, HERE)).toBe('locked-out');
    expect(credentialsRefused(account, RIGHT, MORNING, { address: '198.51.100.9' })).toBeUndefined();
    expect(credentialsRefused(account, RIGHT, after(4), HERE)).toBeUndefined();
    expect(accountOf([...history, ...refuseSignIn('locked-out', account, MORNING, HERE)])).toEqual(account);
    expect(accountOf([...history, signedIn()]).attempts).toEqual({});
    givenAccount(...history)
      .when({ type: 'UnlockAccount' })
      .expectEvents({ type: 'AccountUnlocked', data: {} });
    givenAccount(CREATED).when({ type: 'UnlockAccount' }).expectRefusal('account-not-locked');
  });

  it('[P11-300] listens to thirty wrong attempts in an hour from places that are not known, wherever they come from', () => {
    let account = accountOf([CREATED, PASSWORD, signedIn()]);
    for (let failure = 0; failure < 30; failure += 1) {
      const from = { address: `198.51.100.${failure}` };
      expect(credentialsRefused(account, RIGHT, MORNING, from)).toBeUndefined();
      const [refused] = refuseSignIn('password-wrong', account, MORNING, from);
      account = evolveAccount(account, recordFrom(from.address, refused!));
    }
    expect(credentialsRefused(account, RIGHT, MORNING, { address: '203.0.113.1' })).toBe('too-many-attempts');
    expect(lockedUntil(account, MORNING)).toBe(after(60));
    expect(credentialsRefused(account, RIGHT, after(60), { address: '203.0.113.1' })).toBeUndefined();
    expect(credentialsRefused(account, RIGHT, MORNING, { ...HERE, device: DEVICE })).toBeUndefined();
  });

  it('[P11-300] is shut to a device that is known by its own failures alone', () => {
    const known = { ...HERE, device: DEVICE };
    const history: AccountEvent[] = [CREATED, PASSWORD, signedIn()];
    for (let failure = 1; failure <= 5; failure += 1) {
      history.push(...refuseSignIn('password-wrong', accountOf(history), MORNING, known));
    }
    const account = accountOf(history);
    expect(credentialsRefused(account, RIGHT, MORNING, known)).toBe('locked-out');
    expect(credentialsRefused(account, RIGHT, MORNING, HERE)).toBeUndefined();
    expect(accountOf([...history, signedIn('another session')]).attempts).toEqual({});
  });

  it('knows a device by the token of an earlier sign-in to the same account, until the account is recovered', () => {
    const token = 'd'.repeat(43);
    const device = deviceCommitment('claire', token);
    const from = signedIn();
    const history: AccountEvent[] = [CREATED, PASSWORD, { ...from, data: { ...from.data, device } } as AccountEvent];
    expect(attemptSource(accountOf(history), '203.0.113.1', { deviceToken: token })).toEqual({
      address: '203.0.113.1',
      device,
    });
    for (const other of [undefined, 'e'.repeat(43), '', device]) {
      expect(attemptSource(accountOf(history), '203.0.113.1', { deviceToken: other })).toEqual({
        address: '203.0.113.1',
      });
    }
    const recovered = accountOf([...history, REQUESTED, { type: 'RecoveryApproved', data: {} }]);
    expect(attemptSource(recovered, '203.0.113.1', { deviceToken: token }).device).toBeUndefined();
    expect(deviceCommitment('dora', token)).not.toBe(device);
  });
});

describe('a session', () => {
  it('ends once', () => {
    const open = accountOf([CREATED, signedIn()]);
    expect(signOut(SESSION, open)).toEqual({ events: [{ type: 'SignedOut', data: { session: SESSION } }] });
    expect(endSession(SESSION, 'idle', open)).toEqual({
      events: [{ type: 'SessionEnded', data: { session: SESSION, why: 'idle' } }],
    });
    const closed = accountOf([CREATED, signedIn(), { type: 'SignedOut', data: { session: SESSION } }]);
    for (const decision of [signOut(SESSION, closed), endSession(SESSION, 'idle', closed)]) {
      expect(decision).toMatchObject({ refusal: { code: 'session-unknown' } });
    }
  });

  it('ends with a new password, and the oldest when there are too many', () => {
    expect(setCredential('password', COMMITMENT, accountOf([CREATED, PASSWORD, signedIn()]))).toEqual([
      PASSWORD,
      { type: 'SessionEnded', data: { session: SESSION, why: 'revoked' } },
    ]);
    const many = Array.from({ length: MAX_SESSIONS }, (_, index) => signedIn(`session ${index}`));
    const opened = { session: SESSION, role: 'monitor', sites: [], commitment: COMMITMENT, device: DEVICE } as const;
    const [first] = signIn(opened, accountOf([CREATED, ...many]));
    expect(first).toEqual({ type: 'SessionEnded', data: { session: 'session 0', why: 'too-many' } });
  });

  it('[P11-300] ends after five wrong credentials in it, and the address is locked out', () => {
    const history: AccountEvent[] = [CREATED, PASSWORD, signedIn()];
    for (let failure = 1; failure <= 5; failure += 1) {
      const decision = refuseSigning(SESSION, accountOf(history), { now: MORNING });
      if ('events' in decision) history.push(...decision.events);
    }
    expect(accountOf(history).sessions).toEqual([]);
    expect(lockedUntil(accountOf(history), MORNING)).toBe(after(1));
  });
});

describe('the catalogue of the access ledger', () => {
  it('knows its events, and no other', () => {
    expect(accessDefinitionOf('SignedIn')).toBe(ACCESS_EVENTS.SignedIn);
    expect(accessDefinitionOf('SignedIn', 1)).toMatchObject({ type: 'SignedIn', schemaVersion: 1 });
    expect(() => accessDefinitionOf('SignedIn', 6)).toThrow(UnknownEvent);
    expect(() => accessDefinitionOf('constructor')).toThrow(UnknownEvent);
  });

  it('has a schema that its events keep', () => {
    for (const event of [CREATED, VERIFIED, INITIAL, MONITOR, signedIn(), DEACTIVATED]) {
      expect(schemaViolation(accessDefinitionOf(event.type), event.data)).toBeUndefined();
    }
    expect(schemaViolation(ACCESS_EVENTS.SignedIn, { ...signedIn().data, session: 'x' })).toBeDefined();
    expect(schemaViolation(ACCESS_EVENTS.AccountCreated, { ...CREATED.data, userId: 'Claire' })).toBeDefined();
  });
});
