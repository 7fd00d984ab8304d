import type { SignatureGiven } from '@bali/access';
import { type Actor, type FreeText, saltedText } from '@bali/ledger';
import { type DecidedEvent, withOneLineEnd } from '@bali/schema';

/** The server's clock. */
export type Clock = () => Date;

/**
 * Chance, handed in.
 * @param purpose what the bytes are for and nothing secret: a history that is played again draws the same by it.
 */
export type RandomBytes = (length: number, purpose: string) => Uint8Array;

/** Who asks for something, from where, and as which attempt at what: what stands around every event that comes of it. */
export interface CommandEnvelope {
  readonly commandId: string;
  readonly causationId: string;
  readonly correlationId: string;
  readonly actor: Actor;
  /** Other accounts of the same person, as far as they are known when the command is given. They are not in the record. */
  readonly otherAccounts?: readonly string[];
  readonly source: { readonly client: string; readonly ip: string };
}

/** The source of what the software does by itself: it comes from no other address. */
export const OWN_SOURCE: CommandEnvelope['source'] = { client: 'bali', ip: '127.0.0.1' };

/**
 * Lets the person who gives a command sign what it leads to. One for each command, through all attempts at it: whoever
 * signed is not asked again because somebody else was quicker.
 */
export interface Signer {
  /**
   * Asks for the signature that events need, unless it was given already. Asked only once the command is known to be
   * accepted, so that no credentials are spent on one that is not.
   * @param stream the record that they are for: a signature may be one of that record only.
   * @returns whether it was asked for now: time has passed, and it is decided anew on what is there then.
   * @throws whatever refuses the signature: then nothing is written.
   */
  ask(events: readonly DecidedEvent[], stream: string): Promise<boolean>;
  /** The signature that was given for an event; `undefined` if it stands under none. */
  signatureOf(event: DecidedEvent): SignatureGiven | undefined;
}

/** Makes what is kept of a text, with a salt that is used for it only. */
export type KeepText = (text: string, salt: Uint8Array) => FreeText;

/** The free texts of one command: the domain gets their hashes, the store keeps them beside the events. */
export class CommandTexts {
  readonly #commandId: string;
  readonly #randomBytes: RandomBytes;
  readonly #keptAs: KeepText;
  readonly #kept: FreeText[] = [];

  /** @param keptAs how a text is kept. Default: as it is. The texts of a sealed command are sealed. */
  constructor(commandId: string, randomBytes: RandomBytes, keptAs: KeepText = saltedText) {
    this.#commandId = commandId;
    this.#randomBytes = randomBytes;
    this.#keptAs = keptAs;
  }

  get kept(): readonly FreeText[] {
    return this.#kept;
  }

  /** The hash that the event holds in place of the text, which is kept with one kind of line end. */
  keep(text: string): string {
    const salt = this.#randomBytes(32, `salt of text ${this.#kept.length} of command ${this.#commandId}`);
    const kept = this.#keptAs(withOneLineEnd(text), salt);
    this.#kept.push(kept);
    return kept.hash;
  }
}
