import { isSiteRole, ROLES } from '../roles.js';
import type { AccountCommand, AccountContext, AccountDecision } from './account-commands.js';
import type { AccountEvent } from './account-events.js';
import { type AccountRefusal, accountRefusal, type AccountRefusalCode } from './account-refusals.js';
import type { AccountState } from './account-state.js';
import { dayOf } from '../delegations/delegations.js';
import { incompatibility } from '../delegations/incompatible-roles.js';
import { initialPasswordSet } from '../credentials/decide-credential.js';
import { endedSessions } from '../sessions/decide-session.js';
import { lockedUntil } from '../sessions/lock-out.js';

/** Names that stand in records for what is done by nobody in particular. */
const RESERVED_USER_IDS: readonly string[] = ['system', 'anonymous'];

type CommandOf<Type extends AccountCommand['type']> = Extract<AccountCommand, { type: Type }>;

/** What an administrator's command leads to. Nobody administers their own account. */
export function decideAccount(command: AccountCommand, state: AccountState, context: AccountContext): AccountDecision {
  if (command.type === 'CreateAccount') return create(command, state, context);
  if (state.userId === undefined) return refuse('account-unknown', 'There is no such account.');
  // Personal data has to go also from the record of an account that is ended.
  if (command.type === 'RedactText') return redact(command, state);
  if (state.deactivatedAt !== undefined) return refuse('account-deactivated', 'The account is deactivated, for good.');
  if (state.userId === context.by) return refuse('own-account', 'Nobody administers their own account.');
  return administer(command, state, context);
}

function administer(
  command: Exclude<AccountCommand, { type: 'CreateAccount' | 'RedactText' }>,
  state: AccountState,
  context: AccountContext,
): AccountDecision {
  switch (command.type) {
    case 'VerifyIdentity':
      return verify(command, state);
    case 'LinkOpenIdentity':
      return link(command, state, context);
    case 'DelegateRole':
      return delegate(command, state, context);
    case 'EndDelegation':
      return end(command, state);
    case 'DeactivateAccount':
      return decided(...endedSessions(state), { type: 'AccountDeactivated', data: {} });
    case 'UnlockAccount':
      return unlock(state, context);
    case 'RevokeSessions':
      return revoke(state);
    case 'RequestRecovery':
      return decided({ type: 'RecoveryRequested', data: {} });
    case 'ApproveRecovery':
      return approve(state, context);
  }
}

function create(
  { userId, name, organisation }: CommandOf<'CreateAccount'>,
  state: AccountState,
  context: AccountContext,
): AccountDecision {
  if (RESERVED_USER_IDS.includes(userId)) {
    return refuse('account-name-reserved', 'This identifier is reserved.', '/userId');
  }
  if (state.userId !== undefined) {
    return refuse('account-already-exists', 'This identifier was used, and is never used again.', '/userId');
  }
  return decided(
    { type: 'AccountCreated', data: { userId, name, organisation } },
    initialPasswordSet(context.commitment),
  );
}

function verify({ how }: CommandOf<'VerifyIdentity'>, state: AccountState): AccountDecision {
  if (state.identityVerified) return refuse('identity-already-verified', 'The identity is verified already.');
  return decided({ type: 'IdentityVerified', data: { how } });
}

function link(
  { issuer, subject }: CommandOf<'LinkOpenIdentity'>,
  state: AccountState,
  { isLinkedToAnother = false }: AccountContext,
): AccountDecision {
  if (!state.identityVerified) return identityNotVerified;
  if (isLinkedToAnother) {
    const sentence = 'Another account is linked to this person at the provider: nobody acts under two names.';
    return refuse('open-identity-of-another', sentence, '/subject');
  }
  return decided({ type: 'OpenIdentityLinked', data: { issuer, subject } });
}

function unlock(state: AccountState, { now }: AccountContext): AccountDecision {
  if (lockedUntil(state, now) === undefined) return refuse('account-not-locked', 'The account is not locked.');
  return decided({ type: 'AccountUnlocked', data: {} });
}

function revoke(state: AccountState): AccountDecision {
  if (state.sessions.length === 0) return refuse('session-unknown', 'The account has no open session.');
  return decided(...endedSessions(state));
}

function delegate(
  { role, sites, from, until }: CommandOf<'DelegateRole'>,
  state: AccountState,
  { now }: AccountContext,
): AccountDecision {
  const period = { from, ...(until === undefined ? {} : { until }) };
  const refused = sitesRefused(role, sites) ?? periodRefused(period, now);
  if (refused !== undefined) return { refusal: refused };
  if (!state.identityVerified) return identityNotVerified;
  const conflict = incompatibility(state.delegations, role, period);
  if (conflict !== undefined) {
    const pair = `${ROLES[role].title} and ${ROLES[conflict.with].title}`;
    return refuse('roles-incompatible', `${pair} do not go together: ${conflict.rule.because}.`, '/role');
  }
  const delegation = state.delegations.length + 1;
  return decided({ type: 'RoleDelegated', data: { delegation, role, sites: [...sites], ...period } });
}

function sitesRefused(role: CommandOf<'DelegateRole'>['role'], sites: readonly string[]): AccountRefusal | undefined {
  const { title } = ROLES[role];
  if (isSiteRole(role) === sites.length > 0) return undefined;
  if (sites.length === 0) return accountRefusal('sites-needed', `${title} is a role at named sites.`, '/sites');
  return accountRefusal('sites-not-allowed', `${title} is not a role at sites.`, '/sites');
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

function end({ delegation }: CommandOf<'EndDelegation'>, state: AccountState): AccountDecision {
  const known = state.delegations.find(({ number }) => number === delegation);
  if (known === undefined) return refuse('delegation-unknown', 'There is no such delegation.');
  if (known.endedAt !== undefined) return refuse('delegation-already-ended', 'The delegation was ended before.');
  const sessions = endedSessions(state, ({ role }) => role === known.role);
  return decided({ type: 'DelegationEnded', data: { delegation } }, ...sessions);
}

function approve(state: AccountState, { by, commitment }: AccountContext): AccountDecision {
  if (state.recovery === undefined || state.recovery.approvedBy !== undefined) {
    return refuse('recovery-not-requested', 'Nobody has asked for new credentials.');
  }
  if (state.recovery.requestedBy === by) {
    return refuse('recovery-needs-two-people', 'Whoever asked for new credentials does not approve it.');
  }
  return decided({ type: 'RecoveryApproved', data: {} }, ...endedSessions(state), initialPasswordSet(commitment));
}

function redact({ request, found: { hash, isOwn } }: CommandOf<'RedactText'>, state: AccountState): AccountDecision {
  if (hash === undefined) return refuse('account-text-unknown', 'No free text stands there in this record.', '/field');
  if (state.redacted.includes(hash)) {
    return refuse('account-text-already-redacted', 'This text is redacted already.', '/field');
  }
  if (isOwn) return refuse('account-text-own', 'Nobody takes back alone what they wrote.', '/redactedEvent');
  return decided({ type: 'TextRedacted', data: { ...request, hash } });
}

function decided(...events: readonly AccountEvent[]): AccountDecision {
  return { events };
}

function refuse(code: AccountRefusalCode, sentence: string, field?: string): AccountDecision {
  return { refusal: accountRefusal(code, sentence, field) };
}

const identityNotVerified = refuse(
  'identity-not-verified',
  'Whoever gets the right to do anything is a person whose identity was verified.',
);
