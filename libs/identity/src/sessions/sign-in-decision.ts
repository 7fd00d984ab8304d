import {
  type AccountEvent,
  type AccountState,
  type AttemptSource,
  commitmentTo,
  credentialBound,
  credentialsRefused,
  delegationsInForce,
  recoveryCodeUsed,
  refuseSignIn,
  type Role,
  roleFor,
  signIn,
  type SignInRefusal,
  sitesOfRole,
} from '@bali/access';
import type { Checked } from './credential-checker.js';
import { SignInRefused } from './sign-in-refused.js';

export type Admitted = { readonly role: Role; readonly sites: readonly string[] } | { readonly refused: SignInRefusal };

/** Whether somebody is let in. Their one-time code is used up only then. */
export function admit(
  account: AccountState,
  checked: Checked,
  wanted: Role | undefined,
  now: string,
  source: AttemptSource,
): Admitted {
  const refused = credentialsRefused(account, checked, now, source);
  if (refused !== undefined) return { refused };
  const admitted = roleFor(account, wanted, now);
  if ('refused' in admitted || checked.useCode()) return admitted;
  return { refused: 'one-time-code-wrong' };
}

/** What was found before the account's turn to write. */
export interface Found {
  readonly checked: Checked;
  readonly admitted: Admitted;
  readonly session: string;
  /** To the session's token. */
  readonly commitment: string;
  /** By the commitment to its token. */
  readonly device: string;
  /** The hash of the password with the parameters of now, if it had others. */
  readonly rehash: string | undefined;
}

/** What somebody who is not let in is told. */
export function notLetIn(refused: SignInRefusal, account: AccountState, now: string): SignInRefused {
  const roles = delegationsInForce(account, now).map(({ role }) => role);
  return new SignInRefused(refused, refused === 'role-not-chosen' ? [...new Set(roles)] : []);
}

/** Looks again: somebody else may have written to the account while the password was being checked. */
export function decideSignIn(
  state: AccountState,
  { checked, admitted, session, commitment, device, rehash }: Found,
  now: string,
  source: AttemptSource,
): readonly AccountEvent[] {
  const password = checked.password && checked.passwordEvent === state.password?.event;
  const { recoveryCode } = checked;
  const isSpent = recoveryCode !== undefined && state.recoveryCodes?.includes(recoveryCode) !== true;
  const oneTimeCode = isSpent ? 'wrong' : checked.oneTimeCode;
  const refused = credentialsRefused(state, { ...checked, password, oneTimeCode }, now, source);
  if (refused !== undefined) return refuseSignIn(refused, state, now, source);
  if ('refused' in admitted) return refuseSignIn(admitted.refused, state, now, source);
  const { role } = admitted;
  const sites = sitesOfRole(state, role, now);
  if (sites === undefined) return refuseSignIn('role-not-held', state, now, source);
  const spent = recoveryCode === undefined ? [] : [recoveryCodeUsed(recoveryCode, 'sign-in')];
  return [...boundAnew(state, rehash), ...spent, ...signIn({ session, role, sites, commitment, device }, state)];
}

/** Says that a password which was given, and was right, is kept as another hash from now on. */
function boundAnew({ userId = '', password }: AccountState, rehash: string | undefined): readonly AccountEvent[] {
  if (password === undefined || rehash === undefined) return [];
  const commitment = commitmentTo({ purpose: password.kind, user: userId, verifier: rehash });
  return [credentialBound({ credential: password, commitment }, 'hashed-anew')];
}

/** Why somebody was not let in, if the events say so. */
export function refusalIn(events: readonly AccountEvent[]): SignInRefusal | undefined {
  const refused = events.find((event) => event.type === 'SignInRefused');
  return refused?.data.reason;
}
