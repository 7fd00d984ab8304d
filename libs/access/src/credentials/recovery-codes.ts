import { toHex } from '@bali/ledger';
import type { AccountDecision } from '../accounts/account-commands.js';
import type { AccountEvent } from '../accounts/account-events.js';
import { accountRefusal } from '../accounts/account-refusals.js';
import type { AccountState } from '../accounts/account-state.js';
import { delegationsInForce } from '../delegations/delegations.js';
import type { RecoveryUse } from './recovery-code-used.js';
import { commitmentTo } from './commitment.js';

/** Number of codes that are made at once. They replace those that were made before. */
export const RECOVERY_CODES = 10;
/** 128 random bits: nobody guesses one, and what an event says of it tells nothing. */
export const RECOVERY_CODE_BYTES = 16;

/** Crockford's base 32: on paper no letter looks like another one or like a digit. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BITS = 5;
const LENGTH = Math.ceil((RECOVERY_CODE_BYTES * 8) / BITS);
const GROUP = 5;
const WRITTEN = new RegExp(`^[${SIGNS}]{${LENGTH}}$`);

/** As it is accepted: hyphens, blanks and case do not matter. */
export const RECOVERY_CODE_PATTERN = '^[0-9A-Za-z -]{26,60}$';

/** A code as it is printed once: 26 signs in groups of five. */
export function recoveryCode(bytes: Uint8Array): string {
  if (bytes.byteLength !== RECOVERY_CODE_BYTES) throw new RangeError(`a code has ${RECOVERY_CODE_BYTES} bytes`);
  let rest = BigInt(`0x${toHex(bytes)}`);
  let signs = '';
  for (let place = 0; place < LENGTH; place += 1) {
    signs = SIGNS.charAt(Number(rest & 31n)) + signs;
    rest >>= BigInt(BITS);
  }
  return signs.replaceAll(new RegExp(`.{${GROUP}}(?=.)`, 'g'), '$&-');
}

/** What an event says of a code. Of what is no code it is a commitment that no event holds. */
export function recoveryCodeCommitment(user: string, code: string): string {
  return commitmentTo({ purpose: 'recovery-code', user, verifier: asWritten(code) });
}

/** The commitment to a code that is good now; `undefined` if the account has no such code left. */
export function usableRecoveryCode(
  { userId, recoveryCodes = [] }: { readonly userId?: string; readonly recoveryCodes?: readonly string[] },
  code: string | undefined,
): string | undefined {
  if (userId === undefined || code === undefined) return undefined;
  const commitment = recoveryCodeCommitment(userId, code);
  return recoveryCodes.includes(commitment) ? commitment : undefined;
}

/** Recovery codes are for emergency physicians: nobody else has to be let in at any hour. */
export function setRecoveryCodes(commitments: readonly string[], state: AccountState, now: string): AccountDecision {
  if (!isEmergencyPhysician(state, now)) {
    const sentence =
      'Recovery codes are for emergency physicians. Whoever has lost a one-time code asks two administrators for new credentials.';
    return { refusal: accountRefusal('recovery-codes-not-offered', sentence) };
  }
  return { events: [{ type: 'RecoveryCodesSet', data: { codes: [...commitments] } }] };
}

/** Uses a code up, once. */
export function spendRecoveryCode(code: string, use: RecoveryUse, state: AccountState): AccountDecision {
  if (state.recoveryCodes?.includes(code) !== true) {
    return { refusal: accountRefusal('recovery-code-unknown', 'There is no such recovery code, or it was used.') };
  }
  return { events: [recoveryCodeUsed(code, use)] };
}

export function recoveryCodeUsed(code: string, use: RecoveryUse): AccountEvent {
  return { type: 'RecoveryCodeUsed', data: { code, for: use } };
}

/** Whether somebody has the one role that recovery codes are for. */
export function isEmergencyPhysician(state: AccountState, now: string): boolean {
  return delegationsInForce(state, now).some(({ role }) => role === 'emergency-physician');
}

function asWritten(code: string): string {
  const signs = code.toUpperCase().replaceAll(/[ -]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return WRITTEN.test(signs) ? signs : '';
}
