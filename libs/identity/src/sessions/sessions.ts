import {
  type AccountEvent,
  type AccountState,
  accountStream,
  actorOf,
  credentialsRefused,
  delegationsInForce,
  endSession,
  isOpenSession,
  type Person,
  refuseSignIn,
  type Role,
  roleFor,
  SESSION_TOKEN_BYTES,
  SESSION_TOKEN_PATTERN,
  type SessionEnd,
  sessionToken,
  signIn,
  type SignInRefusal,
  signOut,
  sitesOfRole,
  SYSTEM_ACTOR,
  tokenHash,
  TokenRefused,
  type TokenVerifier,
  UNKNOWN_ACCOUNTS_STREAM,
} from '@bali/access';
import { OWN_SOURCE } from '@bali/commands';
import { personIn } from '../accounts/account-directory.js';
import { AccountCommandRefused, type AccountRecorder, type Asking } from '../accounts/account-recorder.js';
import { ANONYMOUS } from '../accounts/actors.js';
import type { CredentialStore, StoredSession } from '../credentials/credential-store.js';
import type { Checked, CredentialChecker, GivenCredentials } from './credential-checker.js';
import { SignInRefused } from './sign-in-refused.js';
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
}

/** A session that has just begun. The token is nowhere else: only its hash is kept. */
export interface SignedIn {
  readonly token: string;
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
/** That a session is in use is written down once a minute: so much earlier it may end for being idle. */
const SEEN_EVERY_MS = MINUTE_MS;

/** Sessions of the embedded accounts: somebody proves who they are, and gets a token that is good for one session. */
export class Sessions implements TokenVerifier {
  readonly #options: SessionsOptions;

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** @throws SignInRefused, and it is in the ledger; TooManyAtOnce: nothing was looked at. */
  signIn(request: SignInRequest, asking: Asking): Promise<SignedIn> {
    return this.#options.turns.take(request.userId, async () => {
      const { recorder, checker } = this.#options;
      const account = await recorder.directory.account(request.userId);
      const checked = await checker.check(account, request);
      await this.#endExpired(request.userId);
      return this.#open(request, account, checked, asking);
    });
  }

  async #open(
    { userId, role: wanted }: SignInRequest,
    account: AccountState,
    checked: Checked,
    asking: Asking,
  ): Promise<SignedIn> {
    const { recorder, store } = this.#options;
    const session = recorder.newId(`session of request ${asking.requestId}`);
    const token = sessionToken(recorder.randomBytes(SESSION_TOKEN_BYTES, `token of session ${session}`));
    const now = recorder.now();
    const admitted = admit(account, checked, wanted, now.toISOString());
    const person = 'refused' in admitted ? undefined : personIn(account, admitted.role, admitted.sites);
    const startedAt = now.getTime();
    if (person !== undefined) {
      const { role } = person;
      store.openSession(tokenHash(token), { session, userId, role, startedAt, lastSeenAt: startedAt, signed: false });
    }
    const { events } = await recorder.record({
      stream: account.userId === undefined ? UNKNOWN_ACCOUNTS_STREAM : accountStream(userId),
      asking,
      actor: person === undefined ? ANONYMOUS : actorOf(person),
      decide: (state, at) => ({ events: decideSignIn(state, { checked, admitted, session }, at) }),
    });
    const refused = refusalIn(events);
    if (refused !== undefined || person === undefined) {
      store.dropSession(session);
      const roles = delegationsInForce(account, now.toISOString()).map(({ role }) => role);
      throw new SignInRefused(refused ?? 'role-not-held', refused === 'role-not-chosen' ? [...new Set(roles)] : []);
    }
    const expiresAt = new Date(startedAt + this.#options.limits.absoluteHours * HOUR_MS).toISOString();
    return { token, person: Object.freeze({ ...person, session }), expiresAt };
  }

  /** The person whose session a token is of, with the sites that they have now. */
  async verify(token: string): Promise<Person> {
    if (!SESSION_TOKEN_PATTERN.test(token)) throw new TokenRefused('malformed');
    const { store, recorder } = this.#options;
    const stored = store.sessionOfToken(tokenHash(token));
    if (stored === undefined) throw new TokenRefused('expired');
    const now = recorder.now();
    const account = await recorder.directory.account(stored.userId);
    const { session, role, lastSeenAt } = stored;
    const sites = sitesOfRole(account, role, now.toISOString());
    const over = this.#endOf(stored, now.getTime()) ?? (sites === undefined ? 'revoked' : undefined);
    if (over !== undefined || sites === undefined || !isOpenSession(account, session)) {
      await this.#end(stored, over ?? 'revoked');
      throw new TokenRefused('expired');
    }
    if (now.getTime() - lastSeenAt >= SEEN_EVERY_MS) store.seen(session, now.getTime());
    return Object.freeze({ ...personIn(account, role, sites), session });
  }

  /** Until when the session lasts at most; `undefined` for somebody who is in no session of ours. */
  expiryOf({ session }: Person): string | undefined {
    const stored = session === undefined ? undefined : this.#options.store.session(session);
    return stored && new Date(stored.startedAt + this.#options.limits.absoluteHours * HOUR_MS).toISOString();
  }

  /** @throws AccountCommandRefused when the person is in no session of ours. */
  async signOut(person: Person, asking: Asking): Promise<void> {
    const { recorder, store } = this.#options;
    const { userId, session = '' } = person;
    const decide = (state: AccountState) => signOut(session, state);
    await recorder.record({ stream: accountStream(userId), asking, actor: actorOf(person), decide });
    store.dropSession(session);
  }

  /** Records the end of every session whose time is over: otherwise it is recorded when somebody next tries to use it. */
  async #endExpired(userId: string): Promise<void> {
    const now = this.#options.recorder.now().getTime();
    for (const stored of this.#options.store.sessionsOf(userId)) {
      const over = this.#endOf(stored, now);
      if (over !== undefined) await this.#end(stored, over);
    }
  }

  #endOf({ startedAt, lastSeenAt }: StoredSession, now: number): SessionEnd | undefined {
    const { idleMinutes, absoluteHours } = this.#options.limits;
    if (now - startedAt >= absoluteHours * HOUR_MS) return 'absolute';
    return now - lastSeenAt >= idleMinutes * MINUTE_MS ? 'idle' : undefined;
  }

  async #end({ session, userId }: StoredSession, why: SessionEnd): Promise<void> {
    const { recorder, store } = this.#options;
    const asking = { requestId: recorder.newId(`end of session ${session}`), source: OWN_SOURCE };
    const decide = (state: AccountState) => endSession(session, why, state);
    try {
      await recorder.record({ stream: accountStream(userId), asking, actor: SYSTEM_ACTOR, decide });
    } catch (error) {
      // Its end is in the ledger already.
      if (!(error instanceof AccountCommandRefused)) throw error;
    }
    store.dropSession(session);
  }
}

type Admitted = { readonly role: Role; readonly sites: readonly string[] } | { readonly refused: SignInRefusal };

/** Whether somebody is let in. Their one-time code is used up only then. */
function admit(account: AccountState, checked: Checked, wanted: Role | undefined, now: string): Admitted {
  const refused = credentialsRefused(account, checked, now);
  if (refused !== undefined) return { refused };
  const admitted = roleFor(account, wanted, now);
  if ('refused' in admitted || checked.useCode()) return admitted;
  return { refused: 'one-time-code-wrong' };
}

interface Found {
  readonly checked: Checked;
  readonly admitted: Admitted;
  readonly session: string;
}

/** Looks again: somebody else may have written to the account while the password was being checked. */
function decideSignIn(
  state: AccountState,
  { checked, admitted, session }: Found,
  now: string,
): readonly AccountEvent[] {
  const password = checked.password && checked.passwordEvent === state.password?.event;
  const refused = credentialsRefused(state, { ...checked, password }, now);
  if (refused !== undefined) return refuseSignIn(refused, state, now);
  if ('refused' in admitted) return refuseSignIn(admitted.refused, state, now);
  const { role } = admitted;
  const sites = sitesOfRole(state, role, now);
  return sites === undefined ? refuseSignIn('role-not-held', state, now) : signIn({ session, role, sites }, state);
}

function refusalIn(events: readonly AccountEvent[]): SignInRefusal | undefined {
  const refused = events.find((event) => event.type === 'SignInRefused');
  return refused?.data.reason;
}
