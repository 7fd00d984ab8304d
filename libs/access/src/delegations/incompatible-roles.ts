import type { CalendarDate } from '@bali/protocol';
import { type Role, ROLE_IDS } from '../roles.js';
import type { Delegation } from '../accounts/account-state.js';

/** Roles that one person must not have together. */
export interface Incompatibility {
  readonly one: readonly Role[];
  readonly others: readonly Role[];
  /** Whoever ever had one of the first never gets one of the others: what somebody knows does not end with a date. */
  readonly forEver?: boolean;
  readonly because: string;
}

const SITE_ROLES: readonly Role[] = ['investigator', 'study-coordinator'];

const INCOMPATIBLE_ROLES: readonly Incompatibility[] = [
  {
    one: ['emergency-physician'],
    others: ROLE_IDS.filter((role) => role !== 'emergency-physician'),
    because: 'whoever may open a code at every hour is independent of the sponsor, and does nothing else in the trial',
  },
  {
    one: ['administrator'],
    others: ROLE_IDS.filter((role) => role !== 'administrator'),
    because: 'who grants access has none to clinical data',
  },
  {
    one: [
      'cell-therapy-unit',
      'unblinded-statistician',
      'data-monitoring-board',
      'unblinded-safety-officer',
      'inspector-with-sealed-access',
    ],
    others: [
      ...SITE_ROLES,
      ...(['sponsor-coordinator', 'monitor', 'data-manager', 'safety-officer', 'blinded-statistician'] as const),
      'endpoint-adjudicator',
    ],
    forEver: true,
    because: 'who ever could know an arm is never blinded again',
  },
  {
    one: SITE_ROLES,
    others: ['endpoint-adjudicator'],
    forEver: true,
    because: 'whoever has treated patients of the trial does not judge their endpoints',
  },
  {
    one: ['endpoint-adjudicator'],
    others: ROLE_IDS.filter((role) => role !== 'endpoint-adjudicator'),
    because: 'whoever judges endpoints is independent of the sites and of the sponsor',
  },
  {
    one: ROLE_IDS.filter((role) => role !== 'deviation-assessor' && role !== 'administrator'),
    others: ['deviation-assessor'],
    forEver: true,
    because: "whoever judges the unit's deviations has seen no outcome, and has no part in the work of the unit",
  },
  {
    one: ['deviation-assessor'],
    others: ROLE_IDS.filter((role) => role !== 'deviation-assessor'),
    forEver: true,
    because: "whoever judges the unit's deviations has seen what may tell an arm, and does nothing else in the trial",
  },
  {
    one: ['sponsor-coordinator', 'monitor', 'data-manager'],
    others: SITE_ROLES,
    because: "the site's data are not in the hands of the sponsor (EMA 2023, 6.6)",
  },
];

interface Period {
  readonly from: CalendarDate;
  readonly until?: CalendarDate;
}

/** The rule that a new delegation would break, with those that somebody has or had; `undefined`: none. */
export function incompatibility(
  held: readonly Delegation[],
  role: Role,
  period: Period,
): { readonly rule: Incompatibility; readonly with: Role } | undefined {
  for (const rule of INCOMPATIBLE_ROLES) {
    const conflicting = held.find((delegation) => conflicts(rule, delegation, role, period));
    if (conflicting !== undefined) return { rule, with: conflicting.role };
  }
  return undefined;
}

function conflicts(rule: Incompatibility, held: Delegation, role: Role, period: Period): boolean {
  const after = rule.one.includes(held.role) && rule.others.includes(role);
  const before = rule.others.includes(held.role) && rule.one.includes(role);
  if (after && rule.forEver === true) return true;
  return (after || before) && held.endedAt === undefined && overlap(held, period);
}

function overlap(one: Period, other: Period): boolean {
  return startsInTime(one, other) && startsInTime(other, one);
}

function startsInTime({ from }: Period, { until }: Period): boolean {
  return until === undefined || from <= until;
}
