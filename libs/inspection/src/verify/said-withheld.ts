import type { LedgerText } from '../derived/audited-ledger.js';
import type { WithheldText } from '../format/withheld-text.js';

/** What a manifest says of texts that the reader may not know. */
export class SaidWithheld {
  /** `index field` of each. */
  readonly #places: ReadonlySet<string>;

  constructor(withheld: readonly WithheldText[] = []) {
    this.#places = new Set(withheld.map(({ index, field }) => `${index} ${field}`));
  }

  /** Those of an event's references that are withheld. */
  of(index: number, references: readonly LedgerText[]): readonly LedgerText[] {
    if (this.#places.size === 0) return [];
    return references.filter(({ field }) => this.#places.has(`${index} ${field}`));
  }
}
