import type { Person, SignatureGiven, SigningAuthority } from '@bali/access';
import { SigningRefused } from '@bali/access';
import type { Signer } from '@bali/command-handling';
import { type DecidedEvent, signatureFor } from '@bali/trial';
import type { SignatureDto } from './signature.dto.js';
import { meaningDiffers, nothingToSign, signatureMissing, signingRefused } from './signing-problems.js';

export interface CommandSignerOptions {
  readonly authority: SigningAuthority;
  readonly person: Person;
  readonly source: { readonly client: string; readonly ip: string };
  /** What came with the command. */
  readonly signature: SignatureDto | undefined;
}

/** Signs what a command leads to with what came with it, once its credentials are confirmed. */
export class CommandSigner implements Signer {
  readonly #options: CommandSignerOptions;
  #given: SignatureGiven | undefined;

  constructor(options: CommandSignerOptions) {
    this.#options = options;
  }

  /**
   * Confirms the credentials, once: a one-time code is good for one time only.
   * @throws Problem `signature-missing`, `signature-meaning-differs`, `signature-not-asked-for`, `signature-refused`,
   * `authenticate-again`
   */
  async ask(events: readonly DecidedEvent[]): Promise<boolean> {
    const { signature } = this.#options;
    const meanings = new Set(events.flatMap((event) => signatureFor(event)?.meaning ?? []));
    if (meanings.size === 0 && signature !== undefined) throw nothingToSign();
    for (const meaning of meanings) {
      if (signature === undefined) throw signatureMissing(meaning);
      if (signature.meaning !== meaning) throw meaningDiffers(meaning);
    }
    if (signature === undefined || this.#given !== undefined) return false;
    this.#given = await this.#confirmed(signature);
    return true;
  }

  signatureOf(event: DecidedEvent): SignatureGiven | undefined {
    const required = signatureFor(event);
    return required?.meaning === this.#given?.meaning ? this.#given : undefined;
  }

  async #confirmed({ meaning, ...credentials }: SignatureDto): Promise<SignatureGiven> {
    const { authority, person, source } = this.#options;
    try {
      return { meaning, method: await authority.confirm(person, credentials, source) };
    } catch (error) {
      throw error instanceof SigningRefused ? signingRefused(error, meaning) : error;
    }
  }
}
