import { Buffer } from 'node:buffer';
import { createHmac } from 'node:crypto';

const NUMBERS = 2 ** 32;

/** The bytes that a seed gives to a stratum, and the numbers that are drawn from them one after another. */
export class ByteStream {
  readonly #seed: Uint8Array;
  readonly #stratum: string;
  #block: Buffer = Buffer.alloc(0);
  #blocks = 0;

  constructor(seed: Uint8Array, stratum: string) {
    this.#seed = seed;
    this.#stratum = stratum;
  }

  /** A number from 0 to n - 1, each as likely: numbers beyond the last multiple of n are drawn again. */
  uniform(n: number): number {
    const limit = Math.floor(NUMBERS / n) * n;
    for (;;) {
      const number = this.#next();
      if (number < limit) return number % n;
    }
  }

  /** The next four bytes; a block has a whole number of them. */
  #next(): number {
    if (this.#block.length === 0) {
      this.#block = keyedHash(this.#seed, 'bali-randomization-v1', this.#stratum, this.#blocks);
      this.#blocks += 1;
    }
    const number = this.#block.readUInt32BE(0);
    this.#block = this.#block.subarray(4);
    return number;
  }
}

/** HMAC-SHA256(seed, purpose 00 stratum 00 uint32be(number)). */
export function keyedHash(seed: Uint8Array, purpose: string, stratum: string, number: number): Buffer {
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE(number);
  return createHmac('sha256', seed).update(`${purpose}\0${stratum}\0`).update(counter).digest();
}
