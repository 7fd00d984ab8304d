/** How many entries the streams beside a ledger have at least: entries of the register of texts, and checkpoints. */
export interface Kept {
  readonly texts: number;
  readonly checkpoints: number;
}

/**
 * What the ledger itself says of the streams beside it. Each append says in its last event how much there was in them, so that
 * the ledger shows what is missing there. It holds what was seen by any instance whose events were read.
 */
export class KeptCounts implements Kept {
  #texts = 0;
  #checkpoints = 0;

  get texts(): number {
    return this.#texts;
  }

  get checkpoints(): number {
    return this.#checkpoints;
  }

  atLeast({ texts = 0, checkpoints = 0 }: Partial<Kept>): void {
    this.#texts = Math.max(this.#texts, texts);
    this.#checkpoints = Math.max(this.#checkpoints, checkpoints);
  }

  toJSON(): Kept {
    return { texts: this.#texts, checkpoints: this.#checkpoints };
  }
}
