import {
  acceptedStep,
  type AccountState,
  type CheckedCredentials,
  isEmergencyPhysician,
  PASSWORD_SALT_BYTES,
  type PasswordHasher,
  usableRecoveryCode,
} from '@bali/access';
import type { Clock, RandomBytes } from '@bali/commands';
import type { CredentialStore } from '../credentials/credential-store.js';

export interface GivenCredentials {
  readonly password: string;
  readonly oneTimeCode?: string;
  /** In place of a one-time code, by an emergency physician. */
  readonly recoveryCode?: string;
}

/** What was found of credentials, and of which credentials in force. */
export interface Checked extends CheckedCredentials {
  /** The event that set or bound the password that they were compared with. */
  readonly passwordEvent: string | undefined;
  /** Uses the one-time code up, once; `false`: somebody else has. */
  readonly useCode: () => boolean;
}

export interface CheckerOptions {
  readonly store: CredentialStore;
  readonly hasher: PasswordHasher;
  /** Of no password that anybody knows: compared with where there is no other, so that it takes as long. */
  readonly decoyHash: string;
  readonly now: Clock;
  readonly randomBytes: RandomBytes;
}

/** Checks credentials against those that the ledger says are in force. */
export class CredentialChecker {
  readonly #options: CheckerOptions;

  constructor(options: CheckerOptions) {
    this.#options = options;
  }

  /** Does the same work whether there is such an account, whether it has a password, and whether it is locked. */
  async check(state: AccountState, { password, oneTimeCode, recoveryCode }: GivenCredentials): Promise<Checked> {
    const right = await this.passwordIsRight(state, password);
    const passwordEvent = state.password?.event;
    if (recoveryCode !== undefined && oneTimeCode === undefined) {
      const spent = this.recoveryCodeOf(state, recoveryCode);
      const found =
        spent === undefined
          ? ({ oneTimeCode: 'wrong' } as const)
          : ({ oneTimeCode: 'right', recoveryCode: spent } as const);
      // The event of the sign-in itself uses it up.
      return { password: right, ...found, passwordEvent, useCode: () => true };
    }
    if (state.oneTimeCode === undefined) {
      return { password: right, oneTimeCode: 'not-needed', passwordEvent, useCode: () => true };
    }
    const step = oneTimeCode === undefined ? undefined : this.stepOf(state, oneTimeCode);
    const useCode = () => step !== undefined && this.useStep(state, step);
    return { password: right, oneTimeCode: step === undefined ? 'wrong' : 'right', passwordEvent, useCode };
  }

  async passwordIsRight(state: AccountState, password: string): Promise<boolean> {
    const { hasher, decoyHash } = this.#options;
    const hash = this.#hashOf(state);
    const right = await hasher.verify(password, hash ?? decoyHash);
    return right && hash !== undefined;
  }

  /**
   * The hash of a right password with the parameters of now; `undefined`: it has them already. It counts once an event
   * commits to it.
   */
  async hashedAnew(state: AccountState, password: string): Promise<string | undefined> {
    const { hasher, randomBytes } = this.#options;
    const hash = this.#hashOf(state);
    if (hash === undefined || !hasher.needsRehash(hash)) return undefined;
    const purpose = `new salt of the password of event ${state.password?.event ?? ''}`;
    return hasher.hash(password, randomBytes(PASSWORD_SALT_BYTES, purpose));
  }

  #hashOf({ userId, password }: AccountState): string | undefined {
    return userId === undefined || password === undefined
      ? undefined
      : this.#options.store.passwordHash(userId, password);
  }

  /** The step of a one-time code that is right and was not used; `undefined` if it is not. */
  stepOf({ userId = '', oneTimeCode }: AccountState, code: string): number | undefined {
    const { store, now } = this.#options;
    const kept = oneTimeCode && store.codes.of(userId, oneTimeCode, now());
    return kept && acceptedStep(kept.secret, code, now(), kept.lastStep);
  }

  /** The commitment to a recovery code that is right, was not used, and is its holder's to use now. */
  recoveryCodeOf(state: AccountState, code: string): string | undefined {
    return isEmergencyPhysician(state, this.#options.now().toISOString()) ? usableRecoveryCode(state, code) : undefined;
  }

  useStep({ userId = '', oneTimeCode }: AccountState, step: number): boolean {
    const { store, now } = this.#options;
    return oneTimeCode !== undefined && store.codes.accept(userId, oneTimeCode, step, now());
  }
}
