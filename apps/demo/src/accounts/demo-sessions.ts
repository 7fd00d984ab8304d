import type { Person } from '@bali/access';
import { Refused } from '@bali/command-line';
import { ANOTHER_HISTORY } from '../another-history.js';
import { isProblem, type SiteApiClient } from '../site-api-client.js';
import { publicPassword } from './passwords.js';

const MINUTE_MS = 60_000;
/** A little less than what ends a session. */
const IDLE_MINUTES = 25;
const ABSOLUTE_MINUTES = 11 * 60;

interface Session {
  readonly token: string;
  readonly since: number;
  readonly usedAt: number;
}

/** The sessions of the simulated people: each signs in again, at the simulated moment, when the session before is over. */
export class DemoSessions {
  readonly #client: SiteApiClient;
  readonly #now: () => Date;
  readonly #seed: number;
  readonly #sessions = new Map<string, Session>();

  constructor(client: SiteApiClient, now: () => Date, seed: number) {
    this.#client = client;
    this.#now = now;
    this.#seed = seed;
  }

  passwordOf({ userId }: Person): string {
    return publicPassword(this.#seed, userId);
  }

  /** What a person signs with: an emergency physician with a recovery code as well, of new ones each time. */
  async credentialsOf(person: Person): Promise<{ readonly password: string; readonly recoveryCode?: string }> {
    const password = this.passwordOf(person);
    if (person.role !== 'emergency-physician') return { password };
    const answer = await this.#client.post<{ readonly codes: readonly string[] }>('recovery-codes', {
      body: { password },
      token: await this.tokenOf(person),
    });
    if (isProblem(answer))
      throw new Refused(`${person.userId} gets no recovery codes: ${answer.code} (${ANOTHER_HISTORY})`);
    const [recoveryCode = ''] = answer.codes;
    return { password, recoveryCode };
  }

  /** The token of a session that is open. @throws Refused when the person is not let in. */
  async tokenOf(person: Person): Promise<string> {
    const usedAt = this.#now().getTime();
    const known = this.#sessions.get(person.userId);
    const session = known !== undefined && isOpen(known, usedAt) ? known : await this.#signIn(person, usedAt);
    this.#sessions.set(person.userId, { ...session, usedAt });
    return session.token;
  }

  async #signIn(person: Person, since: number): Promise<Session> {
    const { userId } = person;
    const answer = await this.#client.post<{ readonly token: string }>('sessions', {
      body: { userId, password: this.passwordOf(person) },
    });
    if (isProblem(answer)) throw new Refused(`${userId} cannot sign in: ${answer.code} (${ANOTHER_HISTORY})`);
    return { token: answer.token, since, usedAt: since };
  }
}

function isOpen({ since, usedAt }: Session, now: number): boolean {
  return now >= usedAt && now - usedAt < IDLE_MINUTES * MINUTE_MS && now - since < ABSOLUTE_MINUTES * MINUTE_MS;
}
