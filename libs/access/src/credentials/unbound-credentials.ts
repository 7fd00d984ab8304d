import type { AccountState, Credential } from '../accounts/account-state.js';

/** The credentials of an account that were set before there were commitments: they count for nothing until they are bound. */
export function unboundCredentials({ password, oneTimeCode }: AccountState): readonly Credential[] {
  return [password, oneTimeCode].filter((it) => it !== undefined).filter((it) => it.commitment === undefined);
}
