import type { Person } from '@bali/access';
import { SiteApi } from '@bali/client';
import { asDemo, ofThisHistory, type RequestIds } from '../demo-requests.js';
import { publicPassword } from './passwords.js';

const MINUTE_MS = 60_000;
/** A little less than what ends a session. */
const IDLE_MINUTES = 25;
const ABSOLUTE_MINUTES = 11 * 60;

interface Session {
  readonly api: SiteApi;
  readonly since: number;
  readonly usedAt: number;
}

/** The sessions of the simulated people: each signs in again, at the simulated moment, when the session before is over. */
export class DemoSessions {
  readonly #open: SiteApi;
  readonly #requests: RequestIds;
  readonly #now: () => Date;
  readonly #seed: number;
  readonly #sessions = new Map<string, Session>();

  constructor(url: string, requests: RequestIds, now: () => Date, seed: number) {
    this.#open = new SiteApi(asDemo(url));
    this.#requests = requests;
    this.#now = now;
    this.#seed = seed;
  }

  /** The API for somebody who has not signed in. */
  get open(): SiteApi {
    return this.#open;
  }

  passwordOf({ userId }: Person): string {
    return publicPassword(this.#seed, userId);
  }

  /** What a person signs with: an emergency physician with a recovery code as well, of new ones each time. */
  async credentialsOf(person: Person): Promise<{ readonly password: string; readonly recoveryCode?: string }> {
    const password = this.passwordOf(person);
    if (person.role !== 'emergency-physician') return { password };
    const api = await this.apiFor(person);
    const asked = api.post('/v1/recovery-codes', { body: { password }, requestId: this.#requests.next() });
    const { codes } = await ofThisHistory(asked, `${person.userId} gets no recovery codes`);
    const [recoveryCode = ''] = codes;
    return { password, recoveryCode };
  }

  /** The API with the token of a session that is open. @throws Refused when the person is not let in. */
  async apiFor(person: Person): Promise<SiteApi> {
    const usedAt = this.#now().getTime();
    const known = this.#sessions.get(person.userId);
    const session = known !== undefined && isOpen(known, usedAt) ? known : await this.#signIn(person, usedAt);
    this.#sessions.set(person.userId, { ...session, usedAt });
    return session.api;
  }

  async #signIn(person: Person, since: number): Promise<Session> {
    const { userId } = person;
    const credentials = { userId, password: this.passwordOf(person) };
    const asked = this.#open.signIn(credentials, { requestId: this.#requests.next() });
    const { api } = await ofThisHistory(asked, `${userId} cannot sign in`);
    return { api, since, usedAt: since };
  }
}

function isOpen({ since, usedAt }: Session, now: number): boolean {
  return now >= usedAt && now - usedAt < IDLE_MINUTES * MINUTE_MS && now - since < ABSOLUTE_MINUTES * MINUTE_MS;
}
