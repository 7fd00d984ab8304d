import type { SendingCommand, SiteApi } from '@bali/client';
import { dayOf, isSiteRole, needsTwoAdministrators, type Person } from '@bali/access';
import { Refused } from '@bali/command-line';
import type { Accounts } from '@bali/identity';
import { ANOTHER_HISTORY } from '../another-history.js';
import { ADMINISTRATOR, PEOPLE, SECOND_ADMINISTRATOR } from '../cohort/people.js';
import { ofThisHistory, type RequestIds } from '../demo-requests.js';
import type { DemoSessions } from './demo-sessions.js';
import { publicInitialPassword } from './passwords.js';

/** Those whom the first start makes. */
const ADMINISTRATORS: readonly Person[] = [ADMINISTRATOR, SECOND_ADMINISTRATOR];

export interface MakingAccounts {
  readonly accounts: Accounts;
  readonly requests: RequestIds;
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
async function makeAccount({ sessions, requests, now }: MakingAccounts, person: Person): Promise<void> {
  const { userId, name, organisation, role, sites } = person;
  const delegation = { role, ...(isSiteRole(role) ? { sites } : {}), from: dayOf(now().toISOString()) };
  const known = { how: 'known-personally' } as const;
  const below = `accounts/${userId}`;
  const path = { userId };
  const send = async (
    where: string,
    command: (api: SiteApi, sent: SendingCommand) => Promise<unknown>,
    by = ADMINISTRATOR,
  ) => {
    const key = `demo-accounts/${userId}/${where}`;
    const sent = command(await sessions.apiFor(by), { key, requestId: requests.of(key) });
    await ofThisHistory(sent, `the account ${userId} was not made`);
  };
  await send('accounts', (api, sent) => api.post('/v1/accounts', { body: { userId, name, organisation }, ...sent }));
  await send(`${below}/identity-verification`, (api, sent) =>
    api.post('/v1/accounts/{userId}/identity-verification', { params: { path }, body: known, ...sent }),
  );
  if (!needsTwoAdministrators(role)) {
    await send(`${below}/delegations`, (api, sent) =>
      api.post('/v1/accounts/{userId}/delegations', { params: { path }, body: delegation, ...sent }),
    );
    return;
  }
  await send(`${below}/delegation-requests`, (api, sent) =>
    api.post('/v1/accounts/{userId}/delegation-requests', { params: { path }, body: delegation, ...sent }),
  );
  const approve = (api: SiteApi, sent: SendingCommand) =>
    api.post('/v1/accounts/{userId}/delegation-requests/{number}/approval', {
      params: { path: { userId, number: 1 } },
      body: known,
      ...sent,
    });
  await send(`${below}/delegation-requests/1/approval`, approve, SECOND_ADMINISTRATOR);
}

async function choosePassword({ sessions, requests, seed }: MakingAccounts, person: Person): Promise<void> {
  const { userId } = person;
  const body = { userId, password: publicInitialPassword(seed, userId), newPassword: sessions.passwordOf(person) };
  const chosen = sessions.open.post('/v1/password', { body, requestId: requests.next() });
  await ofThisHistory(chosen, `${userId} could not choose a password`);
}
