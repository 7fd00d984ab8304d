import { type Actor, type FreeText, saltedText } from '@bali/ledger';

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
  readonly source: { readonly client: string; readonly ip: string };
}

/** The free texts of one command: the domain gets their hashes, the store keeps them beside the events. */
export class CommandTexts {
  readonly #commandId: string;
  readonly #randomBytes: RandomBytes;
  readonly #kept: FreeText[] = [];

  constructor(commandId: string, randomBytes: RandomBytes) {
    this.#commandId = commandId;
    this.#randomBytes = randomBytes;
  }

  get kept(): readonly FreeText[] {
    return this.#kept;
  }

  /** The hash that the event holds in place of the text. */
  keep(text: string): string {
    const salt = this.#randomBytes(32, `salt of text ${this.#kept.length} of command ${this.#commandId}`);
    const kept = saltedText(text, salt);
    this.#kept.push(kept);
    return kept.hash;
  }
}
