import type { Instant } from '@bali/protocol';
import type { Role } from '../roles.js';
import type { AccountContext, AccountDecision } from '../accounts/account-commands.js';
import type { SessionEnd } from './session-ended.js';
import type { SignInRefusal } from './sign-in-refused.js';
import type { AccountEvent } from '../accounts/account-events.js';
import { accountRefusal } from '../accounts/account-refusals.js';
import type { AccountState, OpenSession } from '../accounts/account-state.js';
import { unboundCredentials } from '../credentials/unbound-credentials.js';
import { delegationsInForce, sitesOfRole } from '../delegations/delegations.js';
import type { AttemptSource } from './attempt-source.js';
import { FAILURES_ALLOWED, failuresFrom, keptOut, lockOutAfter } from './lock-out.js';

/** How long an initial password can be used. */
const INITIAL_PASSWORD_DAYS = 7;
const DAY_MS = 86_400_000;

/** Number of sessions that an account may have; one more ends the oldest. */
export const MAX_SESSIONS = 20;

/** What was found of the credentials that somebody gave. */
export interface CheckedCredentials {
  readonly password: boolean;
  /** `not-needed`: the account has none. */
  readonly oneTimeCode: 'right' | 'wrong' | 'not-needed';
  /** The commitment to the recovery code that was given in place of a one-time code, if it was right. */
  readonly recoveryCode?: string;
}

/** Why credentials do not prove who somebody is; `undefined`: they do. */
export function credentialsRefused(
  state: AccountState,
  checked: CheckedCredentials,
  now: Instant,
  source: AttemptSource,
): SignInRefusal | undefined {
  if (state.userId === undefined) return 'unknown-account';
  if (state.deactivatedAt !== undefined) return 'deactivated';
  const out = keptOut(state, source, now);
  if (out !== undefined) return out;
  if (!checked.password) return 'password-wrong';
  if (checked.oneTimeCode === 'wrong') return 'one-time-code-wrong';
  if (unboundCredentials(state).length > 0) return 'credentials-not-bound';
  const { password } = state;
  const initial = password?.kind === 'initial-password';
  const age = Date.parse(now) - Date.parse(password?.setAt ?? now);
  return initial && age > INITIAL_PASSWORD_DAYS * DAY_MS ? 'initial-password-expired' : undefined;
}

/** The role in which somebody whose credentials are right is let in, or why not. */
export function roleFor(
  state: AccountState,
  wanted: Role | undefined,
  now: Instant,
): { readonly role: Role; readonly sites: readonly string[] } | { readonly refused: SignInRefusal } {
  if (state.password?.kind === 'initial-password') return { refused: 'password-change-needed' };
  const held = [...new Set(delegationsInForce(state, now).map(({ role }) => role))];
  const role = wanted ?? held[0];
  if (role === undefined || !held.includes(role)) return { refused: 'role-not-held' };
  if (wanted === undefined && held.length > 1) return { refused: 'role-not-chosen' };
  return { role, sites: sitesOfRole(state, role, now) ?? [] };
}

/** Records that somebody was not let in, and locks the source out when that has happened too often. */
export function refuseSignIn(
  reason: SignInRefusal,
  state: AccountState,
  now: Instant,
  source: AttemptSource,
): readonly AccountEvent[] {
  const from = source.device === undefined ? {} : { device: source.device };
  const refused = { type: 'SignInRefused', data: { reason, ...from } } as const;
  if (reason !== 'password-wrong' && reason !== 'one-time-code-wrong') return [refused];
  const until = lockOutAfter(failuresFrom(state, source) + 1, now);
  return until === undefined ? [refused] : [refused, { type: 'AccountLockedOut', data: { until, ...from } }];
}

/** A session that is about to begin. */
export interface SessionOpened {
  readonly session: string;
  readonly role: Role;
  readonly sites: readonly string[];
  /** To the hash of its token. */
  readonly commitment: string;
  /** By the commitment to its token, whether it is known or new. */
  readonly device: string;
}

/** Lets somebody in, in a role that {@link roleFor} has found. */
export function signIn(opened: SessionOpened, state: AccountState): readonly AccountEvent[] {
  const tooMany = state.sessions.slice(0, Math.max(0, state.sessions.length + 1 - MAX_SESSIONS));
  const ended = tooMany.map(({ session }) => sessionEnded(session, 'too-many'));
  return [...ended, { type: 'SignedIn', data: { ...opened, sites: [...opened.sites] } }];
}

export function signOut(session: string, state: AccountState): AccountDecision {
  if (!isOpenSession(state, session)) return noSession;
  return { events: [{ type: 'SignedOut', data: { session } }] };
}

export function endSession(session: string, why: SessionEnd, state: AccountState): AccountDecision {
  return isOpenSession(state, session) ? { events: [sessionEnded(session, why)] } : noSession;
}

/** Wrong credentials for a signature: with too many of them the session ends, and the address is locked out. */
export function refuseSigning(
  session: string,
  state: AccountState,
  { now }: Pick<AccountContext, 'now'>,
): AccountDecision {
  const open = state.sessions.find((it) => it.session === session);
  if (open === undefined) return noSession;
  const refused = { type: 'CredentialsRefused', data: { session } } as const;
  if (open.signingFailures + 1 < FAILURES_ALLOWED) return { events: [refused] };
  const until = lockOutAfter(FAILURES_ALLOWED, now) ?? now;
  return { events: [refused, sessionEnded(session, 'revoked'), { type: 'AccountLockedOut', data: { until } }] };
}

/** The ends of all sessions of an account, or of some. */
export function endedSessions(
  { sessions }: AccountState,
  which: (session: OpenSession) => boolean = () => true,
): readonly AccountEvent[] {
  return sessions.filter(which).map(({ session }) => sessionEnded(session, 'revoked'));
}

export function isOpenSession({ sessions }: AccountState, session: string): boolean {
  return sessions.some((it) => it.session === session);
}

function sessionEnded(session: string, why: SessionEnd): AccountEvent {
  return { type: 'SessionEnded', data: { session, why } };
}

const noSession = { refusal: accountRefusal('session-unknown', 'There is no such session, or it has ended.') } as const;
