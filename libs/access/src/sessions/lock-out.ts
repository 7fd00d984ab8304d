import type { Instant } from '@bali/protocol';
import type { AccountState } from '../accounts/account-state.js';

/** Number of failures in a row after which nobody gets in for a while. In a session, the session ends. */
export const FAILURES_ALLOWED = 5;

const FIRST_LOCK_OUT_MINUTES = 1;
const LONGEST_LOCK_OUT_MINUTES = 60;
const MINUTE_MS = 60_000;

export function isLockedOut({ lockedUntil }: AccountState, now: Instant): boolean {
  return lockedUntil !== undefined && Date.parse(now) < Date.parse(lockedUntil);
}

/** Until when an account is locked after a number of failures in a row: a minute, doubled with each further one, at most an hour. */
export function lockOutAfter(failures: number, now: Instant): Instant | undefined {
  if (failures < FAILURES_ALLOWED) return undefined;
  const minutes = Math.min(FIRST_LOCK_OUT_MINUTES * 2 ** (failures - FAILURES_ALLOWED), LONGEST_LOCK_OUT_MINUTES);
  return new Date(Date.parse(now) + minutes * MINUTE_MS).toISOString();
}
