import { dayOf, isSiteRole, needsTwoAdministrators, type Person } from '@bali/access';
import { Refused } from '@bali/command-line';
import type { Accounts } from '@bali/identity';
import { ANOTHER_HISTORY } from '../another-history.js';
import { ADMINISTRATOR, PEOPLE, SECOND_ADMINISTRATOR } from '../cohort/people.js';
import { isProblem, type SiteApiClient } from '../site-api-client.js';
import type { DemoSessions } from './demo-sessions.js';
import { publicInitialPassword } from './passwords.js';

/** Those whom the first start makes. */
const ADMINISTRATORS: readonly Person[] = [ADMINISTRATOR, SECOND_ADMINISTRATOR];

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
  const { accounts } = making;
  const { userId, name } = ADMINISTRATOR;
  const made = await accounts.all();
  if (made.length === 0) await accounts.createFirstAdministrators(ADMINISTRATORS, () => undefined);
  else if (!made.some((account) => account.userId === userId && account.name === name)) {
    throw new Refused(ANOTHER_HISTORY);
  }
  const ready = new Set(made.filter(({ password }) => password?.kind === 'password').map((account) => account.userId));
  for (const person of PEOPLE.filter((somebody) => !ready.has(somebody.userId))) {
    if (!ADMINISTRATORS.includes(person)) await makeAccount(making, person);
    await choosePassword(making, person);
  }
}

/** By one administrator, and by two where the role asks for it. */
async function makeAccount({ client, sessions, now }: MakingAccounts, person: Person): Promise<void> {
  const { userId, name, organisation, role, sites } = person;
  const delegation = { role, ...(isSiteRole(role) ? { sites } : {}), from: dayOf(now().toISOString()) };
  const steps: readonly (readonly [path: string, body: object, by?: Person])[] = [
    ['accounts', { userId, name, organisation }],
    [`accounts/${userId}/identity-verification`, { how: 'known-personally' }],
    ...(needsTwoAdministrators(role)
      ? ([
          [`accounts/${userId}/delegation-requests`, delegation],
          [`accounts/${userId}/delegation-requests/1/approval`, { how: 'known-personally' }, SECOND_ADMINISTRATOR],
        ] as const)
      : ([[`accounts/${userId}/delegations`, delegation]] as const)),
  ];
  for (const [path, body, by = ADMINISTRATOR] of steps) {
    const token = await sessions.tokenOf(by);
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
