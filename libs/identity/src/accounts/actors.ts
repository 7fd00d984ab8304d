import type { AccountState } from '@bali/access';
import type { Actor } from '@bali/ledger';

/** Who stands in the record of an attempt by somebody who did not prove who they are. */
export const ANONYMOUS: Actor = {
  userId: 'anonymous',
  name: 'Somebody not signed in',
  role: 'none',
  organisation: 'unknown',
};

/** A person who acts on nothing but their own account, in no role of the trial. */
export function holderOf({ userId = '', name, organisation }: AccountState): Actor {
  return { userId, name, role: 'account-holder', organisation };
}
