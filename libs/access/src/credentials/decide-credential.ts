import type { AccountDecision, NewCredential } from '../accounts/account-commands.js';
import type { AccountEvent } from '../accounts/account-events.js';
import { accountRefusal } from '../accounts/account-refusals.js';
import type { AccountState, Credential } from '../accounts/account-state.js';
import { endedSessions } from '../sessions/decide-session.js';
import type { Binding } from './credential-bound.js';
import { unboundCredentials } from './unbound-credentials.js';

/** @param commitment to the password that was made. Nobody gets an account or a recovery without one. */
export function initialPasswordSet(commitment: string | undefined): AccountEvent {
  if (commitment === undefined) throw new Error('no initial password was made');
  return { type: 'CredentialsSet', data: { kind: 'initial-password', commitment } };
}

/** A person's own new credential. A new password ends every session. */
export function setCredential(kind: NewCredential, commitment: string, state: AccountState): readonly AccountEvent[] {
  const set: AccountEvent = { type: 'CredentialsSet', data: { kind, commitment } };
  if (kind === 'one-time-code') return [set];
  const recovered: readonly AccountEvent[] =
    state.recovery?.approvedBy === undefined ? [] : [{ type: 'RecoveryCompleted', data: {} }];
  return [set, ...recovered, ...endedSessions(state)];
}

/** A credential as it is to be kept from now on. */
export interface BoundCredential {
  readonly credential: Pick<Credential, 'event' | 'kind'>;
  readonly commitment: string;
}

export function credentialBound(
  { credential: { event: credential, kind }, commitment }: BoundCredential,
  why: Binding,
): AccountEvent {
  return { type: 'CredentialBound', data: { kind, credential, why, commitment } };
}

/** An operator binds what an account has: all of it, since an account with an unbound credential lets nobody in. */
export function bindCredentials(found: readonly BoundCredential[], state: AccountState): AccountDecision {
  if (state.userId === undefined) {
    return { refusal: accountRefusal('account-unknown', 'There is no such account.') };
  }
  if (state.deactivatedAt !== undefined) {
    return { refusal: accountRefusal('account-deactivated', 'The account is deactivated, for good.') };
  }
  const unbound = unboundCredentials(state).map(({ event }) =>
    found.find(({ credential }) => credential.event === event),
  );
  const bound = unbound.filter((it) => it !== undefined);
  if (bound.length < unbound.length) {
    const sentence = 'The credentials file has no verifier of this account. It needs a recovery by two administrators.';
    return { refusal: accountRefusal('credential-missing', sentence) };
  }
  return { events: bound.map((it) => credentialBound(it, 'by-operator')) };
}
