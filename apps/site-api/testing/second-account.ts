import { dayOf, type Person } from '@bali/access';
import { PASSWORD } from './accounts.js';
import { someoneIn } from './people.js';
import type { Sending, SiteApiUnderTest } from './site-api-under-test.js';

const ADMINISTRATOR = someoneIn('administrator');

/**
 * Gives somebody who has an account another one, as the same person in the same role, and signs in with it.
 * @returns what a request is sent with to come from that account.
 */
export async function secondAccountOf(api: SiteApiUnderTest, person: Person, userId: string): Promise<Sending> {
  const done = async <Body>(path: string, body: object, as: Person | null = ADMINISTRATOR): Promise<Body> => {
    const { status, text, body: answer } = await api.post<Body>(path, body, { as });
    if (status !== 201 && status !== 204) throw new Error(`${path} was refused: ${text}`);
    return answer;
  };
  const { name, organisation, role, sites } = person;
  const account = { userId, name, organisation, samePersonAs: person.userId };
  const { initialPassword } = await done<{ readonly initialPassword: string }>('/v1/accounts', account);
  await done(`/v1/accounts/${userId}/identity-verification`, { how: 'known-personally' });
  const from = dayOf(api.clock.now().toISOString());
  await done(`/v1/accounts/${userId}/delegations`, { role, sites, from });
  await done('/v1/password', { userId, password: initialPassword, newPassword: PASSWORD }, null);
  const { token } = await done<{ readonly token: string }>('/v1/sessions', { userId, password: PASSWORD }, null);
  return { headers: { authorization: `Bearer ${token}` }, as: null };
}
