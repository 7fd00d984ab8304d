import type { LedgerRecord } from '@bali/ledger';
import type { CalendarDate, Instant } from '@bali/protocol';
import type { Role } from '../roles.js';
import type { CredentialKind } from '../credentials/credentials-set.js';
import type { PasskeyAlgorithm } from '../credentials/passkey-registered.js';
import type { AttemptSource } from '../sessions/attempt-source.js';
import { type AttemptsBySource, changed, failed } from '../sessions/lock-out.js';
import type { StoredAccountEvent } from './account-events.js';

/** Who was allowed what, when, and who said so: one line of the delegation log. */
export interface Delegation {
  /** From 1, in the order of the delegations of this account. */
  readonly number: number;
  /** The id of the event that says so. */
  readonly event: string;
  readonly role: Role;
  /** Of a site role; empty for every other. */
  readonly sites: readonly string[];
  /** The first and, if one is set, the last day. */
  readonly from: CalendarDate;
  readonly until?: CalendarDate;
  readonly delegatedAt: Instant;
  readonly delegatedBy: string;
  /** Who asked for it, where two administrators delegated it: the other one has approved it. */
  readonly requestedBy?: string;
  readonly endedAt?: Instant;
  readonly endedBy?: string;
}

/** A delegation that an administrator asked for, and that another one has to approve. */
export interface DelegationRequest {
  /** From 1, in the order of the requests of this account. */
  readonly number: number;
  readonly role: Role;
  readonly sites: readonly string[];
  readonly from: CalendarDate;
  readonly until?: CalendarDate;
  readonly requestedAt: Instant;
  readonly requestedBy: string;
  /** Absent: it can be approved. */
  readonly over?: 'approved' | 'withdrawn' | 'declined';
}

/** A credential that is in force. Its verifier lies in the credentials file, under the id of the event. */
export interface Credential {
  /** The event that set it, or that has bound it since. */
  readonly event: string;
  readonly kind: CredentialKind;
  readonly setAt: Instant;
  /** To its verifier. Absent: it was set before there were commitments, and counts for nothing until it is bound. */
  readonly commitment?: string;
}

/** A passkey that its holder can sign with. */
export interface Passkey {
  readonly credential: string;
  /** SubjectPublicKeyInfo, DER, base64url. */
  readonly publicKey: string;
  readonly algorithm: PasskeyAlgorithm;
  readonly registeredAt: Instant;
}

export interface OpenSession {
  readonly session: string;
  readonly role: Role;
  readonly since: Instant;
  /** How often wrong credentials were given again in a session, in this session. */
  readonly signingFailures: number;
  /** To the hash of its token. Absent: it began before there were commitments, and no token is good for it. */
  readonly commitment?: string;
}

/** An account as its events have made it. */
export interface AccountState {
  /** Absent: there is no such account. */
  readonly userId?: string;
  readonly name: string;
  readonly organisation: string;
  readonly createdAt: Instant;
  readonly identityVerified: boolean;
  /** The latest counts. */
  readonly openIdentity?: { readonly issuer: string; readonly subject: string };
  readonly delegations: readonly Delegation[];
  readonly requests?: readonly DelegationRequest[];
  readonly password?: Credential;
  readonly oneTimeCode?: Credential;
  /** Void once recovery is approved, as every other credential. */
  readonly passkeys: readonly Passkey[];
  /** The recovery codes that were not used, by the commitments to them. Absent: none was ever made. */
  readonly recoveryCodes?: readonly string[];
  /** Asked for, and not yet completed. */
  readonly recovery?: { readonly requestedBy: string; readonly approvedBy?: string };
  /** As they were counted before they were counted by source: failed attempts to sign in since the last success. */
  readonly failures: number;
  /** By a lock-out of that time. */
  readonly lockedUntil?: Instant;
  /** Failed attempts to sign in, by the source that they came from; those while it was locked out do not count. */
  readonly attempts?: AttemptsBySource;
  /** When those came that were from sources that are not known: the latest ones. */
  readonly unknownFailures?: readonly Instant[];
  /** The devices that have signed in, by the commitments to their tokens: the latest ones, in the order of their last sign-in. */
  readonly devices?: readonly string[];
  readonly sessions: readonly OpenSession[];
  readonly deactivatedAt?: Instant;
  /** The hashes of the reasons that were redacted. */
  readonly redacted: readonly string[];
}

export const initialAccountState: AccountState = {
  name: '',
  organisation: '',
  createdAt: '',
  identityVerified: false,
  delegations: [],
  passkeys: [],
  failures: 0,
  sessions: [],
  redacted: [],
};

type DataOf<Type extends StoredAccountEvent['type']> = Extract<StoredAccountEvent, { type: Type }>['data'];

type Evolve = {
  readonly [Type in StoredAccountEvent['type']]: (
    state: AccountState,
    data: DataOf<Type>,
    record: LedgerRecord,
  ) => AccountState;
};

/** Number of devices that an account remembers. A client that keeps no token is a new one with each sign-in. */
const MAX_DEVICES = 100;

/** The versions since which failures are counted by their source. The state of an older history is what it was, to the byte. */
const BY_SOURCE_SINCE = { SignInRefused: 3, AccountLockedOut: 2 } as const;

const FAILURES: readonly string[] = ['password-wrong', 'one-time-code-wrong'];

const EVOLVE: Evolve = {
  AccountCreated: (state, { userId, name, organisation }, { metadata }) => ({
    ...state,
    ...{ userId, name, organisation },
    createdAt: metadata.recordedAt,
  }),
  IdentityVerified: (state) => ({ ...state, identityVerified: true }),
  OpenIdentityLinked: (state, data) => ({ ...state, openIdentity: data }),
  SecondAdministratorAdded: (state) => state,
  // What somebody reviewed changes nothing of what they may do.
  AuditTrailReviewed: (state) => state,
  PersonRenamed: (state, { name, organisation }) => ({ ...state, name, organisation }),
  // Which accounts a person has stands in the state of no account alone: see `People`.
  PersonRecognized: (state) => state,
  DelegationRequested: (state, { request, ...data }, { metadata }) => {
    const asked = { requestedAt: metadata.recordedAt, requestedBy: metadata.actor.userId };
    return { ...state, requests: [...(state.requests ?? []), { number: request, ...data, ...asked }] };
  },
  DelegationRequestEnded: (state, { request, how }) => requestOver(state, request, how),
  RoleDelegated: (state, { delegation, request, ...data }, { id, metadata }) => {
    const { recordedAt: delegatedAt, actor } = metadata;
    const requestedBy = state.requests?.find(({ number }) => number === request)?.requestedBy;
    const granted = { delegatedAt, delegatedBy: actor.userId, ...(requestedBy !== undefined && { requestedBy }) };
    const delegations = [...state.delegations, { number: delegation, event: id, ...data, ...granted }];
    return requestOver({ ...state, delegations }, request, 'approved');
  },
  DelegationEnded: (state, { delegation }, { metadata }) => {
    const ended = { endedAt: metadata.recordedAt, endedBy: metadata.actor.userId };
    const delegations = state.delegations.map((it) => (it.number === delegation ? { ...it, ...ended } : it));
    return { ...state, delegations };
  },
  CredentialsSet: (state, { kind, ...more }, { id, metadata }) => {
    const credential = { event: id, kind, setAt: metadata.recordedAt, ...more };
    return kind === 'one-time-code' ? { ...state, oneTimeCode: credential } : { ...state, password: credential };
  },
  CredentialBound: (state, { credential, commitment }, { id }) => {
    const bound = (it: Credential) => (it.event === credential ? { ...it, event: id, commitment } : it);
    const { password, oneTimeCode } = state;
    return {
      ...state,
      ...(password && { password: bound(password) }),
      ...(oneTimeCode && { oneTimeCode: bound(oneTimeCode) }),
    };
  },
  PasskeyRegistered: (state, data, { metadata }) => {
    return { ...state, passkeys: [...state.passkeys, { ...data, registeredAt: metadata.recordedAt }] };
  },
  PasskeyRevoked: (state, { credential }) => {
    return { ...state, passkeys: state.passkeys.filter((it) => it.credential !== credential) };
  },
  RecoveryCodesSet: (state, { codes }) => ({ ...state, recoveryCodes: codes }),
  RecoveryCodeUsed: (state, { code }) => {
    return { ...state, recoveryCodes: (state.recoveryCodes ?? []).filter((it) => it !== code) };
  },
  RecoveryRequested: (state, _, { metadata }) => ({ ...state, recovery: { requestedBy: metadata.actor.userId } }),
  RecoveryApproved: (
    { password: _, oneTimeCode: __, devices: ___, recoveryCodes: ____, ...state },
    _____,
    { metadata },
  ) => {
    const requestedBy = state.recovery?.requestedBy ?? '';
    return unlocked({
      ...state,
      passkeys: [],
      recovery: { requestedBy, approvedBy: metadata.actor.userId },
    });
  },
  RecoveryCompleted: ({ recovery: _, ...state }) => state,
  AccountDeactivated: (state, _, { metadata }) => ({ ...state, passkeys: [], deactivatedAt: metadata.recordedAt }),
  SignedIn: (state, { sites: _, ...signedIn }, { metadata }) => {
    const { device, ...opening } = { device: undefined, ...signedIn };
    const opened = { ...opening, since: metadata.recordedAt, signingFailures: 0 };
    const open = { ...state, sessions: [...state.sessions, opened] };
    return device === undefined ? unlocked(open) : signedInFrom(open, device, metadata);
  },
  SignedOut: (state, { session }) => without(state, session),
  SessionEnded: (state, { session }) => without(state, session),
  SignInRefused: (state, { reason, ...from }, { schemaVersion, metadata }) => {
    if (!FAILURES.includes(reason)) return state;
    if (schemaVersion < BY_SOURCE_SINCE.SignInRefused) return { ...state, failures: state.failures + 1 };
    return { ...state, ...failed(state, sourceOf(metadata, deviceIn(from)), metadata.recordedAt) };
  },
  CredentialsRefused: (state, { session }) => {
    const counted = (it: OpenSession) => ({ ...it, signingFailures: it.signingFailures + 1 });
    return { ...state, sessions: state.sessions.map((it) => (it.session === session ? counted(it) : it)) };
  },
  AccountLockedOut: (state, { until, ...from }, { schemaVersion, metadata }) => {
    if (schemaVersion < BY_SOURCE_SINCE.AccountLockedOut) return { ...state, lockedUntil: until };
    return { ...state, attempts: changed(state.attempts, sourceOf(metadata, deviceIn(from)), { lockedUntil: until }) };
  },
  AccountUnlocked: (state) => unlocked(state),
  TextRedacted: (state, { hash }) => ({ ...state, redacted: [...state.redacted, hash] }),
};

export function evolveAccount(state: AccountState, record: LedgerRecord): AccountState {
  if (!Object.hasOwn(EVOLVE, record.type)) return state;
  const evolve = EVOLVE[record.type as StoredAccountEvent['type']] as (
    state: AccountState,
    data: unknown,
    record: LedgerRecord,
  ) => AccountState;
  return evolve(state, record.data, record);
}

/** Nobody can approve the request any more. Without requests, nothing is changed: an older history has none. */
function requestOver(
  { requests, ...state }: AccountState,
  number: number | undefined,
  over: NonNullable<DelegationRequest['over']>,
): AccountState {
  if (requests === undefined) return state;
  return { ...state, requests: requests.map((it) => (it.number === number ? { ...it, over } : it)) };
}

function unlocked({ lockedUntil: _, attempts: __, unknownFailures: ___, ...state }: AccountState): AccountState {
  return { ...state, failures: 0 };
}

/** A success says something of its own source alone. What was counted before there were sources is over with it. */
function signedInFrom(
  { lockedUntil: _, ...state }: AccountState,
  device: string,
  metadata: LedgerRecord['metadata'],
): AccountState {
  const { devices = [] } = state;
  const source = sourceOf(metadata, devices.includes(device) ? device : undefined);
  const attempts = changed(state.attempts, source, undefined);
  const latest = [...devices.filter((it) => it !== device), device].slice(-MAX_DEVICES);
  return { ...state, failures: 0, attempts, devices: latest };
}

function sourceOf({ source }: LedgerRecord['metadata'], device: string | undefined): AttemptSource {
  return { address: source.ip, ...(device !== undefined && { device }) };
}

/** An earlier version of an event says nothing of a device. */
function deviceIn(from: { readonly device?: string }): string | undefined {
  return from.device;
}

function without(state: AccountState, session: string): AccountState {
  return { ...state, sessions: state.sessions.filter((it) => it.session !== session) };
}
