import type { Instant } from '@bali/protocol';
import type { AccountState } from '../accounts/account-state.js';
import { type Action, permits } from '../permissions.js';
import { isSiteRole, type Role } from '../roles.js';
import { dayOf } from './delegations.js';

/** What shows the arms of patients at all sites, from the beginning or after the trial's unblinding. */
const SHOWS_ARMS: readonly Action[] = [
  'read-cells',
  'read-board-tables',
  'open-case-for-report',
  'judge-unit-deviations',
  'inspect-sealed-ledger',
  'read-allocations',
];

/**
 * Whether two administrators delegate a role: who administers could give themself any other one, and a role that shows arms of
 * patients at all sites could give every arm away. An investigator opens a code of the own site in an emergency, of which the
 * sponsor is told at once: one administrator delegates that.
 */
export function needsTwoAdministrators(role: Role): boolean {
  if (role === 'administrator' || SHOWS_ARMS.some((action) => permits(role, action))) return true;
  return !isSiteRole(role) && permits(role, 'unblind-in-emergency');
}

/** Whether an account has such a role, now or later, or one was asked for that can still be approved. */
export function hasGuardedRole({ delegations, requests = [] }: AccountState, now: Instant): boolean {
  const held = delegations.filter(({ endedAt, until }) => endedAt === undefined && (until ?? dayOf(now)) >= dayOf(now));
  const asked = requests.filter(({ over }) => over === undefined);
  return [...held, ...asked].some(({ role }) => needsTwoAdministrators(role));
}
