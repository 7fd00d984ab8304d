import type {
  AccountCommand,
  AccountContext,
  AccountDecision,
  DelegationWanted,
} from '../accounts/account-commands.js';
import type { AccountEvent } from '../accounts/account-events.js';
import { type AccountRefusal, accountRefusal } from '../accounts/account-refusals.js';
import type { AccountState, DelegationRequest } from '../accounts/account-state.js';
import { decided, identityNotVerified, refuse } from '../accounts/decided.js';
import { approvalRefused, isTooOld } from '../people/approvals.js';
import { heldByPerson } from '../people/decide-person.js';
import { holderOf } from '../people/people.js';
import { isSiteRole, mayBeHeldForSites, ROLES } from '../roles.js';
import { endedSessions } from '../sessions/decide-session.js';
import { dayOf } from './delegations.js';
import { incompatibility } from './incompatible-roles.js';
import { needsTwoAdministrators } from './two-administrators.js';

type CommandOf<Type extends AccountCommand['type']> = Extract<AccountCommand, { type: Type }>;

export function delegateRole(
  { type: _, ...wanted }: CommandOf<'DelegateRole'>,
  state: AccountState,
  context: AccountContext,
): AccountDecision {
  const refused = delegationRefused(wanted, state, context);
  if (refused !== undefined) return { refusal: refused };
  if (needsTwoAdministrators(wanted.role)) {
    const sentence =
      `Two administrators delegate the role of ${ROLES[wanted.role].title}: ask for it (delegation request), and another ` +
      'administrator approves it.';
    return refuse('delegation-needs-two-administrators', sentence, '/role');
  }
  return decided(delegated(wanted, state));
}

/** Any role can be asked for: where one administrator is enough, two are not refused. */
export function requestDelegation(
  { type: _, ...wanted }: CommandOf<'RequestDelegation'>,
  state: AccountState,
  context: AccountContext,
): AccountDecision {
  const refused = delegationRefused(wanted, state, context);
  if (refused !== undefined) return { refusal: refused };
  const request = (state.requests?.length ?? 0) + 1;
  return decided({ type: 'DelegationRequested', data: { request, ...dataOf(wanted) } });
}

/** Whoever approves says how they know who the person is: so two people have verified everybody who has such a role. */
export function approveDelegation(
  { request, how }: CommandOf<'ApproveDelegation'>,
  state: AccountState,
  context: AccountContext,
): AccountDecision {
  const { now, by, people } = context;
  const known = openRequest(state, request);
  if (!('requestedBy' in known)) return known;
  if (known.requestedBy === by) {
    return refuse('delegation-needs-two-people', 'Nobody approves their own request: another administrator does.');
  }
  const notApproved = approvalRefused(known.requestedBy, context);
  if (notApproved !== undefined) return notApproved;
  if (isTooOld(known.requestedAt, now)) {
    return refuse('request-expired', 'The delegation was asked for too long ago: ask for it again.');
  }
  // It begins when it is approved, at the earliest.
  const wanted = { ...known, from: known.from < dayOf(now) ? dayOf(now) : known.from };
  const refused = delegationRefused(wanted, state, context);
  if (refused !== undefined) return { refusal: refused };
  const { verifiedBy } = holderOf(people, state.userId ?? '');
  const verified: readonly AccountEvent[] = verifiedBy.includes(by)
    ? []
    : [{ type: 'IdentityVerified', data: { how } }];
  return decided(...verified, delegated(wanted, state, request));
}

/** Whoever asked withdraws it; another administrator declines it. */
export function endRequest(
  { request }: CommandOf<'EndDelegationRequest'>,
  state: AccountState,
  { by }: AccountContext,
): AccountDecision {
  const known = openRequest(state, request);
  if (!('requestedBy' in known)) return known;
  const how = known.requestedBy === by ? 'withdrawn' : 'declined';
  return decided({ type: 'DelegationRequestEnded', data: { request, how } });
}

function openRequest({ requests = [] }: AccountState, number: number): DelegationRequest | AccountDecision {
  const known = requests.find((request) => request.number === number);
  if (known === undefined) return refuse('delegation-request-unknown', 'There is no such request.');
  if (known.over === undefined) return known;
  return refuse('delegation-request-over', `This request is ${known.over} already.`);
}

function delegated(wanted: DelegationWanted, { delegations }: AccountState, request?: number): AccountEvent {
  const delegation = delegations.length + 1;
  const data = { delegation, ...dataOf(wanted), ...(request === undefined ? {} : { request }) };
  return { type: 'RoleDelegated', data };
}

function dataOf({ role, sites, from, until }: DelegationWanted) {
  return { role, sites: [...sites], from, ...(until === undefined ? {} : { until }) };
}

function delegationRefused(
  wanted: DelegationWanted,
  state: AccountState,
  context: AccountContext,
): AccountRefusal | undefined {
  const { role, sites } = wanted;
  const refused = sitesRefused(role, sites) ?? periodRefused(wanted, context.now);
  if (refused !== undefined) return refused;
  if (!state.identityVerified && 'refusal' in identityNotVerified) return identityNotVerified.refusal;
  const conflict = incompatibility(heldByPerson(state, context), role, wanted);
  if (conflict === undefined) return undefined;
  const pair = `${ROLES[role].title} and ${ROLES[conflict.with].title}`;
  return accountRefusal('roles-incompatible', `${pair} do not go together: ${conflict.rule.because}.`, '/role');
}

function sitesRefused(role: CommandOf<'DelegateRole'>['role'], sites: readonly string[]): AccountRefusal | undefined {
  const { title } = ROLES[role];
  if (sites.length > 0 ? mayBeHeldForSites(role) : !isSiteRole(role)) return undefined;
  if (sites.length === 0) return accountRefusal('sites-needed', `${title} is a role at named sites.`, '/sites');
  return accountRefusal('sites-not-allowed', `${title} is not held for sites.`, '/sites');
}

function periodRefused(
  { from, until }: { readonly from: string; readonly until?: string },
  now: string,
): AccountRefusal | undefined {
  if (from < dayOf(now)) {
    return accountRefusal('delegation-in-the-past', 'Nothing is delegated for days that have passed.', '/from');
  }
  if (until === undefined || until >= from) return undefined;
  return accountRefusal('delegation-ends-before-it-begins', 'The last day comes before the first.', '/until');
}

export function endDelegation({ delegation }: CommandOf<'EndDelegation'>, state: AccountState): AccountDecision {
  const known = state.delegations.find(({ number }) => number === delegation);
  if (known === undefined) return refuse('delegation-unknown', 'There is no such delegation.');
  if (known.endedAt !== undefined) return refuse('delegation-already-ended', 'The delegation was ended before.');
  const sessions = endedSessions(state, ({ role }) => role === known.role);
  return decided({ type: 'DelegationEnded', data: { delegation } }, ...sessions);
}
