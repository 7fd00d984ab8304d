import { passwordRefused } from '@bali/access';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PEOPLE } from '../cohort/people.js';
import { accountChance, publicInitialPassword, publicPassword } from './passwords.js';

const seeds = fc.nat(2 ** 32 - 1);

describe('the public passwords of a demo', () => {
  it('[P11-300] pass the rules for passwords whatever the seed, and are another for each person and seed', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const passwords = PEOPLE.map((person) => publicPassword(seed, person.userId));
        expect(PEOPLE.map((person, place) => passwordRefused(passwords[place]!, person))).toEqual(
          PEOPLE.map(() => undefined),
        );
        expect(new Set(passwords).size).toBe(PEOPLE.length);
        expect(publicPassword(seed + 1, 'monitor')).not.toBe(publicPassword(seed, 'monitor'));
      }),
      { numRuns: 20 },
    );
  });

  it('begin with initial passwords that can be told again; all other chance follows from seed and purpose', () => {
    const purpose = 'initial password of monitor for request 6f1d2d0e';
    const [one, another] = [accountChance(1), accountChance(1)];
    expect(one(40, purpose)).toEqual(another(40, 'initial password of monitor for request 00000000'));
    expect(one(40, purpose)).not.toEqual(accountChance(2)(40, purpose));
    expect(one(32, 'token of session 1')).toEqual(another(32, 'token of session 1'));
    expect(one(32, 'token of session 1')).not.toEqual(one(32, 'token of session 2'));
    expect(one(32, 'token of session 1')).not.toEqual(accountChance(2)(32, 'token of session 1'));
    expect(publicInitialPassword(1, 'monitor')).toMatch(/^([2-9A-Z]{5}-){3}[2-9A-Z]{5}$/);
  });
});
