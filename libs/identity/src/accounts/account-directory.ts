import {
  accountsOf,
  accountStream,
  type AccountState,
  delegationsInForce,
  evolveAccount,
  evolvePeople,
  initialAccountState,
  nameKey,
  type People,
  type Person,
  sitesOfRole,
} from '@bali/access';
import type { Clock } from '@bali/commands';
import { type EventStore, NO_STREAM } from '@bali/event-store';
import { recordOf } from '@bali/ledger';

export interface KnownAccount {
  readonly state: AccountState;
  /** Of the last event, from 0; {@link NO_STREAM} if there is none. */
  readonly revision: number;
}

type OpenIdentity = NonNullable<AccountState['openIdentity']>;

const NOBODY: KnownAccount = { state: initialAccountState, revision: NO_STREAM };

/**
 * All accounts, computed from the access ledger. What was read is remembered, but never trusted to be the end: the ledger
 * is asked each time for what came after it, so that whatever was revoked, through whichever instance, is revoked at once.
 */
export class AccountDirectory {
  readonly #store: EventStore;
  readonly #now: Clock;
  readonly #streams = new Map<string, KnownAccount>();
  #people: People = new Map();
  #next = 0;
  #reading: Promise<void> | undefined;
  #nextReading: Promise<void> | undefined;

  constructor(store: EventStore, now: Clock) {
    this.#store = store;
    this.#now = now;
  }

  /** An account, or any other stream of the access ledger, with every event that was acknowledged before. */
  async stream(stream: string): Promise<KnownAccount> {
    await this.#catchUp();
    return this.#streams.get(stream) ?? NOBODY;
  }

  async account(userId: string): Promise<AccountState> {
    return (await this.stream(accountStream(userId))).state;
  }

  /** Who vouches for whom, by what was read last: for a decision that follows a reading at once. */
  get people(): People {
    return this.#people;
  }

  /** An account, by what was read last. */
  accountRead(userId: string): AccountState {
    return (this.#streams.get(accountStream(userId)) ?? NOBODY).state;
  }

  /** The accounts of whoever has this name, as far as names can be compared, by what was read last. */
  namesakes(name: string): readonly string[] {
    const key = nameKey(name);
    const accounts = [...this.#streams.values()].map(({ state }) => state);
    return accounts
      .flatMap((state) => (state.userId !== undefined && nameKey(state.name) === key ? state.userId : []))
      .sort();
  }

  /** The holder of an account in a role, by what was read last. */
  personIn(account: AccountState, role: Person['role'], sites: readonly string[]): Person {
    const { userId = '', name, organisation } = account;
    const others = accountsOf(this.#people, userId).filter((other) => other !== userId);
    return Object.freeze({
      userId,
      name,
      role,
      organisation,
      sites,
      ...(others.length > 0 && { otherAccounts: others }),
    });
  }

  /** Who is an administrator, by what was read last. */
  administrators(now: string): readonly string[] {
    const accounts = [...this.#streams.values()].map(({ state }) => state);
    return accounts.flatMap((state) =>
      state.userId === undefined || sitesOfRole(state, 'administrator', now) === undefined ? [] : [state.userId],
    );
  }

  /** Every account, by identifier. */
  async accounts(): Promise<readonly (AccountState & { readonly userId: string })[]> {
    await this.#catchUp();
    return [...this.#streams.values()]
      .flatMap(({ state }) => (state.userId === undefined ? [] : [{ ...state, userId: state.userId }]))
      .sort((one, other) => (one.userId < other.userId ? -1 : 1));
  }

  /** The accounts that are linked to a subject of an OpenID provider, also those that are deactivated. */
  async linkedTo({ issuer, subject }: OpenIdentity): Promise<readonly AccountState[]> {
    await this.#catchUp();
    return [...this.#streams.values()]
      .map(({ state }) => state)
      .filter(({ openIdentity }) => openIdentity?.issuer === issuer && openIdentity.subject === subject);
  }

  /** The person whose account is linked to a subject of an OpenID provider, once for each role that they have now. */
  async personsFor(identity: OpenIdentity): Promise<readonly Person[]> {
    const linked = await this.linkedTo(identity);
    const [account, another] = linked.filter(({ deactivatedAt }) => deactivatedAt === undefined);
    if (account === undefined || another !== undefined) return [];
    // Two people behind one subject would act under each other's names. A former account of the same person is none of another.
    const own = accountsOf(this.#people, account.userId ?? '');
    if (!linked.every(({ userId = '' }) => own.includes(userId))) return [];
    const now = this.#now().toISOString();
    const roles = [...new Set(delegationsInForce(account, now).map(({ role }) => role))];
    return roles.map((role) => this.personIn(account, role, sitesOfRole(account, role, now) ?? []));
  }

  /**
   * Nobody is answered with less than was there when they asked. Those who ask while the ledger is read are answered
   * together, by one reading that begins after it.
   */
  #catchUp(): Promise<void> {
    this.#nextReading ??= this.#readAfter(this.#reading);
    return this.#nextReading;
  }

  async #readAfter(reading: Promise<void> | undefined): Promise<void> {
    await reading?.catch(() => undefined);
    this.#reading = this.#nextReading;
    this.#nextReading = undefined;
    await this.#readOn();
  }

  async #readOn(): Promise<void> {
    if ((await this.#store.lastPosition()) < this.#next) return;
    for await (const page of this.#store.read(this.#next)) {
      for (const { position, stream, revision, leaf } of page) {
        const before = this.#streams.get(stream) ?? NOBODY;
        const record = recordOf(leaf);
        this.#streams.set(stream, { state: evolveAccount(before.state, record), revision });
        this.#people = evolvePeople(this.#people, record);
        this.#next = position + 1;
      }
    }
  }
}
