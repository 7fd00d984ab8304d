import type { AccountContext, AccountDecision, CommandOf } from '../accounts/account-commands.js';
import type { AccountState } from '../accounts/account-state.js';
import { decided, refuse } from '../accounts/decided.js';
import { initialPasswordSet } from '../credentials/decide-credential.js';
import { approvalRefused, isTooOld } from '../people/approvals.js';
import { holderOf } from '../people/people.js';
import { endedSessions } from '../sessions/decide-session.js';

/** Asked for again, it is the later request that counts. */
export function requestRecovery(): AccountDecision {
  return decided({ type: 'RecoveryRequested', data: {} });
}

/** Whoever has lost a factor is known again as on the first day, by somebody else than the one who asks (ASVS 6.4.4). */
export function approveRecovery(
  { how }: CommandOf<'ApproveRecovery'>,
  state: AccountState,
  context: AccountContext,
): AccountDecision {
  const { by, now, commitment, people } = context;
  if (state.recovery === undefined || state.recovery.approvedBy !== undefined) {
    return refuse('recovery-not-requested', 'Nobody has asked for new credentials.');
  }
  const { requestedBy } = state.recovery;
  if (requestedBy === by) {
    return refuse('recovery-needs-two-people', 'Whoever asked for new credentials does not approve it.');
  }
  const refused = approvalRefused(requestedBy, context);
  if (refused !== undefined) return refused;
  if (isTooOld(holderOf(people, state.userId ?? '').recoveryRequestedAt, now)) {
    return refuse('request-expired', 'New credentials were asked for too long ago: ask for them again.');
  }
  return decided({ type: 'RecoveryApproved', data: { how } }, ...endedSessions(state), initialPasswordSet(commitment));
}
