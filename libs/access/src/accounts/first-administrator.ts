import { initialPasswordSet } from '../credentials/decide-credential.js';
import type { AccountContext, AccountDecision } from './account-commands.js';
import { accountRefusal } from './account-refusals.js';
import type { AccountState } from './account-state.js';
import { dayOf } from '../delegations/delegations.js';

export interface NewPerson {
  readonly userId: string;
  readonly name: string;
  readonly organisation: string;
}

type AdministratorContext = Pick<AccountContext, 'now' | 'commitment'>;

/** The one account that nobody's command makes: whoever installs the software has verified who gets it. */
export function installAdministrator(
  person: NewPerson,
  state: AccountState,
  { now, commitment }: AdministratorContext,
): AccountDecision {
  if (state.userId !== undefined) {
    return { refusal: accountRefusal('account-already-exists', 'There is an account of this identifier already.') };
  }
  const { userId, name, organisation } = person;
  return {
    events: [
      { type: 'AccountCreated', data: { userId, name, organisation } },
      { type: 'IdentityVerified', data: { how: 'installation' } },
      { type: 'RoleDelegated', data: { delegation: 1, role: 'administrator', sites: [], from: dayOf(now) } },
      initialPasswordSet(commitment),
    ],
  };
}
