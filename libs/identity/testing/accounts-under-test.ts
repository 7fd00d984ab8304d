import {
  type AccountCommand,
  argon2idHasher,
  dayOf,
  needsTwoAdministrators,
  type NewPerson,
  type Person,
} from '@bali/access';
import { PASSKEY_ORIGIN } from '@bali/access/testing';
import type { Asking, Identity } from '@bali/identity';
import { randomBytes, randomUUID } from 'node:crypto';
import type { TestClock } from './test-ambient.js';

/** Everyone's. */
export const PASSWORD = 'a password that is nowhere in the record';

/** Passwords that are hashed in no time, and secrets that depend on nothing. */
export const CHEAP_IDENTITY = {
  hasher: argon2idHasher({ memoryKiB: 8, passes: 1, parallelism: 1 }),
  randomBytes: (length: number): Uint8Array => randomBytes(length),
  passkeyOrigin: PASSKEY_ORIGIN,
};

/** The two administrators of the first start, who make all other accounts. */
const OFFICE: readonly [NewPerson, NewPerson] = [
  { userId: 'office', name: 'The office', organisation: 'CHU de Reims' },
  { userId: 'office-2', name: 'The other office', organisation: 'CHU de Reims' },
];

/** Shorter than a session may be idle. */
const SESSION_USED_FOR = 25 * 60_000;

const SOURCE = { client: 'test', ip: '127.0.0.1' };

interface OpenSession {
  readonly since: number;
  readonly token: Promise<string>;
}

/** Makes an account for whoever is to act, who has their role from that day, and signs them in, again and again as the clock moves on. */
export class AccountsUnderTest {
  readonly #clock: TestClock;
  readonly #accounts = new Map<string, Promise<void>>();
  #office: Promise<void> | undefined;
  readonly #sessions = new Map<string, OpenSession>();

  constructor(clock: TestClock) {
    this.#clock = clock;
  }

  /** The token of a session of this person. Whoever holds another role or other sites is another person. */
  tokenFor(identity: Identity, person: Person): Promise<string> {
    const now = this.#clock.now().getTime();
    const open = this.#sessions.get(person.userId);
    if (open !== undefined && now - open.since < SESSION_USED_FOR) return open.token;
    const token = this.#hired(identity, person).then(() => this.signIn(identity, person));
    this.#sessions.set(person.userId, { since: now, token });
    return token;
  }

  /** Signs in once more, in a session of its own. */
  async signIn(identity: Identity, person: Person): Promise<string> {
    await this.#hired(identity, person);
    const { userId, role } = person;
    return (await identity.sessions.signIn({ userId, role, password: PASSWORD }, asking())).token;
  }

  #hired(identity: Identity, person: Person): Promise<void> {
    const known = this.#accounts.get(person.userId);
    if (known !== undefined) return known;
    this.#office ??= identity.accounts.createFirstAdministrators(OFFICE, () => undefined);
    const hired = this.#office.then(() => hire(identity, person, this.#clock.now()));
    this.#accounts.set(person.userId, hired);
    return hired;
  }
}

/** An account with verified identity, the role and its sites delegated, and a password of its own. */
async function hire({ accounts, ownCredentials }: Identity, person: Person, now: Date): Promise<void> {
  const { userId, name, organisation, role, sites } = person;
  const administer = (command: AccountCommand, by = OFFICE[0]) => {
    const commandId = randomUUID();
    const repeatable = { commandId, causationId: commandId };
    const administrator = { ...by, role: 'administrator', sites: [] } as const;
    return accounts.administer(administrator, { userId, command, asking: asking(), repeatable });
  };
  const { initialPassword = '' } = await administer({
    type: 'CreateAccount',
    ...{ userId, name, organisation, isAnotherPerson: true },
  });
  await administer({ type: 'VerifyIdentity', how: 'document-in-person' });
  const delegation = { role, sites, from: dayOf(now.toISOString()) };
  if (needsTwoAdministrators(role)) {
    await administer({ type: 'RequestDelegation', ...delegation });
    await administer({ type: 'ApproveDelegation', request: 1, how: 'known-personally' }, OFFICE[1]);
  } else await administer({ type: 'DelegateRole', ...delegation });
  await ownCredentials.changePassword({ userId, password: initialPassword, newPassword: PASSWORD }, asking());
}

function asking(): Asking {
  return { requestId: randomUUID(), source: SOURCE };
}
