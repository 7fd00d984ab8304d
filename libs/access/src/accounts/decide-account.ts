import type { AccountCommand, AccountContext, AccountDecision, CommandOf } from './account-commands.js';
import type { AccountState } from './account-state.js';
import {
  approveDelegation,
  delegateRole,
  endDelegation,
  endRequest,
  requestDelegation,
} from '../delegations/decide-delegation.js';
import { hasGuardedRole } from '../delegations/two-administrators.js';
import { endedSessions } from '../sessions/decide-session.js';
import { lockedUntil } from '../sessions/lock-out.js';
import { createAccount, isOwn, recognizePerson, renamePerson } from '../people/decide-person.js';
import { holderOf, INSTALLATION } from '../people/people.js';
import { approveRecovery, requestRecovery } from '../recovery/decide-recovery.js';
import { decided, identityNotVerified, refuse } from './decided.js';

const OPERATOR_LINKS =
  'This account is linked already, or has a role that two administrators delegate: nobody changes alone who signs in with ' +
  'it. An operator who has the keys of the installation links it with `bali accounts link`.';

/** What an administrator's command leads to. Nobody administers their own account. */
export function decideAccount(command: AccountCommand, state: AccountState, context: AccountContext): AccountDecision {
  if (command.type === 'CreateAccount') return createAccount(command, state, context);
  if (state.userId === undefined) return refuse('account-unknown', 'There is no such account.');
  // Personal data has to go also from the record of an account that is ended.
  if (command.type === 'RedactText') return redact(command, state);
  if (state.deactivatedAt !== undefined) return refuse('account-deactivated', 'The account is deactivated, for good.');
  if (isOwn(context.people, state.userId, context.by))
    return refuse('own-account', 'Nobody administers their own account.');
  const decide = DECIDE[command.type] as (
    command: AccountCommand,
    state: AccountState,
    context: AccountContext,
  ) => AccountDecision;
  return decide(command, state, context);
}

/** What concerns an account that there is, and that is not the administrator's own. */
type Administering = Exclude<AccountCommand['type'], 'CreateAccount' | 'RedactText'>;

type Decide = {
  readonly [Type in Administering]: (
    command: CommandOf<Type>,
    state: AccountState,
    context: AccountContext,
  ) => AccountDecision;
};

const DECIDE: Decide = {
  RenamePerson: renamePerson,
  RecognizePerson: recognizePerson,
  VerifyIdentity: verify,
  LinkOpenIdentity: link,
  DelegateRole: delegateRole,
  RequestDelegation: requestDelegation,
  ApproveDelegation: approveDelegation,
  EndDelegationRequest: endRequest,
  EndDelegation: endDelegation,
  DeactivateAccount: (_, state) => decided(...endedSessions(state), { type: 'AccountDeactivated', data: {} }),
  UnlockAccount: (_, state, context) => unlock(state, context),
  RevokeSessions: (_, state) => revoke(state),
  RequestRecovery: requestRecovery,
  ApproveRecovery: approveRecovery,
};

/** Several people may do it: what somebody approves counts if another than the one who asks has verified who they are. */
function verify(
  { how }: CommandOf<'VerifyIdentity'>,
  { userId = '' }: AccountState,
  { by, people }: AccountContext,
): AccountDecision {
  if (holderOf(people, userId).verifiedBy.includes(by)) {
    return refuse('identity-already-verified', 'You have verified the identity of this person already.');
  }
  return decided({ type: 'IdentityVerified', data: { how } });
}

function link(
  { issuer, subject }: CommandOf<'LinkOpenIdentity'>,
  state: AccountState,
  { isLinkedToAnother = false, now, by }: AccountContext,
): AccountDecision {
  if (!state.identityVerified) return identityNotVerified;
  // Whoever is linked acts in the roles of the account, as somebody with new credentials would: nobody decides that alone.
  if (by !== INSTALLATION && (isLinkedElsewhere(state, { issuer, subject }) || hasGuardedRole(state, now))) {
    return refuse('open-identity-needs-operator', OPERATOR_LINKS);
  }
  if (isLinkedToAnother) {
    const sentence =
      'Another account is linked to this person at the provider: nobody acts under two names. If it is a former account of ' +
      'the same person, record that (person) and deactivate it.';
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

function redact({ request, found: { hash, isOwn } }: CommandOf<'RedactText'>, state: AccountState): AccountDecision {
  if (hash === undefined) return refuse('account-text-unknown', 'No free text stands there in this record.', '/field');
  if (state.redacted.includes(hash)) {
    return refuse('account-text-already-redacted', 'This text is redacted already.', '/field');
  }
  if (isOwn) return refuse('account-text-own', 'Nobody takes back alone what they wrote.', '/redactedEvent');
  return decided({ type: 'TextRedacted', data: { ...request, hash } });
}

function isLinkedElsewhere({ openIdentity: linked }: AccountState, to: { issuer: string; subject: string }): boolean {
  return linked !== undefined && (linked.issuer !== to.issuer || linked.subject !== to.subject);
}
