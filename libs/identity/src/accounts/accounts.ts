import {
  accountsOf,
  accountsOfPerson,
  addAdministrator,
  type AccountCommand,
  type AccountContext,
  type AccountDecision,
  type AccountState,
  accountStream,
  actorOf,
  commitmentTo,
  decideAccount,
  decideReview,
  type Holder,
  holderOf,
  INITIAL_PASSWORD_BYTES,
  initialPassword,
  INSTALLATION,
  installAdministrator,
  type NewPerson,
  PASSWORD_SALT_BYTES,
  type PasswordHasher,
  type Person,
  type ReviewRequest,
  SYSTEM_ACTOR,
} from '@bali/access';
import type { CalendarDate } from '@bali/protocol';
import { type Handled, OWN_SOURCE } from '@bali/commands';
import type { Actor } from '@bali/ledger';
import { OneAtATime } from '@bali/queue';
import type { RedactionRequest } from '@bali/trial';
import type { CredentialStore } from '../credentials/credential-store.js';
import type { Turns } from '../sessions/turns.js';
import { AccountReader, type DelegationLogEntry, type UnboundAccount } from './account-reader.js';
import type { AccountRecorder, Asking, Repeatable } from './account-recorder.js';

export interface AccountsOptions {
  readonly recorder: AccountRecorder;
  readonly store: CredentialStore;
  readonly hasher: PasswordHasher;
  readonly turns: Turns;
}

/** What came of a command about an account. */
export interface AccountHandled extends Handled {
  /** A password that was made for the person: given here once, and kept nowhere. Not there when a command is repeated. */
  readonly initialPassword?: string;
}

/** A command about an account, as an administrator sends it. */
export interface AccountRequest {
  readonly userId: string;
  readonly command: AccountCommand;
  readonly asking: Asking;
  readonly repeatable: Repeatable;
}

/** Which text is to be erased, and why. */
export interface RedactionAsked extends Omit<AccountRequest, 'command'> {
  readonly request: RedactionRequest;
}

interface AccountRecording {
  readonly userId: string;
  readonly asking: Asking;
  readonly actor: Actor;
  readonly repeatable?: Repeatable;
  /** Whether a password is to be made for the person. */
  readonly makesPassword: boolean;
  /** @param commitment to the password that was made */
  readonly decide: (state: AccountState, now: string, commitment: string | undefined) => AccountDecision;
}

/** Those whom the first start makes, until they are renamed to the people whom they are handed to. */
export function firstAdministratorsOf(organisation: string): readonly [NewPerson, NewPerson] {
  return [
    { userId: 'administrator', name: 'First administrator', organisation },
    { userId: 'administrator-2', name: 'Second administrator', organisation },
  ];
}

/** Whoever gets one chooses their own with it, and can do nothing else. */
const MAKE_PASSWORDS: readonly AccountCommand['type'][] = ['CreateAccount', 'ApproveRecovery'];

/** The accounts, as administrators see them. */
export class Accounts {
  readonly #options: AccountsOptions;
  readonly #commands = new OneAtATime();

  constructor(options: AccountsOptions) {
    this.#options = options;
  }

  /**
   * An administrator's command. One after another, so that each sees what was decided before it: they are in streams of different
   * accounts, and whether one counts depends on who else is an administrator, and on who is linked.
   * @throws as {@link AccountRecorder.record}
   */
  administer(person: Person, request: AccountRequest): Promise<AccountHandled> {
    return this.#commands.run(async () => {
      const { command } = request;
      if (command.type !== 'LinkOpenIdentity') return this.#administered(person, request);
      const { directory } = this.#options.recorder;
      const linked = await directory.linkedTo(command);
      const own = accountsOf(directory.people, request.userId);
      const isLinkedToAnother = linked.some(
        ({ userId = '', deactivatedAt }) =>
          userId !== request.userId && (deactivatedAt === undefined || !own.includes(userId)),
      );
      return this.#administered(person, request, { isLinkedToAnother });
    });
  }

  #administered(
    person: Person,
    { command, ...request }: AccountRequest,
    more: Pick<Partial<AccountContext>, 'isLinkedToAnother'> = {},
  ): Promise<AccountHandled> {
    const { directory } = this.#options.recorder;
    return this.#handle({
      ...request,
      actor: actorOf(person),
      makesPassword: MAKE_PASSWORDS.includes(command.type),
      decide: (state, now, commitment) =>
        decideAccount(command, state, {
          ...{ now, by: person.userId, ...more, ...(commitment && { commitment }) },
          people: directory.people,
          accountOf: (userId) => directory.accountRead(userId),
          namesakes: (name) => directory.namesakes(name),
          isAdministrator: (userId) => directory.administrators(now).includes(userId),
        }),
    });
  }

  /**
   * Erases a reason that was given for something done to an account: first the event that says who, when and why, then the
   * text and its salt. @throws as {@link AccountRecorder.record}
   */
  async redactText(person: Person, { userId, request, ...asked }: RedactionAsked): Promise<AccountHandled> {
    const { recorder } = this.#options;
    const found = await recorder.textAt(accountStream(userId), request);
    const isOwn = found !== undefined && accountsOfPerson(person).includes(found.by);
    const place = { ...(found && { hash: found.hash }), isOwn };
    const command = { type: 'RedactText', request, found: place } as const;
    const handled = await this.administer(person, { userId, command, ...asked });
    if (found !== undefined) await recorder.erase([found.hash]);
    return handled;
  }

  /** Records, in the account of whoever reviewed it, a review of the audit trail. @throws as {@link AccountRecorder.record} */
  recordReview(
    person: Person,
    request: ReviewRequest,
    asked: Omit<AccountRequest, 'command' | 'userId'>,
  ): Promise<Handled> {
    return this.#handle({
      ...{ ...asked, userId: person.userId, actor: actorOf(person), makesPassword: false },
      decide: (state, now) => decideReview(request, state, now),
    });
  }

  /** Erases what was to be erased when a process ended. */
  async finishRedactions(): Promise<void> {
    const accounts = await this.all();
    await this.#options.recorder.erase(accounts.flatMap(({ redacted }) => redacted));
  }

  /**
   * Makes the first administrators when there is no account at all, each with a password that is handed over once and is good for
   * nothing but choosing another. A start that was cut off after the first one is gone on with.
   * @param handOver called with each password before the next account is made, so that none is lost on the way.
   */
  async createFirstAdministrators(
    persons: readonly NewPerson[],
    handOver: (person: NewPerson, initialPassword: string) => void,
  ): Promise<void> {
    const made = await this.all();
    const isUntouched = made.length < persons.length && made.every(isAsInstalled);
    const missing = persons.filter(({ userId }) => !made.some((account) => account.userId === userId));
    if (!isUntouched || missing.length !== persons.length - made.length) return;
    for (const person of missing) {
      const { initialPassword } = await this.#install(person, SYSTEM_ACTOR, installAdministrator);
      if (initialPassword !== undefined) handOver(person, initialPassword);
    }
  }

  /**
   * Makes one more administrator where there is a single one, for an operator who has the keys of the installation. It is an alarm,
   * which the caller raises.
   * @throws AccountCommandRefused where there is none, or more than one.
   */
  async addAdministrator(operator: Person, person: NewPerson): Promise<string | undefined> {
    const { directory } = this.#options.recorder;
    const { initialPassword } = await this.#install(person, actorOf(operator), (_, state, context) =>
      addAdministrator(person, state, { ...context, single: directory.administrators(context.now) }),
    );
    return initialPassword;
  }

  #install(person: NewPerson, actor: Actor, decide: typeof installAdministrator): Promise<AccountHandled> {
    const { recorder } = this.#options;
    return this.#handle({
      userId: person.userId,
      asking: { requestId: recorder.newId(`the administrator ${person.userId}`), source: OWN_SOURCE },
      actor,
      makesPassword: true,
      decide: (state, now, commitment) => decide(person, state, { now, ...(commitment && { commitment }) }),
    });
  }

  /** Commands about one account are handled one by one, so that a password and the hash that is kept belong together. */
  #handle({ userId, makesPassword, decide, ...recording }: AccountRecording): Promise<AccountHandled> {
    return this.#options.turns.take(userId, async () => {
      const { recorder, store } = this.#options;
      const made = makesPassword ? await this.#makePassword(userId, recording.asking) : undefined;
      const { handled, events } = await store.exclusively(userId, async () => {
        const recorded = await recorder.record({
          ...recording,
          stream: accountStream(userId),
          decide: (state, now) => decide(state, now, made?.commitment),
          keep: ({ type }, id) => {
            if (type === 'CredentialsSet' && made !== undefined) store.keepPasswordHash(id, userId, made.hash);
          },
        });
        await this.#forgetFormer(userId);
        return recorded;
      });
      return events.length === 0 || made === undefined ? handled : { ...handled, initialPassword: made.password };
    });
  }

  /** All accounts, by identifier. */
  all(): Promise<readonly (AccountState & { readonly userId: string })[]> {
    return this.#options.recorder.directory.accounts();
  }

  /** What is known of the holder of an account, by what was read last. */
  holderOf(userId: string): Holder {
    return holderOf(this.#options.recorder.directory.people, userId);
  }

  /** Who could do what on a day. */
  delegationLog(on: CalendarDate): Promise<readonly DelegationLogEntry[]> {
    return new AccountReader(this.#options.recorder.directory).delegationLog(on);
  }

  /** Every account that lets nobody in before it is bound or recovered. */
  unbound(): Promise<readonly UnboundAccount[]> {
    return new AccountReader(this.#options.recorder.directory).unbound();
  }

  /** See `OpenIdDelegations`. */
  personsFor(subject: { readonly issuer: string; readonly subject: string }): Promise<readonly Person[]> {
    return this.#options.recorder.directory.personsFor(subject);
  }

  async #makePassword(
    userId: string,
    { requestId }: Asking,
  ): Promise<{ readonly password: string; readonly hash: string; readonly commitment: string }> {
    const { recorder, hasher } = this.#options;
    const purpose = `of ${userId} for request ${requestId}`;
    const password = initialPassword(recorder.randomBytes(INITIAL_PASSWORD_BYTES, `initial password ${purpose}`));
    const hash = await hasher.hash(password, recorder.randomBytes(PASSWORD_SALT_BYTES, `salt of password ${purpose}`));
    const commitment = commitmentTo({ purpose: 'initial-password', user: userId, verifier: hash });
    return { password, hash, commitment };
  }

  async #forgetFormer(userId: string): Promise<void> {
    const { recorder, store } = this.#options;
    store.keepOnly(userId, await recorder.directory.account(userId));
  }
}

/** Whether it is an account of the first start that nobody has used yet. */
function isAsInstalled({ password, delegations, sessions }: AccountState): boolean {
  return password?.kind === 'initial-password' && delegations[0]?.delegatedBy === INSTALLATION && sessions.length === 0;
}
