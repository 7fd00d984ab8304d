import type { Ledger } from '@bali/ledger';
import type { InstallationKeys } from '../heads/installation-keys.js';
import { metadataIn, type ReadEvent } from './wire-event.js';

/** What an installation writes beside a ledger's events. */
type What = 'checkpoint' | 'text-kept' | 'seal' | 'acceptance';

/**
 * Tells what the installation has written beside a ledger's events from what others have: an HMAC under the head keys is in the
 * metadata, and a key that was retired since still says so. Where the keys are not at hand, what has the form of one is believed.
 */
export class Authenticity {
  readonly #ledger: Ledger;
  readonly #keys: InstallationKeys | undefined;

  constructor(ledger: Ledger, keys: InstallationKeys | undefined) {
    this.#ledger = ledger;
    this.#keys = keys;
  }

  /** The metadata of an event that is about to be written. */
  metadata(what: What, text: string): object {
    return this.#keys === undefined ? {} : { mac: this.#keys.authenticate(this.#purpose(what), text) };
  }

  /** Whether the installation has written an event that holds this text. */
  isOurs(what: What, text: string, { metadata }: ReadEvent): boolean {
    const { mac } = metadataIn(metadata);
    if (typeof mac !== 'string') return false;
    return this.#keys?.wasAuthentic(this.#purpose(what), text, mac) ?? true;
  }

  #purpose(what: What): string {
    return `${this.#ledger} ${what}`;
  }
}
