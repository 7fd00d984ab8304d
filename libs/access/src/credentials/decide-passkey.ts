import type { AccountDecision } from '../accounts/account-commands.js';
import { accountRefusal } from '../accounts/account-refusals.js';
import type { AccountState, Passkey } from '../accounts/account-state.js';

/** Number of passkeys that an account may have. */
export const MAX_PASSKEYS = 10;

export function registerPasskey(
  { credential, publicKey, algorithm }: Omit<Passkey, 'registeredAt'>,
  { passkeys }: AccountState,
): AccountDecision {
  if (passkeys.some((it) => it.credential === credential)) {
    return { refusal: accountRefusal('passkey-already-registered', 'This passkey is registered already.') };
  }
  if (passkeys.length >= MAX_PASSKEYS) {
    return { refusal: accountRefusal('passkeys-too-many', `Nobody has more than ${MAX_PASSKEYS} passkeys.`) };
  }
  return { events: [{ type: 'PasskeyRegistered', data: { credential, publicKey, algorithm } }] };
}

export function revokePasskey(credential: string, { passkeys }: AccountState): AccountDecision {
  if (passkeys.some((it) => it.credential === credential)) {
    return { events: [{ type: 'PasskeyRevoked', data: { credential } }] };
  }
  return { refusal: accountRefusal('passkey-unknown', 'You have no such passkey, or it was revoked.') };
}
