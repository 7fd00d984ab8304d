import fc from 'fast-check';
import { seeded } from '../bench/arms/difference.js';

/** Number of strings that are made for a pattern: more of them find nothing more, and each takes long to make. */
const STRINGS_OF_A_PATTERN = 12;

/** All that is random in a run, from one seed. */
export class Chance {
  readonly #random: () => number;
  readonly #seed: number;
  readonly #strings = new Map<string, readonly string[]>();

  constructor(seed: number) {
    this.#seed = seed;
    this.#random = seeded(seed);
  }

  /** @returns an integer from 0 that is less than the limit. */
  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  /** @returns true in that part of all cases. */
  is(part: number): boolean {
    return this.#random() < part;
  }

  pick<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new Error('there is nothing to pick from');
    return items[this.below(items.length)] as Item;
  }

  /** @returns a string that a regular expression matches. */
  matching(pattern: string): string {
    const known = this.#strings.get(pattern);
    if (known !== undefined) return this.pick(known);
    const made = fc.sample(fc.stringMatching(new RegExp(pattern, 'u')), {
      ...{ seed: this.#seed, numRuns: STRINGS_OF_A_PATTERN },
    });
    this.#strings.set(pattern, made);
    return this.pick(made);
  }
}
