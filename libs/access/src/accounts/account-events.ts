import { TextRedacted } from '@bali/trial';
import { describeEvent, eventFields, type EventOf } from '@bali/schema';
import { Type } from 'typebox';
import { ROLE_IDS } from '../roles.js';

const { calendarDate, instant, line, oneOf, record, siteCode, whole } = eventFields;

/** An account's identifier: lower case, so that no two differ in case alone. */
export const USER_ID_PATTERN = '^[a-z0-9][a-z0-9._@-]{0,99}$';

/** How somebody made sure that a person is who they say (21 CFR 11.100(b)). */
export const IDENTITY_CHECKS = ['document-in-person', 'document-by-video', 'known-personally', 'installation'] as const;
export type IdentityCheck = (typeof IDENTITY_CHECKS)[number];

/** An initial password is good for nothing but choosing one's own. */
export const CREDENTIAL_KINDS = ['initial-password', 'password', 'one-time-code'] as const;
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

/** Why somebody was not let in. What they were told is the same for the first five. */
export const SIGN_IN_REFUSALS = [
  'unknown-account',
  'password-wrong',
  'one-time-code-wrong',
  'locked-out',
  'deactivated',
  'initial-password-expired',
  'password-change-needed',
  'role-not-held',
  'role-not-chosen',
] as const;
export type SignInRefusal = (typeof SIGN_IN_REFUSALS)[number];

export const SESSION_ENDS = ['idle', 'absolute', 'revoked', 'too-many'] as const;
export type SessionEnd = (typeof SESSION_ENDS)[number];

/** How a passkey signs, as JOSE names it. */
export const PASSKEY_ALGORITHMS = ['ES256', 'EdDSA', 'RS256'] as const;
export type PasskeyAlgorithm = (typeof PASSKEY_ALGORITHMS)[number];

/** Of a passkey's identifier, in characters of base64url: 16 bytes at least (WebAuthn, 4), and 384 at most. */
export const PASSKEY_CREDENTIAL_LENGTH = { min: 22, max: 512 } as const;

const credential = Type.String({
  description: 'identifier of the passkey, base64url',
  pattern: `^[A-Za-z0-9_-]{${PASSKEY_CREDENTIAL_LENGTH.min},${PASSKEY_CREDENTIAL_LENGTH.max}}$`,
});
const delegation = whole('the number of the delegation in this account, from 1', 1, 10_000);
const role = oneOf('the role', ROLE_IDS as ['investigator', ...typeof ROLE_IDS]);
const session = Type.String({ description: 'the session', format: 'uuid' });
const sites = Type.Array(siteCode, { description: 'the sites of a site role', maxItems: 100, uniqueItems: true });

/** What happens to an account: the stream `account-<userId>`. */
export const ACCOUNT_EVENTS = {
  AccountCreated: describeEvent(
    'AccountCreated',
    'an account was made for a person',
    record({
      userId: Type.String({ description: 'the identifier: never changed, never used again', pattern: USER_ID_PATTERN }),
      name: line('the name, as it is printed next to what the person does'),
      organisation: line('where the person works'),
    }),
  ),
  IdentityVerified: describeEvent(
    'IdentityVerified',
    'the identity of the person was verified',
    record({ how: oneOf('how', IDENTITY_CHECKS) }),
  ),
  OpenIdentityLinked: describeEvent(
    'OpenIdentityLinked',
    'the person signs in with an OpenID provider from now on',
    record({ issuer: line('the provider'), subject: line("the person's identifier there") }),
  ),
  RoleDelegated: describeEvent(
    'RoleDelegated',
    'a role was delegated to the person',
    record({
      delegation,
      role,
      sites,
      from: calendarDate('the first day'),
      until: Type.Optional(calendarDate('the last day, if one is set')),
    }),
  ),
  DelegationEnded: describeEvent('DelegationEnded', 'a delegation was ended, at once', record({ delegation })),
  CredentialsSet: describeEvent(
    'CredentialsSet',
    'a credential was set, in place of the former one of its kind',
    record({ kind: oneOf('what was set', CREDENTIAL_KINDS) }),
  ),
  PasskeyRegistered: describeEvent(
    'PasskeyRegistered',
    'the person registered a passkey to sign with; only they have its private key',
    record({
      credential,
      publicKey: Type.String({
        description: 'the public key: SubjectPublicKeyInfo, DER, base64url',
        pattern: '^[A-Za-z0-9_-]{40,2048}$',
      }),
      algorithm: oneOf('how it signs, as JOSE names it', PASSKEY_ALGORITHMS),
    }),
  ),
  PasskeyRevoked: describeEvent('PasskeyRevoked', 'the person signs no more with a passkey', record({ credential })),
  RecoveryRequested: describeEvent('RecoveryRequested', 'new credentials were asked for the person', record({})),
  RecoveryApproved: describeEvent(
    'RecoveryApproved',
    'somebody else approved it: the former credentials and sessions are void',
    record({}),
  ),
  RecoveryCompleted: describeEvent('RecoveryCompleted', 'the person has credentials of their own again', record({})),
  AccountDeactivated: describeEvent('AccountDeactivated', 'the account was deactivated, for good', record({})),
  SignedIn: describeEvent('SignedIn', 'the person signed in', record({ session, role, sites })),
  SignedOut: describeEvent('SignedOut', 'the person signed out', record({ session })),
  SessionEnded: describeEvent(
    'SessionEnded',
    'a session was ended',
    record({ session, why: oneOf('why', SESSION_ENDS) }),
  ),
  SignInRefused: describeEvent(
    'SignInRefused',
    'somebody was not let in',
    record({ reason: oneOf('why', SIGN_IN_REFUSALS) }),
  ),
  CredentialsRefused: describeEvent(
    'CredentialsRefused',
    'wrong credentials were given again in a session',
    record({ session }),
  ),
  AccountLockedOut: describeEvent(
    'AccountLockedOut',
    'after repeated failures nobody can sign in with the account for some time',
    record({ until: instant('until when') }),
  ),
  AccountUnlocked: describeEvent('AccountUnlocked', 'the lock-out was lifted', record({})),
  TextRedacted,
} as const;

export type AccountEvent = EventOf<(typeof ACCOUNT_EVENTS)[keyof typeof ACCOUNT_EVENTS]>;

/** The stream of an account. */
export function accountStream(userId: string): string {
  return `account-${userId}`;
}

/**
 * The stream of attempts to sign in with accounts that are not there. It does not say which name was typed: it may have
 * been a password.
 */
export const UNKNOWN_ACCOUNTS_STREAM = 'unknown-accounts';
