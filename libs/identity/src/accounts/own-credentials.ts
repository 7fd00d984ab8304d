import {
  acceptedStep,
  accountStream,
  actorOf,
  attemptSource,
  type AccountState,
  commitmentTo,
  credentialsRefused,
  ONE_TIME_CODE_SECRET_BYTES,
  oneTimeCodeUri,
  PASSWORD_REFUSALS,
  PASSWORD_SALT_BYTES,
  type PasswordHasher,
  type PasswordRefusal,
  passwordRefused,
  type Person,
  RECOVERY_CODE_BYTES,
  RECOVERY_CODES,
  recoveryCode,
  recoveryCodeCommitment,
  refuseSignIn,
  setCredential,
  setRecoveryCodes,
  type SigningCredentials,
  type SignInRefusal,
  UNKNOWN_ACCOUNTS_STREAM,
} from '@bali/access';
import { toHex } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import type { CredentialStore } from '../credentials/credential-store.js';
import type { CredentialChecker, GivenCredentials } from '../sessions/credential-checker.js';
import type { SessionSigning } from '../sessions/session-signing.js';
import { sessionOf } from '../credentials/session-rows.js';
import { SignInRefused } from '../sessions/sign-in-refused.js';
import type { Turns } from '../sessions/turns.js';
import type { AccountRecorder, Asking, Recording } from './account-recorder.js';
import { ANONYMOUS, holderOf } from './actors.js';

/** A password is not taken. Nothing was changed, and the message does not quote it. */
export class PasswordRefused extends Error {
  readonly refusal: PasswordRefusal;

  constructor(refusal: PasswordRefusal) {
    super(PASSWORD_REFUSALS[refusal]);
    this.name = 'PasswordRefused';
    this.refusal = refusal;
  }
}

/** The code that was to show that the authenticator app works is not right, or nothing was begun. */
export class EnrolmentRefused extends Error {
  constructor() {
    super('This is not the code that the authenticator app shows now, or none was set up.');
    this.name = 'EnrolmentRefused';
  }
}

export interface PasswordChange extends Omit<GivenCredentials, 'recoveryCode'> {
  readonly userId: string;
  readonly newPassword: string;
  /** See `SignInRequest`. */
  readonly deviceToken?: string;
}

export interface OwnCredentialsOptions {
  readonly recorder: AccountRecorder;
  readonly store: CredentialStore;
  readonly hasher: PasswordHasher;
  readonly checker: CredentialChecker;
  readonly signing: SessionSigning;
  readonly turns: Turns;
}

/** How long one-time codes that were begun can be confirmed. */
const TIME_TO_ENROL_MS = 15 * 60_000;

/** What people do with their own credentials. */
export class OwnCredentials {
  readonly #options: OwnCredentialsOptions;

  constructor(options: OwnCredentialsOptions) {
    this.#options = options;
  }

  /**
   * Changes a password, for whoever gives the former one: also an initial password, with which nobody can sign in. Ends
   * every session of the account.
   * @throws SignInRefused, and it is in the ledger and counts; PasswordRefused; TooManyAtOnce
   */
  async changePassword(change: PasswordChange, asking: Asking): Promise<void> {
    const { recorder, checker, turns } = this.#options;
    const sourceFor = (state: AccountState) =>
      attemptSource(state, asking.source.ip, { deviceToken: change.deviceToken });
    const before = sourceFor(await recorder.directory.account(change.userId));
    await turns.takeFrom(change.userId, before, async () => {
      const account = await recorder.directory.account(change.userId);
      const checked = await checker.check(account, change);
      const refused = credentialsRefused(account, checked, recorder.now().toISOString(), sourceFor(account));
      if (refused !== undefined) await this.#refuse(change, account, refused, asking);
      const { name } = account;
      const unfit =
        change.newPassword === change.password
          ? 'password-unchanged'
          : passwordRefused(change.newPassword, { ...change, name });
      if (unfit !== undefined) throw new PasswordRefused(unfit);
      if (!checked.useCode()) await this.#refuse(change, account, 'one-time-code-wrong', asking);
      await this.#setPassword(account, change, asking);
    });
  }

  /**
   * Begins to set up one-time codes. Nothing changes until {@link confirmOneTimeCode}.
   * @returns what the authenticator app is told: it holds the secret, and is nowhere else.
   * @throws SigningRefused when the credentials that are given again are not right.
   */
  async beginOneTimeCode(person: Person, credentials: SigningCredentials, source: Asking['source']): Promise<string> {
    const { recorder, store, signing } = this.#options;
    await signing.authenticateAgain(person, credentials, source);
    const { userId } = person;
    const purpose = `one-time codes of ${userId} from ${recorder.now().toISOString()}`;
    const secret = recorder.randomBytes(ONE_TIME_CODE_SECRET_BYTES, purpose);
    const until = recorder.now().getTime() + TIME_TO_ENROL_MS;
    store.pending.beginEnrolment(sessionOf(person), secret, until);
    return oneTimeCodeUri(secret, { userId, issuer: TRIAL.acronym });
  }

  /** From now on the account needs one-time codes. @throws EnrolmentRefused */
  confirmOneTimeCode(person: Person, code: string, asking: Asking): Promise<void> {
    const { recorder, store, turns } = this.#options;
    const { userId } = person;
    return turns.take(userId, async () => {
      const secret = store.pending.enrolment(sessionOf(person), recorder.now().getTime());
      const step = secret && acceptedStep(secret, code, recorder.now(), -1);
      if (secret === undefined || step === undefined) throw new EnrolmentRefused();
      const commitment = commitmentTo({ purpose: 'one-time-code', user: userId, verifier: toHex(secret) });
      await this.#set(userId, {
        asking,
        actor: actorOf(person),
        decide: (state) => ({ events: setCredential('one-time-code', commitment, state) }),
        keep: (_, id) => store.codes.keep(id, userId, { secret, lastStep: step }),
      });
      store.pending.endEnrolment(userId);
    });
  }

  /**
   * Makes recovery codes in place of all former ones, for an emergency physician who gives all credentials again.
   * @returns the codes, which are shown once and are nowhere else.
   * @throws SigningRefused; AccountCommandRefused `recovery-codes-not-offered`
   */
  async makeRecoveryCodes(person: Person, credentials: SigningCredentials, asking: Asking): Promise<readonly string[]> {
    const { recorder, signing } = this.#options;
    await signing.authenticateAgain(person, credentials, asking.source);
    const { userId } = person;
    const codes = Array.from({ length: RECOVERY_CODES }, (_, place) =>
      recoveryCode(recorder.randomBytes(RECOVERY_CODE_BYTES, `recovery code ${place} of request ${asking.requestId}`)),
    );
    const commitments = codes.map((code) => recoveryCodeCommitment(userId, code));
    await recorder.record({
      stream: accountStream(userId),
      asking,
      actor: actorOf(person),
      decide: (state, now) => setRecoveryCodes(commitments, state, now),
    });
    return codes;
  }

  async #setPassword(account: AccountState, { userId, newPassword }: PasswordChange, asking: Asking): Promise<void> {
    const { recorder, store, hasher } = this.#options;
    const salt = recorder.randomBytes(
      PASSWORD_SALT_BYTES,
      `salt of password of ${userId} for request ${asking.requestId}`,
    );
    const hash = await hasher.hash(newPassword, salt);
    const commitment = commitmentTo({ purpose: 'password', user: userId, verifier: hash });
    await this.#set(userId, {
      asking,
      actor: holderOf(account),
      decide: (state) => ({ events: setCredential('password', commitment, state) }),
      keep: ({ type }, id) => {
        if (type === 'CredentialsSet') store.keepPasswordHash(id, userId, hash);
      },
    });
  }

  /** Records that a credential is set, and forgets the former one. */
  #set(userId: string, recording: Omit<Recording, 'stream'>): Promise<void> {
    const { recorder, store } = this.#options;
    return store.exclusively(userId, async () => {
      await recorder.record({ ...recording, stream: accountStream(userId) });
      store.keepOnly(userId, await recorder.directory.account(userId));
    });
  }

  async #refuse(
    { userId, deviceToken }: PasswordChange,
    account: AccountState,
    reason: SignInRefusal,
    asking: Asking,
  ): Promise<never> {
    await this.#options.recorder.record({
      stream: account.userId === undefined ? UNKNOWN_ACCOUNTS_STREAM : accountStream(userId),
      asking,
      actor: ANONYMOUS,
      decide: (state, now) => {
        const source = attemptSource(state, asking.source.ip, { deviceToken });
        return { events: refuseSignIn(reason, state, now, source) };
      },
    });
    throw new SignInRefused(reason);
  }
}
