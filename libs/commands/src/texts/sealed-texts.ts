import { openSealedText, type SealingKeys } from '@bali/blinding';
import type { EventStore } from '@bali/event-store';

export interface SealedTextsOptions {
  readonly sealedLedger: Pick<EventStore, 'readTexts'>;
  readonly sealingKeys: SealingKeys;
  /** Takes down that a text is missing or altered, and no event says that it was redacted: that is an alarm. */
  readonly note: (hash: string, fault: 'missing' | 'altered') => void;
}

/** Opens free texts beside the sealed ledger for those who may know them. */
export class SealedTexts {
  readonly #options: SealedTextsOptions;

  constructor(options: SealedTextsOptions) {
    this.#options = options;
  }

  /**
   * The text, or in its place that it is redacted, missing or altered. What is redacted is not shown, also where it is not erased yet.
   * @param redacted the hashes of all texts of the sealed ledger that were redacted
   */
  async opened(hash: string, redacted: readonly string[]): Promise<string> {
    if (redacted.includes(hash)) return '[redacted]';
    const { sealedLedger, sealingKeys, note } = this.#options;
    const { authentic, altered } = await sealedLedger.readTexts([hash]);
    const kept = authentic.get(hash);
    if (kept !== undefined) return openSealedText(kept, sealingKeys);
    const fault = altered.has(hash) ? 'altered' : 'missing';
    note(hash, fault);
    return `[${fault}]`;
  }
}
