import {
  accountStream,
  actorOf,
  type AccountState,
  isOpenSession,
  type Person,
  refuseSigning,
  type SigningAuthority,
  type SigningCredentials,
  type SigningMethod,
  SigningRefused,
  spendRecoveryCode,
  unboundCredentials,
} from '@bali/access';
import { AccountCommandRefused, type AccountRecorder, type Asking } from '../accounts/account-recorder.js';
import type { CredentialStore } from '../credentials/credential-store.js';
import type { CredentialChecker } from './credential-checker.js';
import type { Turns } from './turns.js';

export interface SessionSigningOptions {
  readonly recorder: AccountRecorder;
  readonly store: CredentialStore;
  readonly checker: CredentialChecker;
  readonly turns: Turns;
}

/**
 * Asks whoever signs in a session of an embedded account for their credentials again.
 *
 * A lock-out from outside does not keep somebody who is signed in from signing: nobody who merely knows their identifier
 * can so stand in the way of an emergency. Wrong credentials in the session itself end it.
 */
export class SessionSigning implements SigningAuthority {
  readonly #options: SessionSigningOptions;

  constructor(options: SessionSigningOptions) {
    this.#options = options;
  }

  confirm(person: Person, credentials: SigningCredentials, source: Asking['source']): Promise<SigningMethod> {
    return this.#options.turns.take(person.userId, async () => {
      const { account, stored } = await this.#sessionOf(person);
      const method = methodOf(credentials);
      refuseByRole(person, method);
      if (!stored.signed && !isWhole(method, account)) throw new SigningRefused('all-credentials-needed');
      await this.#check(person, account, credentials, source);
      if (!stored.signed) this.#options.store.sessions.signed(stored);
      return method;
    });
  }

  /** Asks for all credentials again, for what is no signature: to change them. @throws SigningRefused */
  authenticateAgain(person: Person, credentials: SigningCredentials, source: Asking['source']): Promise<void> {
    return this.#options.turns.take(person.userId, async () => {
      const { account } = await this.#sessionOf(person);
      const method = methodOf(credentials);
      // Whoever changes credentials shows that nothing is lost: a recovery code is for what cannot wait.
      if (method === 'password-and-recovery-code') throw new SigningRefused('recovery-code-not-taken');
      if (!isWhole(method, account)) throw new SigningRefused('all-credentials-needed');
      await this.#check(person, account, credentials, source);
    });
  }

  /**
   * Signs with a passkey, which counts as all credentials.
   * @param made the assertion, if it is right; what it throws does not count as a failure.
   * @throws SigningRefused
   */
  confirmPasskey<Assertion>(
    person: Person,
    source: Asking['source'],
    made: (account: AccountState) => Assertion | undefined,
  ): Promise<Assertion> {
    return this.#options.turns.take(person.userId, async () => {
      const { account, stored } = await this.#sessionOf(person);
      const assertion = made(account);
      if (assertion === undefined) {
        const failure = await this.#recordFailure(person, source);
        throw new SigningRefused(failure === 'credentials-wrong' ? 'passkey-refused' : failure);
      }
      if (!stored.signed) this.#options.store.sessions.signed(stored);
      return assertion;
    });
  }

  async #sessionOf({ userId, session }: Person) {
    const { recorder, store } = this.#options;
    const account = await recorder.directory.account(userId);
    const stored = session === undefined ? undefined : store.sessions.of({ userId, session });
    if (stored === undefined || !isOpenSession(account, stored.session)) throw new SigningRefused('no-session');
    return { account, stored };
  }

  async #check(
    person: Person,
    account: AccountState,
    credentials: SigningCredentials,
    source: Asking['source'],
  ): Promise<void> {
    if (await this.#areRight(person, account, credentials, source)) return;
    throw new SigningRefused(await this.#recordFailure(person, source));
  }

  async #recordFailure(
    person: Person,
    source: Asking['source'],
  ): Promise<'locked-out' | 'credentials-wrong' | 'no-session'> {
    const { recorder, store } = this.#options;
    const { userId, session = '' } = person;
    try {
      const { events } = await recorder.record({
        stream: accountStream(userId),
        asking: {
          requestId: recorder.newId(`refusal in session ${session} at ${recorder.now().toISOString()}`),
          source,
        },
        actor: actorOf(person),
        decide: (state, now) => refuseSigning(session, state, { now }),
      });
      if (!events.some(({ type }) => type === 'SessionEnded')) return 'credentials-wrong';
      store.sessions.drop(session);
      return 'locked-out';
    } catch (error) {
      // Somebody ended the session while the password was being checked.
      if (error instanceof AccountCommandRefused) return 'no-session';
      throw error;
    }
  }

  /** Every credential that is given must be right, also one that was not needed. */
  async #areRight(
    person: Person,
    account: AccountState,
    { password, oneTimeCode, recoveryCode }: SigningCredentials,
    source: Asking['source'],
  ): Promise<boolean> {
    const { checker } = this.#options;
    // Nobody is in a session with one that is not bound; if somebody were, they would sign nothing.
    if (unboundCredentials(account).length > 0) return false;
    const step = oneTimeCode === undefined ? undefined : checker.stepOf(account, oneTimeCode);
    if (oneTimeCode !== undefined && step === undefined) return false;
    if (password !== undefined && !(await checker.passwordIsRight(account, password))) return false;
    if (recoveryCode !== undefined && step === undefined && !(await this.#spend(person, account, recoveryCode, source)))
      return false;
    return step === undefined || checker.useStep(account, step);
  }

  /** Uses a recovery code up, once, however many ask at the same time. */
  async #spend(person: Person, account: AccountState, given: string, source: Asking['source']): Promise<boolean> {
    const { recorder, checker } = this.#options;
    const code = checker.recoveryCodeOf(account, given);
    if (code === undefined) return false;
    const { userId, session = '' } = person;
    const requestId = recorder.newId(`recovery code in session ${session} at ${recorder.now().toISOString()}`);
    try {
      await recorder.record({
        stream: accountStream(userId),
        asking: { requestId, source },
        actor: actorOf(person),
        decide: (state) => spendRecoveryCode(code, 'emergency-opening', state),
      });
      return true;
    } catch (error) {
      if (error instanceof AccountCommandRefused) return false;
      throw error;
    }
  }
}

/** An emergency physician signs every opening with a second factor. */
function refuseByRole({ role }: Person, method: EmbeddedMethod): void {
  const isWithSecondFactor = method === 'password-and-one-time-code' || method === 'password-and-recovery-code';
  if (role === 'emergency-physician' && !isWithSecondFactor) throw new SigningRefused('second-factor-needed');
  if (role !== 'emergency-physician' && method === 'password-and-recovery-code') {
    throw new SigningRefused('recovery-code-not-taken');
  }
}

/** Whether these are all the credentials that an account has. */
function isWhole(method: EmbeddedMethod, { oneTimeCode }: AccountState): boolean {
  if (method === 'password-and-recovery-code') return true;
  return method === 'password-and-one-time-code' || (method === 'password' && oneTimeCode === undefined);
}

type EmbeddedMethod = Extract<
  SigningMethod,
  'password-and-one-time-code' | 'password-and-recovery-code' | 'password' | 'one-time-code'
>;

function methodOf({ password, oneTimeCode, recoveryCode }: SigningCredentials): EmbeddedMethod {
  if (recoveryCode !== undefined && oneTimeCode === undefined && password !== undefined)
    return 'password-and-recovery-code';
  if (password !== undefined) return oneTimeCode === undefined ? 'password' : 'password-and-one-time-code';
  if (oneTimeCode === undefined) throw new SigningRefused('credentials-missing');
  return 'one-time-code';
}
