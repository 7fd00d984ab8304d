import {
  passkeyChallenge,
  type Person,
  type SignatureGiven,
  type SigningAuthority,
  type SigningPasskeys,
  SigningRefused,
} from '@bali/access';
import { signatureFor } from '@bali/trial';
import type { DecidedEvent } from '@bali/schema';
import type { Signer } from '../loop/command.js';
import type { SignatureInBody } from './body.js';
import {
  type AskedSignature,
  SignatureMeaningDiffers,
  SignatureMissing,
  SignatureNotAskedFor,
  SignatureRefused,
} from './signature-errors.js';

export interface CommandSignerOptions {
  readonly authority: SigningAuthority;
  /** Without them, nobody signs with a passkey. */
  readonly passkeys?: SigningPasskeys;
  readonly commandId: string;
  readonly person: Person;
  readonly source: { readonly client: string; readonly ip: string };
  /** What came with the command. */
  readonly signature: SignatureInBody | undefined;
}

/** What has to be signed now. */
interface ToSign {
  readonly meaning: string;
  /** For a passkey, which signs one event; `undefined` where there are several. */
  readonly challenge: string | undefined;
}

/** Signs what a command leads to with what came with it, once its credentials are confirmed. */
export class CommandSigner implements Signer {
  readonly #options: CommandSignerOptions;
  #given: SignatureGiven | undefined;
  /** What was to be signed when it was. */
  #signedChallenge: string | undefined;

  constructor(options: CommandSignerOptions) {
    this.#options = options;
  }

  /**
   * Confirms the credentials, once: a one-time code is good for one time only. What a passkey signed still has to be
   * what is decided whenever it is asked again.
   * @throws SignatureMissing, SignatureMeaningDiffers, SignatureNotAskedFor, SignatureRefused
   */
  async ask(events: readonly DecidedEvent[], stream: string): Promise<boolean> {
    const { signature } = this.#options;
    const toSign = this.#toSign(events, stream);
    if (toSign.length === 0 && signature !== undefined) throw new SignatureNotAskedFor();
    for (const what of toSign) {
      if (signature === undefined) throw new SignatureMissing(await this.#asked(what));
      if (signature.meaning !== what.meaning) throw new SignatureMeaningDiffers(await this.#asked(what));
    }
    const [what] = toSign;
    if (signature === undefined || what === undefined) return false;
    if (this.#given !== undefined) {
      if (this.#given.assertion === undefined || what.challenge === this.#signedChallenge) return false;
      throw new SignatureRefused(new SigningRefused('passkey-signed-another'), await this.#asked(what));
    }
    this.#given = await this.#confirmed(signature, what);
    this.#signedChallenge = what.challenge;
    return true;
  }

  signatureOf(event: DecidedEvent): SignatureGiven | undefined {
    const required = signatureFor(event);
    return required?.meaning === this.#given?.meaning ? this.#given : undefined;
  }

  /** Each meaning once. */
  #toSign(events: readonly DecidedEvent[], stream: string): readonly ToSign[] {
    const { commandId, person } = this.#options;
    const signed = events.flatMap((event) => {
      const meaning = signatureFor(event)?.meaning;
      return meaning === undefined ? [] : [{ event, meaning }];
    });
    const [only, another] = signed;
    if (only !== undefined && another === undefined) {
      return [{ ...only, challenge: passkeyChallenge({ ...only, commandId, signer: person.userId, stream }) }];
    }
    return [...new Set(signed.map(({ meaning }) => meaning))].map((meaning) => ({ meaning, challenge: undefined }));
  }

  async #confirmed({ passkey, meaning, ...credentials }: SignatureInBody, what: ToSign): Promise<SignatureGiven> {
    const { authority, passkeys, person, source } = this.#options;
    try {
      if (passkey === undefined) return { meaning, method: await authority.confirm(person, credentials, source) };
      if (passkeys === undefined || what.challenge === undefined) throw new SigningRefused('passkey-refused');
      const assertion = await passkeys.confirm(person, what.challenge, passkey, source);
      return { meaning, method: 'passkey', assertion };
    } catch (error) {
      throw error instanceof SigningRefused ? new SignatureRefused(error, await this.#asked(what)) : error;
    }
  }

  async #asked({ meaning, challenge }: ToSign): Promise<AskedSignature> {
    const { passkeys, person } = this.#options;
    const passkey = challenge === undefined ? undefined : await passkeys?.requestFor(person, challenge);
    return { meaning, ...(passkey && { passkey }) };
  }
}
