import { type CalendarDate, dateAt, type Instant, TRIAL } from '@bali/protocol';
import type { Role } from '../roles.js';
import type { AccountState, Delegation } from '../accounts/account-state.js';

/**
 * What somebody could do on a day (in the trial's time zone), or on a part of it: a delegation counts from the day on
 * which it was recorded at the earliest, and on the day on which it, or the account, was ended.
 */
export function delegationsOn(state: AccountState, date: CalendarDate): readonly Delegation[] {
  if (state.deactivatedAt !== undefined && dayOf(state.deactivatedAt) < date) return [];
  return state.delegations.filter(
    ({ from, until, delegatedAt, endedAt }) =>
      from <= date &&
      dayOf(delegatedAt) <= date &&
      (until === undefined || date <= until) &&
      (endedAt === undefined || date <= dayOf(endedAt)),
  );
}

/** What somebody can do at this moment, if the state is the one of this moment: an end counts at once. */
export function delegationsInForce(state: AccountState, now: Instant): readonly Delegation[] {
  if (state.deactivatedAt !== undefined) return [];
  return delegationsOn(state, dayOf(now)).filter(({ endedAt }) => endedAt === undefined);
}

/** The sites for which somebody holds a role at this moment (none: for all, of a role that is not at sites); `undefined`: not held. */
export function sitesOfRole(state: AccountState, role: Role, now: Instant): readonly string[] | undefined {
  const held = delegationsInForce(state, now).filter((delegation) => delegation.role === role);
  if (held.length === 0) return undefined;
  const isForAll = held.some(({ sites }) => sites.length === 0);
  return isForAll ? [] : [...new Set(held.flatMap(({ sites }) => sites))].sort();
}

/** The day of a moment in the trial's time zone. */
export function dayOf(instant: Instant): CalendarDate {
  return dateAt(instant, TRIAL.timeZone);
}
