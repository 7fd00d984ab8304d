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

/** An account that no administrator's command makes: whoever has the keys of the installation has verified who gets it. */
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

/**
 * One more administrator, where there is a single one: two have to approve every other, so that nobody else could be made one.
 * Whoever has the keys of the installation does it, and it is an alarm.
 * @param single the identifiers of those who are administrators now
 */
export function addAdministrator(
  person: NewPerson,
  state: AccountState,
  { single, ...context }: AdministratorContext & { readonly single: readonly string[] },
): AccountDecision {
  const [other, another] = single;
  if (other === undefined || another !== undefined) {
    const sentence =
      'One more administrator is made so only where there is exactly one: two administrators approve any other.';
    return { refusal: accountRefusal('administrator-not-alone', sentence) };
  }
  const installed = installAdministrator(person, state, context);
  if ('refusal' in installed) return installed;
  return { events: [...installed.events, { type: 'SecondAdministratorAdded', data: { other } }] };
}
