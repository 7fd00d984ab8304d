import type { PasskeyAlgorithm, PasskeyAnswer } from '@bali/access';
import { type PasskeyAssertion, sha256 } from '@bali/ledger';
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

export const PASSKEY_ORIGIN = 'https://bali.example.org';

/** Of authenticator data: somebody was there, and was verified. */
export const USER_PRESENT = 0x01;
export const USER_VERIFIED = 0x04;

/** What an authenticator or a page may do otherwise than it should. */
export interface Misuse {
  readonly origin?: string;
  readonly rpId?: string;
  readonly flags?: number;
  readonly type?: string;
  readonly crossOrigin?: boolean;
}

/** A passkey in software: its private key is here, and nowhere in what is tested. */
export class SoftwarePasskey {
  readonly credential = randomBytes(16).toString('base64url');
  readonly algorithm: PasskeyAlgorithm;
  readonly key: KeyObject;
  readonly #privateKey: KeyObject;

  constructor(algorithm: PasskeyAlgorithm = 'ES256') {
    const { publicKey, privateKey } = keyPair(algorithm);
    this.algorithm = algorithm;
    this.key = publicKey;
    this.#privateKey = privateKey;
  }

  /** As it stands in the ledger. */
  get publicKey(): string {
    return this.key.export({ type: 'spki', format: 'der' }).toString('base64url');
  }

  /** What a browser answers to `navigator.credentials.get`. */
  sign(challenge: string, misuse: Misuse = {}): PasskeyAnswer {
    const { flags = USER_PRESENT | USER_VERIFIED, type = 'webauthn.get' } = misuse;
    const authenticatorData = authenticatorHead(flags, misuse);
    const clientData = clientDataOf(type, challenge, misuse);
    const signedBytes = Buffer.concat([authenticatorData, sha256(clientData)]);
    return {
      credential: this.credential,
      authenticatorData: authenticatorData.toString('base64url'),
      clientDataJSON: clientData.toString('base64url'),
      signature: sign(this.algorithm === 'EdDSA' ? null : 'sha256', signedBytes, this.#privateKey).toString(
        'base64url',
      ),
    };
  }

  assertion(challenge: string, misuse: Misuse = {}): PasskeyAssertion {
    return { ...this.sign(challenge, misuse), publicKey: this.publicKey, algorithm: this.algorithm };
  }
}

/** The beginning of authenticator data: where, with whom, and a counter that counts nothing. */
export function authenticatorHead(flags: number, misuse: Misuse = {}): Buffer {
  const { rpId = new URL(misuse.origin ?? PASSKEY_ORIGIN).hostname } = misuse;
  return Buffer.concat([sha256(Buffer.from(rpId)), Buffer.from([flags, 0, 0, 0, 0])]);
}

export function clientDataOf(type: string, challenge: string, misuse: Misuse = {}): Buffer {
  const { origin = PASSKEY_ORIGIN, crossOrigin = false } = misuse;
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin }));
}

function keyPair(algorithm: PasskeyAlgorithm) {
  if (algorithm === 'EdDSA') return generateKeyPairSync('ed25519');
  if (algorithm === 'RS256') return generateKeyPairSync('rsa', { modulusLength: 2048 });
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}
