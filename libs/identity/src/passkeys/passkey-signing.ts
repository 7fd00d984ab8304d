import {
  assertionFault,
  originOf,
  type PasskeyAnswer,
  type PasskeyRequest,
  type Person,
  rpIdOf,
  type SigningPasskeys,
  SigningRefused,
} from '@bali/access';
import type { PasskeyAssertion } from '@bali/ledger';
import type { AccountRecorder, Asking } from '../accounts/account-recorder.js';
import type { SessionSigning } from '../sessions/session-signing.js';

export interface PasskeySigningOptions {
  readonly recorder: AccountRecorder;
  readonly signing: SessionSigning;
  readonly origin: string;
}

/** Signing with the passkeys of embedded accounts, in a session, at one origin. */
export class PasskeySigning implements SigningPasskeys {
  readonly #options: PasskeySigningOptions;

  constructor(options: PasskeySigningOptions) {
    this.#options = options;
  }

  async requestFor({ userId }: Person, challenge: string): Promise<PasskeyRequest | undefined> {
    const { recorder, origin } = this.#options;
    const { passkeys } = await recorder.directory.account(userId);
    const rpId = rpIdOf(origin);
    if (passkeys.length === 0 || rpId === undefined) return undefined;
    const allowCredentials = passkeys.map(({ credential }) => ({ type: 'public-key', id: credential }) as const);
    return { challenge, rpId, allowCredentials, userVerification: 'required' };
  }

  /** What it takes for right is what `verifySignature` takes for right, from the record alone. */
  async confirm(
    person: Person,
    challenge: string,
    answer: PasskeyAnswer,
    source: Asking['source'],
  ): Promise<PasskeyAssertion> {
    const { signing, origin } = this.#options;
    const { credential, authenticatorData, clientDataJSON, signature } = answer;
    return signing.confirmPasskey(person, source, ({ passkeys }) => {
      const passkey = passkeys.find((it) => it.credential === credential);
      if (passkey === undefined || originOf(answer) !== origin) return undefined;
      const { publicKey, algorithm } = passkey;
      const assertion = { credential, publicKey, algorithm, authenticatorData, clientDataJSON, signature };
      const fault = assertionFault(assertion, challenge);
      if (fault === 'differs') throw new SigningRefused('passkey-signed-another');
      return fault === undefined ? assertion : undefined;
    });
  }
}
