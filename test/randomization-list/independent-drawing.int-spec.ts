import { onlyWith, program } from '@bali/event-store/testing';
import { drawList, type ListDrawing, listCommitment, slotCommitment } from '@bali/blinding';
import { describe, expect, it } from '@jest/globals';
import { toHex } from '@bali/ledger';
import fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('draw_list.py', import.meta.url));
const FILES = ['randomization-list.json', 'randomization-list-with-cards.json'].map(
  (name) => `libs/blinding/vectors/${name}`,
);

const python = (args: readonly string[], input = '') =>
  spawnSync('python3', [PROGRAM, ...args], { input, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });

const PYTHON = program('there is no python3, so no other program draws the list', 'python3', '--version');

interface Vector extends ListDrawing {
  readonly name: string;
  readonly slots: readonly object[];
  readonly commitment: string;
}

function drawn(drawing: ListDrawing) {
  const list = drawList(drawing);
  const slots = list.map((slot) => ({ ...slot, commitment: toHex(slotCommitment(slot)) }));
  return { slots, commitment: listCommitment(list) };
}

const cards = fc.record({
  strata: fc.uniqueArray(fc.stringMatching(/^CARDS(-[A-Z]{3})?$/), { minLength: 1, maxLength: 3 }),
  length: fc.integer({ min: 1, max: 30 }),
});
const asked: fc.Arbitrary<ListDrawing> = fc.record({
  seed: fc.stringMatching(/^[0-9a-f]{64}$/),
  strata: fc.uniqueArray(fc.stringMatching(/^[A-Z]{3}$/), { minLength: 1, maxLength: 4 }),
  sizes: fc
    .uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 })
    .map((halves) => halves.toSorted((one, other) => one - other).map((half) => 2 * half)),
  length: fc.integer({ min: 1, max: 60 }),
});
const drawing = fc.oneof(
  asked,
  fc.tuple(asked, cards).map(([one, sealed]): ListDrawing => ({ ...one, cards: sealed })),
);

describe('a randomization list', () => {
  const vectors = FILES.flatMap(
    (path) => (JSON.parse(readFileSync(path, 'utf8')) as { readonly vectors: readonly Vector[] }).vectors,
  );

  onlyWith(it, PYTHON)('is drawn the same by a program in another language that shares no code with this one', () => {
    const compared = python(FILES);
    expect([compared.status, compared.stderr]).toEqual([0, '']);
    expect(compared.stdout.split('\n').filter((line) => line.endsWith('are the same'))).toHaveLength(vectors.length);
    const drawings = fc.sample(drawing, { numRuns: 100, seed: 7 });
    expect(JSON.parse(python([], JSON.stringify(drawings)).stdout)).toEqual(drawings.map(drawn));
    const other = { ...vectors[0]!, length: 159 };
    expect(python([], JSON.stringify([other])).stdout).not.toContain(vectors[0]!.commitment);
  });
});
