import {
  type Person,
  type SigningAuthority,
  type SigningCredentials,
  type SigningMethod,
  SigningRefused,
} from '@bali/access';
import { type SignatureId, SIGNATURES } from '@bali/trial';

export const PASSWORD = 'a password that is nowhere in the record';
export const ONE_TIME_CODE = '734912';

const RIGHT = { password: PASSWORD, oneTimeCode: ONE_TIME_CODE } as const;

/** From all credentials to one of them. */
const METHODS = [
  { method: 'password-and-one-time-code', needs: ['password', 'oneTimeCode'] },
  { method: 'password', needs: ['password'] },
  { method: 'one-time-code', needs: ['oneTimeCode'] },
] as const satisfies readonly { method: SigningMethod; needs: readonly (keyof SigningCredentials)[] }[];

/** Everyone has the same credentials, and one session each; the first signature of it asks for all of them. */
export class SigningAuthorityUnderTest implements SigningAuthority {
  /** How often credentials were looked at. */
  asked = 0;
  /** Refuses everyone so, until it is taken back. */
  refuseWith: SigningRefused | undefined;
  readonly #signed = new Set<string>();

  confirm({ userId }: Person, credentials: SigningCredentials): Promise<SigningMethod> {
    this.asked += 1;
    if (this.refuseWith !== undefined) return Promise.reject(this.refuseWith);
    const given = METHODS.find(({ needs }) => needs.every((name) => credentials[name] !== undefined));
    if (given === undefined) return refused('credentials-missing');
    if (given.needs.some((name) => credentials[name] !== RIGHT[name])) return refused('credentials-wrong');
    if (given.needs.length === 1 && !this.#signed.has(userId)) return refused('all-credentials-needed');
    this.#signed.add(userId);
    return Promise.resolve(given.method);
  }

  /** All sessions end. */
  endSessions(): void {
    this.#signed.clear();
  }
}

/** The signature of a command, with all credentials unless told. */
export function signatureFor(id: SignatureId, credentials: SigningCredentials = RIGHT) {
  return { signature: { meaning: SIGNATURES[id].meaning, ...credentials } };
}

function refused(reason: SigningRefused['reason']): Promise<never> {
  return Promise.reject(new SigningRefused(reason));
}
