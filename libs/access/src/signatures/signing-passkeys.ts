import type { PasskeyAssertion } from '@bali/ledger';
import type { Person } from '../person.js';

/** What a signer's client asks their passkey for, as `navigator.credentials.get` takes it. Bytes are base64url. */
export interface PasskeyRequest {
  readonly challenge: string;
  readonly rpId: string;
  readonly allowCredentials: readonly { readonly type: 'public-key'; readonly id: string }[];
  readonly userVerification: 'required';
}

/** What the passkey answered. Bytes are base64url. */
export interface PasskeyAnswer {
  readonly credential: string;
  readonly authenticatorData: string;
  readonly clientDataJSON: string;
  readonly signature: string;
}

/** Lets people sign with a key that the server never has. A passkey counts as all credentials: it is had, and unlocked. */
export interface SigningPasskeys {
  /** What to ask for; `undefined`: the person has no passkey. */
  requestFor(person: Person, challenge: string): Promise<PasskeyRequest | undefined>;
  /** @throws SigningRefused `passkey-signed-another`, `passkey-refused`, `locked-out`, `no-session` */
  confirm(
    person: Person,
    challenge: string,
    answer: PasskeyAnswer,
    source: { readonly client: string; readonly ip: string },
  ): Promise<PasskeyAssertion>;
}
