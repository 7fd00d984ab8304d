import { compareInstants, type Instant, plusDays, startOfDay, TRIAL } from '@bali/protocol';
import type { AccountState, Delegation } from './accounts/account-state.js';
import { type Action, permits } from './permissions.js';
import { type Role, ROLE_IDS } from './roles.js';

/** What can show the arm of any patient to whoever has the role, from the first patient on. */
const SHOWS_ANY_ARM: readonly Action[] = [
  'read-cells',
  'read-board-tables',
  'open-case-for-report',
  'judge-unit-deviations',
  'inspect-sealed-ledger',
];

/** The roles that know by duty. */
export const KNOWING_ROLES: readonly Role[] = ROLE_IDS.filter((role) =>
  SHOWS_ANY_ARM.some((action) => permits(role, action)),
);

/** That somebody could know every arm, because a role was delegated to them. */
export interface KnowledgeByRole {
  readonly delegation: Delegation;
  /** From when on the delegation let them. */
  readonly since: Instant;
  /** When it let them no more: what they knew by then, they know. Absent: it still does. */
  readonly until?: Instant;
}

/**
 * [R3-316fg] What the delegations of an account let its person know by this moment, whether or not they looked. A delegation
 * that ended before its first day let them know nothing.
 * @param trialUnblindedAt from then on more roles may read all arms. Absent: the trial is not unblinded.
 */
export function knowledgeByRole(
  account: AccountState,
  now: Instant,
  trialUnblindedAt?: Instant,
): readonly KnowledgeByRole[] {
  return account.delegations
    .flatMap((delegation) => {
      const period = periodOf(delegation, account);
      if (KNOWING_ROLES.includes(delegation.role)) return [period];
      if (trialUnblindedAt === undefined || !permits(delegation.role, 'read-allocations')) return [];
      return [{ ...period, since: latest(period.since, trialUnblindedAt) }];
    })
    .filter(({ since, until }) => isBefore(since, now) && (until === undefined || isBefore(since, until)))
    .map(({ until, ...known }) => (until !== undefined && isBefore(until, now) ? { ...known, until } : known));
}

function periodOf(delegation: Delegation, { deactivatedAt }: AccountState): KnowledgeByRole {
  const { from, until, delegatedAt, endedAt } = delegation;
  const since = latest(delegatedAt, startOfDay(from, TRIAL.timeZone));
  const lastDayOver = until === undefined ? undefined : startOfDay(plusDays(until, 1), TRIAL.timeZone);
  const [ended] = [endedAt, deactivatedAt, lastDayOver].filter((moment) => moment !== undefined).sort(compareInstants);
  return { delegation, since, ...(ended === undefined ? {} : { until: ended }) };
}

function latest(one: Instant, other: Instant): Instant {
  return isBefore(one, other) ? other : one;
}

function isBefore(one: Instant, other: Instant): boolean {
  return compareInstants(one, other) <= 0;
}
