import {
  accountStream,
  actorOf,
  type Passkey,
  type Person,
  registerPasskey,
  revokePasskey,
  rpIdOf,
  type SigningCredentials,
} from '@bali/access';
import { TRIAL } from '@bali/protocol';
import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { COSEALG, decodeAttestationObject, isoBase64URL } from '@simplewebauthn/server/helpers';
import { createHash } from 'node:crypto';
import type { AccountRecorder, Asking } from '../accounts/account-recorder.js';
import type { CredentialStore } from '../credentials/credential-store.js';
import { sessionOf } from '../credentials/session-rows.js';
import type { SessionSigning } from '../sessions/session-signing.js';
import type { Turns } from '../sessions/turns.js';
import { registeredKey } from './registered-key.js';

/** What an authenticator answered to being registered. Bytes are base64url. */
export interface PasskeyRegistration {
  readonly credential: string;
  readonly clientDataJSON: string;
  readonly attestationObject: string;
}

/** A passkey was not registered: the answer is not one to what was asked last, within its time, at this origin. */
export class PasskeyNotRegistered extends Error {
  constructor() {
    super('This is no answer of a passkey to what was asked last, or it took too long.');
    this.name = 'PasskeyNotRegistered';
  }
}

/** The installation has no origin at which browsers could use passkeys. */
export class PasskeysNotOffered extends Error {
  constructor() {
    super('This installation takes no passkeys.');
    this.name = 'PasskeysNotOffered';
  }
}

export interface PasskeysOptions {
  readonly recorder: AccountRecorder;
  readonly store: CredentialStore;
  readonly signing: SessionSigning;
  readonly turns: Turns;
  /** The origin of the pages on which people sign; passkeys belong to its host. Without it, none are registered. */
  readonly origin: string | undefined;
}

const CHALLENGE_BYTES = 32;
const TIME_TO_REGISTER = 5 * 60_000;
const ALGORITHMS = [COSEALG.EdDSA, COSEALG.ES256, COSEALG.RS256];

/** People's own passkeys: keys to sign with, of which the server knows the public half only. */
export class Passkeys {
  readonly #options: PasskeysOptions;

  constructor(options: PasskeysOptions) {
    this.#options = options;
  }

  /** The origin of the pages on which they are registered; undefined: none are. */
  get origin(): string | undefined {
    return this.#options.origin;
  }

  async of({ userId }: Person): Promise<readonly Passkey[]> {
    return (await this.#options.recorder.directory.account(userId)).passkeys;
  }

  /**
   * Begins to register a passkey; a registration that was begun before is void.
   * @returns what `navigator.credentials.create` takes.
   * @throws SigningRefused when the credentials that are given again are not right; PasskeysNotOffered
   */
  async begin(
    person: Person,
    credentials: SigningCredentials,
    source: Asking['source'],
  ): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const { recorder, store, signing } = this.#options;
    const { rpId } = this.#place();
    await signing.authenticateAgain(person, credentials, source);
    const { userId, name } = person;
    const now = recorder.now();
    const challenge = Buffer.from(
      recorder.randomBytes(CHALLENGE_BYTES, `passkey of ${userId} from ${now.toISOString()}`),
    );
    store.pending.beginPasskey(sessionOf(person), challenge.toString('base64url'), now.getTime() + TIME_TO_REGISTER);
    const registered = await this.of(person);
    return generateRegistrationOptions({
      rpName: TRIAL.acronym,
      rpID: rpId,
      userName: userId,
      userDisplayName: name,
      userID: Uint8Array.from(createHash('sha256').update(accountStream(userId)).digest()),
      challenge: Uint8Array.from(challenge),
      timeout: TIME_TO_REGISTER,
      attestationType: 'none',
      authenticatorSelection: { residentKey: 'discouraged', userVerification: 'required' },
      excludeCredentials: registered.map(({ credential }) => ({ id: credential })),
      supportedAlgorithmIDs: ALGORITHMS,
    });
  }

  /** From now on the person can sign with it. @throws PasskeyNotRegistered, PasskeysNotOffered, AccountCommandRefused */
  register(person: Person, registration: PasskeyRegistration, asking: Asking): Promise<void> {
    const { recorder, store, turns } = this.#options;
    const { userId } = person;
    const place = this.#place();
    return turns.take(userId, async () => {
      const challenge = store.pending.endPasskey(sessionOf(person), recorder.now().getTime());
      const key = challenge === undefined ? undefined : await keyIn(registration, challenge, place);
      if (key === undefined || (await this.#isSomebodys(registration.credential))) throw new PasskeyNotRegistered();
      await recorder.record({
        stream: accountStream(userId),
        asking,
        actor: actorOf(person),
        decide: (state) => registerPasskey({ credential: registration.credential, ...key }, state),
      });
    });
  }

  /** The person signs with it no more; what was signed with it stays as valid as it was. @throws AccountCommandRefused */
  async revoke(person: Person, credential: string, asking: Asking): Promise<void> {
    await this.#options.recorder.record({
      stream: accountStream(person.userId),
      asking,
      actor: actorOf(person),
      decide: (state) => revokePasskey(credential, state),
    });
  }

  /** Two people with the same key could sign for each other. */
  async #isSomebodys(credential: string): Promise<boolean> {
    const accounts = await this.#options.recorder.directory.accounts();
    return accounts.some(({ passkeys }) => passkeys.some((passkey) => passkey.credential === credential));
  }

  #place(): Place {
    const { origin } = this.#options;
    const rpId = rpIdOf(origin);
    if (origin === undefined || rpId === undefined) throw new PasskeysNotOffered();
    return { origin, rpId };
  }
}

interface Place {
  readonly origin: string;
  readonly rpId: string;
}

/** The key in an answer that is right; `undefined` if it is not. */
async function keyIn(
  { credential, clientDataJSON, attestationObject }: PasskeyRegistration,
  challenge: string,
  { origin, rpId }: Place,
): Promise<Pick<Passkey, 'publicKey' | 'algorithm'> | undefined> {
  const response = { clientDataJSON, attestationObject };
  try {
    if (!comesWithoutCertificates(attestationObject)) return undefined;
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { id: credential, rawId: credential, type: 'public-key', clientExtensionResults: {}, response },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    // What the client calls the key has to be what the authenticator calls it.
    if (registrationInfo?.credential.id !== credential) return undefined;
    return registeredKey(registrationInfo.credential.publicKey);
  } catch {
    // The library says by errors of its own what is wrong with what came from outside.
    return undefined;
  }
}

/** None were asked for; and to check any, addresses would be fetched that are written in them. */
function comesWithoutCertificates(attestationObject: string): boolean {
  const attestation = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject));
  const format = attestation.get('fmt');
  return format === 'none' || (format === 'packed' && attestation.get('attStmt').get('x5c') === undefined);
}
