import { drawList, listCommitment, type ListDrawing, slotCommitment } from '@bali/blinding';
import { describe, expect, it } from '@jest/globals';
import { toHex } from '@bali/ledger';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Lists that were published whole, with what they were drawn from. */
const VECTORS = ['randomization-list.json', 'randomization-list-with-cards.json'].map((file) =>
  join(import.meta.dirname, '../../vectors', file),
);

interface Vector extends ListDrawing {
  readonly name: string;
  readonly slots: readonly object[];
  readonly commitment: string;
}

const sizes = fc
  .uniqueArray(fc.integer({ min: 1, max: 10 }), { minLength: 1, maxLength: 4 })
  .map((halves) => halves.toSorted((one, other) => one - other).map((half) => 2 * half));
const drawing: fc.Arbitrary<ListDrawing> = fc.record({
  seed: fc.stringMatching(/^[0-9a-f]{64}$/),
  strata: fc.uniqueArray(fc.stringMatching(/^[A-Z]{3}$/), { minLength: 1, maxLength: 4 }),
  sizes,
  length: fc.integer({ min: 1, max: 60 }),
});

describe('a randomization list', () => {
  const vectors = VECTORS.flatMap(
    (path) => (JSON.parse(readFileSync(path, 'utf8')) as { readonly vectors: readonly Vector[] }).vectors,
  );

  it.each(vectors)('is drawn as the published vector has it: $name', ({ name: _, slots, commitment, ...drawn }) => {
    const list = drawList(drawn);
    expect(list.map((slot) => ({ ...slot, commitment: toHex(slotCommitment(slot)) }))).toEqual(slots);
    expect(listCommitment(list)).toBe(commitment);
  });

  it('has the length asked for in each stratum, in order, and never leans further to an arm than half a block', () => {
    fc.assert(
      fc.property(drawing, (asked) => {
        const list = drawList(asked);
        expect([...new Set(list.map(({ stratum }) => stratum))]).toEqual(asked.strata.toSorted());
        for (const stratum of asked.strata) {
          const slots = list.filter((slot) => slot.stratum === stratum);
          expect(slots.map(({ slot }) => slot)).toEqual(Array.from({ length: asked.length }, (_, slot) => slot));
          let lead = 0;
          for (const { arm } of slots) {
            lead += arm === 'A' ? 1 : -1;
            expect(Math.abs(lead)).toBeLessThanOrEqual(Math.max(...asked.sizes) / 2);
          }
        }
      }),
    );
  });

  it('depends on everything that it is drawn from, and its commitment on every slot', () => {
    fc.assert(
      fc.property(drawing, (asked) => {
        const list = drawList(asked);
        expect(drawList({ ...asked, strata: asked.strata.toReversed() })).toEqual(list);
        const seed = asked.seed.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
        expect(listCommitment(drawList({ ...asked, seed }))).not.toBe(listCommitment(list));
        const swapped = list.map((slot, place) => (place === 0 ? { ...slot, arm: other(slot.arm) } : slot));
        expect(listCommitment(swapped)).not.toBe(listCommitment(list));
        expect(new Set(list.map((slot) => toHex(slotCommitment(slot)))).size).toBe(list.length);
      }),
    );
  });

  it('has both arms equally often in each place, over many seeds', () => {
    const seeds = Array.from({ length: 1_000 }, (_, seed) => seed.toString(16).padStart(64, '0'));
    const lists = seeds.map((seed) => drawList({ seed, strata: ['ALL'], sizes: [4, 6, 8], length: 24 }));
    for (let place = 0; place < 24; place += 1) {
      const ofA = lists.filter((list) => list[place]?.arm === 'A').length;
      // Five standard deviations: these seeds are always the same, so this never fails by chance.
      expect(Math.abs(ofA - 500)).toBeLessThan(5 * Math.sqrt(250));
    }
  });
});

const other = (arm: 'A' | 'B'): 'A' | 'B' => (arm === 'A' ? 'B' : 'A');
