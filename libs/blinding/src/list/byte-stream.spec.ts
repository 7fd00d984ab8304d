import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ByteStream, keyedHash } from './byte-stream.js';

const anySeed = fc.uint8Array({ minLength: 32, maxLength: 32 });

/** The numbers of a stream as the page on the list has them: each keyed hash is eight of them. */
function numbersOf(seed: Uint8Array, blocks: number): readonly number[] {
  return Array.from({ length: blocks }, (_, block) => keyedHash(seed, 'bali-randomization-v1', 'ALL', block)).flatMap(
    (bytes) => Array.from({ length: 8 }, (_, place) => bytes.readUInt32BE(4 * place)),
  );
}

describe('numbers drawn from a seed', () => {
  it('are those of the keyed hashes, one after another, without those beyond the last multiple', () => {
    // Of so large a number there is one multiple below 2 ** 32, so that many numbers are drawn again.
    const n = 2 ** 31 + 1;
    fc.assert(
      fc.property(anySeed, (seed) => {
        const stream = new ByteStream(seed, 'ALL');
        const expected = numbersOf(seed, 4).filter((number) => number < n);
        expect(expected.map(() => stream.uniform(n))).toEqual(expected);
      }),
    );
  });

  it('are remainders where there are many multiples', () => {
    fc.assert(
      fc.property(anySeed, fc.integer({ min: 1, max: 20 }), (seed, n) => {
        const stream = new ByteStream(seed, 'ALL');
        expect(numbersOf(seed, 3).map(() => stream.uniform(n))).toEqual(numbersOf(seed, 3).map((number) => number % n));
      }),
    );
  });

  it('do not include the last multiple itself: it is drawn again', () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const [first = 0, second = 0] = numbersOf(seed, 1);
        // Then the one multiple of the first number is that number.
        fc.pre(first > 2 ** 31 && second < first);
        expect(new ByteStream(seed, 'ALL').uniform(first)).toBe(second);
      }),
    );
  });
});
