import { dayOf, isSiteRole, type Person } from '@bali/access';
import { Refused } from '@bali/command-line';
import type { Accounts } from '@bali/identity';
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
  const { userId, name } = ADMINISTRATOR;
  const made = await accounts.all();
  if (made.length === 0) await accounts.createFirstAdministrator(ADMINISTRATOR);
  else if (!made.some((account) => account.userId === userId && account.name === name)) {
    throw new Refused(ANOTHER_HISTORY);
  }
  const ready = new Set(made.filter(({ password }) => password?.kind === 'password').map((account) => account.userId));
  for (const person of PEOPLE.filter((somebody) => !ready.has(somebody.userId))) {
    if (person !== ADMINISTRATOR) await makeAccount(making, person, await sessions.tokenOf(ADMINISTRATOR));
    await choosePassword(making, person);
  }
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
