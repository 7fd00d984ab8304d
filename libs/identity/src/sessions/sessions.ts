import {
  type AccountEvent,
  type AccountState,
  accountStream,
  actorOf,
  attemptSource,
  commitmentTo,
  deviceCommitment,
  endSession,
  type OpenSession,
  type Person,
  type Role,
  SESSION_TOKEN_BYTES,
  SESSION_TOKEN_PATTERN,
  type SessionEnd,
  sessionToken,
  signOut,
  sitesOfRole,
  SYSTEM_ACTOR,
  tokenHash,
  TokenRefused,
  type TokenVerifier,
  UNKNOWN_ACCOUNTS_STREAM,
} from '@bali/access';
import { OWN_SOURCE } from '@bali/commands';
import { storageFailureOf, StoreUnavailable } from '@bali/event-store';
import {
  AccountCommandRefused,
  type AccountRecorder,
  type Asking,
  type RecordedAccount,
} from '../accounts/account-recorder.js';
import { ANONYMOUS } from '../accounts/actors.js';
import type { CredentialStore } from '../credentials/credential-store.js';
import type { SessionKey, StoredSession } from '../credentials/session-rows.js';
import type { Checked, CredentialChecker, GivenCredentials } from './credential-checker.js';
import { admit, decideSignIn, type Found, notLetIn, refusalIn } from './sign-in-decision.js';
import { SignInRefused } from './sign-in-refused.js';
import { LastSeen } from './last-seen.js';
import type { Turns } from './turns.js';

export interface SessionLimits {
  /** How long a session stays open while nothing is asked in it. Default: 30 minutes. */
  readonly idleMinutes: number;
  /** How long after its beginning a session ends, whatever happened in it. Default: 12 hours. */
  readonly absoluteHours: number;
}

export const SESSION_LIMITS: SessionLimits = { idleMinutes: 30, absoluteHours: 12 };

export interface SignInRequest extends GivenCredentials {
  readonly userId: string;
  /** Needed by whoever has several. */
  readonly role?: Role;
  /** What the last sign-in from this device gave it. With it, nobody is kept out by what others try from elsewhere. */
  readonly deviceToken?: string;
}

/** A session that has just begun. The tokens are nowhere else: of them, the ledger has commitments. */
export interface SignedIn {
  readonly token: string;
  /** For the next sign-in from the same device: the one that was given, or a new one. */
  readonly deviceToken: string;
  readonly person: Person;
  /** At the latest. */
  readonly expiresAt: string;
}

export interface SessionsOptions {
  readonly recorder: AccountRecorder;
  readonly store: CredentialStore;
  readonly checker: CredentialChecker;
  readonly turns: Turns;
  readonly limits: SessionLimits;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Sessions of the embedded accounts: somebody proves who they are, and gets a token that is good for one session. */
export class Sessions implements TokenVerifier {
  readonly #options: SessionsOptions;
  readonly #lastSeen: LastSeen;

  constructor(options: SessionsOptions) {
    this.#options = options;
    this.#lastSeen = new LastSeen(options.store.sessions);
  }

  /** @throws SignInRefused, and it is in the ledger; TooManyAtOnce: nothing was looked at. */
  async signIn(request: SignInRequest, asking: Asking): Promise<SignedIn> {
    const { recorder, checker, turns } = this.#options;
    const before = await recorder.directory.account(request.userId);
    const source = attemptSource(before, asking.source.ip, request);
    return turns.takeFrom(request.userId, source, async () => {
      const account = await recorder.directory.account(request.userId);
      const checked = await checker.check(account, request);
      await this.#endExpired(account);
      return this.#open(request, account, checked, asking);
    });
  }

  async #open(request: SignInRequest, account: AccountState, checked: Checked, asking: Asking): Promise<SignedIn> {
    const { recorder, checker } = this.#options;
    const { userId, password } = request;
    const session = recorder.newId(`session of request ${asking.requestId}`);
    const token = sessionToken(recorder.randomBytes(SESSION_TOKEN_BYTES, `token of session ${session}`));
    const now = recorder.now().toISOString();
    const { ip: address } = asking.source;
    const admitted = admit(account, checked, request.role, now, attemptSource(account, address, request));
    const deviceToken = this.#deviceToken(account, request, asking);
    const device = deviceCommitment(userId, deviceToken);
    const person =
      'refused' in admitted ? undefined : recorder.directory.personIn(account, admitted.role, admitted.sites);
    const commitment = commitmentTo({ purpose: 'session', user: userId, verifier: tokenHash(token) });
    const rehash = person && (await checker.hashedAnew(account, password));
    const record = () =>
      recorder.record({
        stream: account.userId === undefined ? UNKNOWN_ACCOUNTS_STREAM : accountStream(userId),
        asking,
        actor: person === undefined ? ANONYMOUS : actorOf(person),
        decide: (state, at) => {
          const found = { checked, admitted, session, commitment, device, rehash };
          return { events: decideSignIn(state, found, at, attemptSource(state, address, request)) };
        },
        keep: (event, id) => this.#keep(event, id, { userId, rehash, tokenHash: tokenHash(token) }),
      });
    const { events } = await (person === undefined
      ? record()
      : this.#exclusively(userId, rehash !== undefined, record));
    const refused = refusalIn(events);
    if (refused !== undefined || person === undefined) throw notLetIn(refused ?? 'role-not-held', account, now);
    return this.#opened({ token, deviceToken }, { ...person, session });
  }

  /** The one of the device, if the account knows it; else a new one. */
  #deviceToken(account: AccountState, { deviceToken }: SignInRequest, { requestId, source }: Asking): string {
    const isKnown = attemptSource(account, source.ip, { deviceToken }).device !== undefined;
    if (isKnown && deviceToken !== undefined) return deviceToken;
    const { randomBytes } = this.#options.recorder;
    return sessionToken(randomBytes(SESSION_TOKEN_BYTES, `token of the device of request ${requestId}`));
  }

  /** What the events of a sign-in stand for. */
  #keep(event: AccountEvent, id: string, { userId, rehash, tokenHash }: ToKeep): void {
    const { recorder, store } = this.#options;
    if (event.type === 'CredentialBound' && rehash !== undefined) store.keepPasswordHash(id, userId, rehash);
    if (event.type !== 'SignedIn') return;
    const { session, role } = event.data;
    store.sessions.open({ session, userId, role, startedAt: recorder.now().getTime(), tokenHash });
  }

  /** Records a sign-in, and forgets the former hash of a password that is kept as another one from now on. */
  #exclusively(
    userId: string,
    isHashedAnew: boolean,
    record: () => Promise<RecordedAccount>,
  ): Promise<RecordedAccount> {
    const { recorder, store } = this.#options;
    return store.exclusively(userId, async () => {
      const recorded = await record();
      if (isHashedAnew) store.keepOnly(userId, await recorder.directory.account(userId));
      return recorded;
    });
  }

  async #opened(tokens: Pick<SignedIn, 'token' | 'deviceToken'>, opened: Person): Promise<SignedIn> {
    const expiresAt = await this.expiryOf(opened);
    // Somebody has ended it already.
    if (expiresAt === undefined) throw new SignInRefused('role-not-held');
    return { ...tokens, person: Object.freeze(opened), expiresAt };
  }

  /** The person whose session a token is of, with the sites that they have now. */
  async verify(token: string): Promise<Person> {
    if (!SESSION_TOKEN_PATTERN.test(token)) throw new TokenRefused('malformed');
    const { store, recorder } = this.#options;
    const hash = tokenHash(token);
    const named = store.sessions.ofToken(hash);
    if (named === undefined) throw new TokenRefused('expired');
    const account = await recorder.directory.account(named.userId);
    const open = account.sessions.find(({ session }) => session === named.session);
    if (open === undefined || !isBound(open)) return this.#endIfItCanBe(named, 'revoked').then(noSession);
    const stored = store.sessions.withToken(named.userId, hash, open);
    // It is open, and of another token: it stays open for whoever has that one.
    if (stored === undefined) throw new TokenRefused('expired');
    const person = await this.#personIn(account, open, stored);
    this.#lastSeen.note(stored, recorder.now().getTime());
    return person;
  }

  /** @throws TokenRefused when the session is over; that it is, is recorded. */
  async #personIn(account: AccountState, open: OpenSession, stored: StoredSession): Promise<Person> {
    const now = this.#options.recorder.now();
    const sites = sitesOfRole(account, open.role, now.toISOString());
    if (sites === undefined) return this.#endIfItCanBe(stored, 'revoked').then(noSession);
    const over = this.#endOf(open, stored, now.getTime());
    if (over !== undefined) return this.#endIfItCanBe(stored, over).then(noSession);
    return Object.freeze({
      ...this.#options.recorder.directory.personIn(account, open.role, sites),
      session: open.session,
    });
  }

  /** Until when the session lasts at most; `undefined` for somebody who is in no session of ours. */
  async expiryOf({ userId, session }: Person): Promise<string | undefined> {
    const { recorder, limits } = this.#options;
    const { sessions } = await recorder.directory.account(userId);
    const open = sessions.find((it) => it.session === session);
    return open && new Date(Date.parse(open.since) + limits.absoluteHours * HOUR_MS).toISOString();
  }

  /** @throws AccountCommandRefused when the person is in no session of ours. */
  async signOut(person: Person, asking: Asking): Promise<void> {
    const { recorder, store } = this.#options;
    const { userId, session = '' } = person;
    const decide = (state: AccountState) => signOut(session, state);
    await recorder.record({ stream: accountStream(userId), asking, actor: actorOf(person), decide });
    store.sessions.drop(session);
  }

  /** Records the end of every session whose time is over: otherwise it is recorded when somebody next tries to use it. */
  async #endExpired({ userId, sessions }: AccountState): Promise<void> {
    if (userId === undefined) return;
    const { recorder, store } = this.#options;
    const now = recorder.now().getTime();
    for (const open of sessions) {
      const key = { session: open.session, userId };
      const over = this.#endOf(open, store.sessions.of(key), now);
      if (over !== undefined) await this.#end(key, over);
    }
  }

  /** When it began, the ledger says; when it was last used, the file: a row that is gone was never used. */
  #endOf(open: OpenSession, stored: StoredSession | undefined, now: number): SessionEnd | undefined {
    const { idleMinutes, absoluteHours } = this.#options.limits;
    if (!isBound(open)) return 'revoked';
    const startedAt = Date.parse(open.since);
    if (now - startedAt >= absoluteHours * HOUR_MS) return 'absolute';
    const lastSeenAt = Math.max(startedAt, stored ? this.#lastSeen.of(stored) : startedAt);
    return now - lastSeenAt >= idleMinutes * MINUTE_MS ? 'idle' : undefined;
  }

  /** A session is over whether its end can be recorded now or not: then it is recorded when somebody next tries to use it. */
  async #endIfItCanBe(stored: SessionKey, why: SessionEnd): Promise<void> {
    try {
      await this.#end(stored, why);
    } catch (error) {
      if (!(error instanceof StoreUnavailable) && storageFailureOf(error) === undefined) throw error;
    }
  }

  async #end({ session, userId }: SessionKey, why: SessionEnd): Promise<void> {
    const { recorder, store } = this.#options;
    const asking = { requestId: recorder.newId(`end of session ${session}`), source: OWN_SOURCE };
    const decide = (state: AccountState) => endSession(session, why, state);
    try {
      await recorder.record({ stream: accountStream(userId), asking, actor: SYSTEM_ACTOR, decide });
    } catch (error) {
      // Its end is in the ledger already.
      if (!(error instanceof AccountCommandRefused)) throw error;
    }
    this.#lastSeen.forget(session);
    store.sessions.drop(session);
  }
}

interface ToKeep extends Pick<Found, 'rehash'> {
  readonly userId: string;
  readonly tokenHash: string;
}

/** A session that began before there were commitments is nobody's any more: its holder signs in again. */
function isBound({ commitment }: OpenSession): boolean {
  return commitment !== undefined;
}

function noSession(): never {
  throw new TokenRefused('expired');
}
