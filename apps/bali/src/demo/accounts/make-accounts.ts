import { dayOf, isSiteRole, type Person } from '@bali/access';
import type { Accounts } from '@bali/identity';
import { Refused } from '../../output.js';
import { ANOTHER_HISTORY } from '../another-history.js';
import { ADMINISTRATOR, PEOPLE } from '../cohort/people.js';
import { isProblem, type SiteApiClient } from '../site-api-client.js';
import type { DemoSessions } from './demo-sessions.js';
import { publicInitialPassword } from './passwords.js';

export interface MakingAccounts {
  readonly accounts: Accounts;
  readonly client: SiteApiClient;
  readonly sessions: DemoSessions;
  readonly seed: number;
  readonly now: () => Date;
}

/**
 * Makes an account for everybody, as an administrator does it: each gets the role that the delegation log gives them, and
 * then chooses a password. What was made before is left as it is.
 * @throws Refused when the accounts that are there are not those of a demo.
 */
export async function makeAccounts(making: MakingAccounts): Promise<void> {
  const { accounts, sessions } = making;
  const settled = await settledAccounts(accounts);
  if (settled.size === 0) await accounts.createFirstAdministrator(ADMINISTRATOR);
  else if (!settled.has(ADMINISTRATOR.userId)) throw new Refused(ANOTHER_HISTORY);
  if (settled.get(ADMINISTRATOR.userId) !== true) await choosePassword(making, ADMINISTRATOR);
  for (const person of PEOPLE.filter(({ userId }) => settled.get(userId) !== true)) {
    if (person === ADMINISTRATOR) continue;
    await makeAccount(making, person, await sessions.tokenOf(ADMINISTRATOR));
    await choosePassword(making, person);
  }
}

/** The accounts that are there, and whether their holders have chosen their passwords. */
async function settledAccounts(accounts: Accounts): Promise<ReadonlyMap<string, boolean>> {
  const all = await accounts.all();
  return new Map(all.map(({ userId, password }) => [userId, password?.kind === 'password']));
}

async function makeAccount({ client, now }: MakingAccounts, person: Person, token: string): Promise<void> {
  const { userId, name, organisation, role, sites } = person;
  const steps = [
    ['accounts', { userId, name, organisation }],
    [`accounts/${userId}/identity-verification`, { how: 'known-personally' }],
    [
      `accounts/${userId}/delegations`,
      { role, ...(isSiteRole(role) ? { sites } : {}), from: dayOf(now().toISOString()) },
    ],
  ] as const;
  for (const [path, body] of steps) {
    const answer = await client.post<object>(path, { body, token, key: `demo-accounts/${userId}/${path}` });
    if (isProblem(answer)) throw new Refused(`the account ${userId} was not made: ${answer.code} (${ANOTHER_HISTORY})`);
  }
}

async function choosePassword({ client, sessions, seed }: MakingAccounts, person: Person): Promise<void> {
  const { userId } = person;
  const password = publicInitialPassword(seed, userId);
  const answer = await client.post<object>('password', {
    body: { userId, password, newPassword: sessions.passwordOf(person) },
  });
  if (isProblem(answer))
    throw new Refused(`${userId} could not choose a password: ${answer.code} (${ANOTHER_HISTORY})`);
}
