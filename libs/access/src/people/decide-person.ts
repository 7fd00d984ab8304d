import type { AccountCommand, AccountContext, AccountDecision } from '../accounts/account-commands.js';
import type { AccountState, Delegation } from '../accounts/account-state.js';
import { decided, refuse } from '../accounts/decided.js';
import { initialPasswordSet } from '../credentials/decide-credential.js';
import { incompatibility } from '../delegations/incompatible-roles.js';
import { ROLES } from '../roles.js';
import { accountsOf, type People } from './people.js';

type CommandOf<Type extends AccountCommand['type']> = Extract<AccountCommand, { type: Type }>;

/** Names that stand in records for what is done by nobody in particular. */
const RESERVED_USER_IDS: readonly string[] = ['system', 'anonymous'];

const OWN = 'Nobody administers their own account.';

/** Whether one of the accounts is another one of whoever asks. */
export function isOwn(people: People, userId: string, by: string): boolean {
  return accountsOf(people, userId).includes(by);
}

/**
 * What somebody knows belongs to the person. So whoever makes an account for a name that there is says whether it is the same
 * person, and stands by it in the record.
 */
export function createAccount(
  command: CommandOf<'CreateAccount'>,
  state: AccountState,
  context: AccountContext,
): AccountDecision {
  const { userId, name, organisation, samePersonAs, isAnotherPerson = false } = command;
  if (RESERVED_USER_IDS.includes(userId)) {
    return refuse('account-name-reserved', 'This identifier is reserved.', '/userId');
  }
  if (state.userId !== undefined) {
    return refuse('account-already-exists', 'This identifier was used, and is never used again.', '/userId');
  }
  if (samePersonAs !== undefined) {
    const refused = otherAccountRefused(samePersonAs, context);
    if (refused !== undefined) return refused;
  }
  const own = samePersonAs === undefined ? [] : accountsOf(context.people, samePersonAs);
  const namesakes = context.namesakes(name).filter((account) => !own.includes(account));
  if (namesakes.length > 0 && samePersonAs === undefined && !isAnotherPerson) {
    const sentence =
      `There is an account for this name: ${namesakes.join(', ')}. If it is the same person, name that account ` +
      '(samePersonAs); if it is somebody else, say so (ofSameName: another-person).';
    return refuse('person-may-have-account', sentence, '/name');
  }
  const data = {
    ...{ userId, name, organisation },
    ...(samePersonAs !== undefined && { samePersonAs }),
    ...(namesakes.length > 0 && { anotherPersonThan: namesakes.slice(0, 100) }),
  };
  return decided({ type: 'AccountCreated', data }, initialPasswordSet(context.commitment));
}

export function renamePerson(
  { name, organisation, why }: CommandOf<'RenamePerson'>,
  state: AccountState,
): AccountDecision {
  if (name === state.name && organisation === state.organisation) {
    return refuse('name-unchanged', 'The person has this name and works there already.', '/name');
  }
  return decided({ type: 'PersonRenamed', data: { name, organisation, why } });
}

/** Two accounts whose roles do not go together are recognized once one of the roles is ended: it is known then which one. */
export function recognizePerson(
  { samePersonAs }: CommandOf<'RecognizePerson'>,
  state: AccountState,
  context: AccountContext,
): AccountDecision {
  const { userId = '' } = state;
  const refused = otherAccountRefused(samePersonAs, context);
  if (refused !== undefined) return refused;
  if (accountsOf(context.people, userId).includes(samePersonAs)) {
    return refuse('person-already-recognized', 'The two accounts are those of one person already.', '/samePersonAs');
  }
  const [own, other] = [heldByPerson(state, context), heldByPerson(context.accountOf(samePersonAs), context)];
  for (const [held, added] of [
    [own, other],
    [other, own],
  ] as const) {
    for (const { role, ...period } of added.filter(({ endedAt }) => endedAt === undefined)) {
      const conflict = incompatibility(held, role, period);
      if (conflict === undefined) continue;
      const pair = `${ROLES[role].title} and ${ROLES[conflict.with].title}`;
      const sentence = `${pair} do not go together: ${conflict.rule.because}. End the delegation of ${ROLES[role].title} first.`;
      return refuse('roles-incompatible', sentence, '/samePersonAs');
    }
  }
  return decided({ type: 'PersonRecognized', data: { samePersonAs } });
}

/** What was ever delegated to the person, with any of their accounts. What was held with an account that is deactivated has ended. */
export function heldByPerson(state: AccountState, { people, accountOf }: AccountContext): readonly Delegation[] {
  const { userId = '' } = state;
  return accountsOf(people, userId)
    .map((account) => (account === userId ? state : accountOf(account)))
    .flatMap(({ delegations, deactivatedAt }) =>
      deactivatedAt === undefined ? delegations : delegations.map((it) => ({ endedAt: deactivatedAt, ...it })),
    );
}

function otherAccountRefused(other: string, { accountOf, people, by }: AccountContext): AccountDecision | undefined {
  if (accountOf(other).userId === undefined) {
    return refuse('other-account-unknown', 'There is no account of this identifier.', '/samePersonAs');
  }
  return isOwn(people, other, by) ? refuse('own-account', OWN, '/samePersonAs') : undefined;
}
