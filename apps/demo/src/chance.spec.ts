import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cardsOf, Chance, derivedBytes } from './chance.js';

describe('simulated chance', () => {
  it('draws the same for the same seed and purpose, and something else for another', () => {
    const drawn = (seed: string, purpose: string) => {
      const chance = new Chance(seed, purpose);
      return Array.from({ length: 20 }, () => chance.uniform());
    };
    expect(drawn('1', 'visits')).toEqual(drawn('1', 'visits'));
    expect(drawn('1', 'visits')).not.toEqual(drawn('2', 'visits'));
    expect(drawn('1', 'visits')).not.toEqual(drawn('1', 'deaths'));
  });

  it('stays within what was asked for', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: -50, max: 50 }), fc.nat(100), (purpose, min, range) => {
        const chance = new Chance('1', purpose);
        const whole = chance.whole(min, min + range);
        expect(whole).toBeGreaterThanOrEqual(min);
        expect(whole).toBeLessThanOrEqual(min + range);
        expect(Math.abs(chance.around(10, 3) - 10)).toBeLessThanOrEqual(3);
        expect(chance.uniform()).toBeLessThan(1);
      }),
    );
  });

  it('deals every card of a deck before it deals one again', () => {
    const deck = ['a', 'b', 'c', 'd', 'e'];
    const cards = cardsOf(deck, new Chance('1', 'cards'));
    const rounds = Array.from({ length: 4 }, () => deck.map(() => cards.next().value));
    for (const round of rounds) expect(round.toSorted()).toEqual(deck);
    expect(new Set(rounds.map((round) => round.join(''))).size).toBeGreaterThan(1);
  });

  it('derives as many bytes as were asked for', () => {
    expect([0, 1, 32, 33, 100].map((length) => derivedBytes('1', 'salt', length).byteLength)).toEqual([
      0, 1, 32, 33, 100,
    ]);
  });
});
