import type { DecidedEvent, EventOf } from '@bali/schema';
import { CredentialBound } from '../credentials/credential-bound.js';
import { type CredentialsAsSet, CredentialsSet } from '../credentials/credentials-set.js';
import { PasskeyRegistered } from '../credentials/passkey-registered.js';
import { PasskeyRevoked } from '../credentials/passkey-revoked.js';
import { RecoveryCodeUsed } from '../credentials/recovery-code-used.js';
import { RecoveryCodesSet } from '../credentials/recovery-codes-set.js';
import { PersonRecognized } from '../people/person-recognized.js';
import { PersonRenamed } from '../people/person-renamed.js';
import { DelegationEnded } from '../delegations/delegation-ended.js';
import { DelegationRequestEnded } from '../delegations/delegation-request-ended.js';
import { DelegationRequested } from '../delegations/delegation-requested.js';
import { RoleDelegated } from '../delegations/role-delegated.js';
import { RecoveryApproved } from '../recovery/recovery-approved.js';
import { RecoveryCompleted } from '../recovery/recovery-completed.js';
import { RecoveryRequested } from '../recovery/recovery-requested.js';
import { TextRedacted } from '../redactions/text-redacted.js';
import { AccountLockedOut } from '../sessions/account-locked-out.js';
import { AccountUnlocked } from '../sessions/account-unlocked.js';
import { CredentialsRefused } from '../sessions/credentials-refused.js';
import { SessionEnded } from '../sessions/session-ended.js';
import { SignInRefused } from '../sessions/sign-in-refused.js';
import { SignedIn, type SignedInAsStored } from '../sessions/signed-in.js';
import { SignedOut } from '../sessions/signed-out.js';
import { AuditTrailReviewed } from '../trail-reviews/audit-trail-reviewed.js';
import { AccountCreated } from './account-created.js';
import { AccountDeactivated } from './account-deactivated.js';
import { IdentityVerified } from './identity-verified.js';
import { OpenIdentityLinked } from './open-identity-linked.js';
import { SecondAdministratorAdded } from './second-administrator-added.js';

/** What happens to an account: the stream `account-<userId>`. */
export const ACCOUNT_EVENTS = {
  AccountCreated,
  PersonRenamed,
  PersonRecognized,
  IdentityVerified,
  OpenIdentityLinked,
  SecondAdministratorAdded,
  DelegationRequested,
  DelegationRequestEnded,
  RoleDelegated,
  DelegationEnded,
  CredentialsSet,
  CredentialBound,
  PasskeyRegistered,
  PasskeyRevoked,
  RecoveryCodesSet,
  RecoveryCodeUsed,
  RecoveryRequested,
  RecoveryApproved,
  RecoveryCompleted,
  AccountDeactivated,
  SignedIn,
  SignedOut,
  SessionEnded,
  SignInRefused,
  CredentialsRefused,
  AccountLockedOut,
  AccountUnlocked,
  TextRedacted,
  AuditTrailReviewed,
} as const;

/** An event of an account as it is written now. */
export type AccountEvent = EventOf<(typeof ACCOUNT_EVENTS)[keyof typeof ACCOUNT_EVENTS]>;

/** The same, and as it was written in any version: some hold less than is demanded now. */
export type StoredAccountEvent =
  | Exclude<AccountEvent, { type: 'CredentialsSet' | 'SignedIn' }>
  | DecidedEvent<'CredentialsSet', CredentialsAsSet>
  | DecidedEvent<'SignedIn', SignedInAsStored>;

/** The stream of an account. */
export function accountStream(userId: string): string {
  return `account-${userId}`;
}

/**
 * The stream of attempts to sign in with accounts that are not there. It does not say which name was typed: it may have
 * been a password.
 */
export const UNKNOWN_ACCOUNTS_STREAM = 'unknown-accounts';
