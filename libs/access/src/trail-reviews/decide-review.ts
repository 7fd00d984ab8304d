import type { EventOf } from '@bali/schema';
import type { AccountDecision } from '../accounts/account-commands.js';
import type { AccountState } from '../accounts/account-state.js';
import { decided, refuse } from '../accounts/decided.js';
import type { AuditTrailReviewed } from './audit-trail-reviewed.js';

/** A review that somebody wants to have recorded. */
export interface ReviewRequest {
  readonly review: EventOf<typeof AuditTrailReviewed>['data'];
  /** Whether the reviewer says in words what was found. */
  readonly isExplained: boolean;
}

/** A review is of a period that is over, and says in words what was found, unless nothing was. */
export function decideReview(
  { review, isExplained }: ReviewRequest,
  state: AccountState,
  now: string,
): AccountDecision {
  const { from, before, verdict, records } = review;
  if (state.userId === undefined) return refuse('account-unknown', 'There is no such account.');
  if (Date.parse(before) > Date.parse(now))
    return refuse('review-period-not-over', 'The period is not over yet: end it now, or earlier.', '/before');
  if (from !== undefined && Date.parse(from) >= Date.parse(before))
    return refuse(
      'review-period-empty',
      'The period ends before it begins: begin it earlier, or end it later.',
      '/from',
    );
  if (verdict !== 'nothing-found' && !isExplained)
    return refuse(
      'review-needs-findings',
      'Say in words what was found, and what explains it or has to be done.',
      '/findings',
    );
  if (records !== undefined && verdict !== 'to-be-followed-up')
    return refuse(
      'review-names-records',
      'Records are named where they have to be followed up: leave them out.',
      '/records',
    );
  return decided({ type: 'AuditTrailReviewed', data: review });
}
