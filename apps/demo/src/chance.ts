import { createHmac } from 'node:crypto';

/**
 * Bytes that look random and follow from a seed and a purpose: HMAC-SHA256 in counter mode. They are secret from nobody,
 * so nothing but a simulation may use them.
 */
export function derivedBytes(seed: string, purpose: string, length: number): Uint8Array {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, counter) =>
    createHmac('sha256', seed).update(`${counter}\n${purpose}`).digest(),
  );
  return Buffer.concat(blocks).subarray(0, length);
}

/** Simulated chance: the same seed and purpose draw the same, on any machine. */
export class Chance {
  readonly #seed: string;
  readonly #purpose: string;
  #drawn = 0;

  constructor(seed: string, purpose: string) {
    this.#seed = seed;
    this.#purpose = purpose;
  }

  /** Another chance under the same seed: what is drawn from one does not move the other. */
  for(purpose: string): Chance {
    return new Chance(this.#seed, `${this.#purpose}/${purpose}`);
  }

  /** At least 0, less than 1. */
  uniform(): number {
    const bytes = derivedBytes(this.#seed, `${this.#purpose}#${this.#drawn}`, 6);
    this.#drawn += 1;
    return Buffer.from(bytes).readUIntBE(0, 6) / 2 ** 48;
  }

  /** A whole number between two, both included. */
  whole(min: number, max: number): number {
    return min + Math.floor(this.uniform() * (max - min + 1));
  }

  happens(probability: number): boolean {
    return this.uniform() < probability;
  }

  pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.whole(0, items.length - 1)] ?? items[0];
  }

  /** A value near another one: bell-shaped, never further away than the spread. */
  around(middle: number, spread: number): number {
    return middle + spread * ((this.uniform() + this.uniform() + this.uniform()) / 1.5 - 1);
  }

  shuffled<Item>(items: readonly Item[]): readonly Item[] {
    const order = items.map((item) => ({ item, place: this.uniform() }));
    return order.toSorted((one, other) => one.place - other.place).map(({ item }) => item);
  }
}

/** Draws the cards of a deck one by one, shuffled anew whenever it is used up: so that even few draws show every kind. */
export function* cardsOf<Card>(deck: readonly Card[], chance: Chance): Generator<Card, never, undefined> {
  for (let round = 0; ; round += 1) yield* chance.for(`round ${round}`).shuffled(deck);
}
