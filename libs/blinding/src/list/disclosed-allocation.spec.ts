import { discloseAllocation, drawList, listCommitment, slotCommitment } from '@bali/blinding';
import { fromHex, leafHash, verifyInclusion } from '@bali/ledger';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

const SEED = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';
const anyList = fc
  .record({ seed: fc.stringMatching(/^[0-9a-f]{64}$/), length: fc.integer({ min: 1, max: 40 }) })
  .map((asked) => drawList({ ...asked, strata: ['NAN', 'REI'], sizes: [4, 6] }));

describe('a disclosed allocation', () => {
  it('[EMA-621-blind] proves, for every slot, that it stood in the list that was committed to', () => {
    fc.assert(
      fc.property(anyList, (list) => {
        for (const [index, slot] of list.entries()) {
          const disclosed = discloseAllocation(list, slot);
          expect(disclosed).toMatchObject({ ...slot, index, listSize: list.length });
          if (disclosed === undefined) throw new Error('the list has no such slot');
          const root = fromHex(listCommitment(list));
          const proof = disclosed.inclusionProof.map((hash) => fromHex(hash));
          expect(disclosed.listCommitment).toBe(listCommitment(list));
          expect(verifyInclusion(leafHash(slotCommitment(slot)), index, list.length, proof, root)).toBe(true);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('is none where the list has no such slot', () => {
    const list = drawList({ seed: SEED, strata: ['ALL'], sizes: [4], length: 3 });
    expect(discloseAllocation(list, { stratum: 'ALL', slot: 3 })).toBeUndefined();
    expect(discloseAllocation(list, { stratum: 'REI', slot: 0 })).toBeUndefined();
    expect(discloseAllocation([], { stratum: 'ALL', slot: 0 })).toBeUndefined();
  });
});
