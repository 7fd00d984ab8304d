import { patience } from '@bali/event-store/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WHOLE } from '../non-interference/fixed-histories.js';
import { Installation } from '../non-interference/installation.js';
import { playRound } from './fuzz.js';
import { KINDS } from './requests.js';
import { Tally } from './tally.js';

/** A part of what `npm run test:fuzz` does, the same in every run. */
const ROUND = { history: WHOLE, steps: 20, seed: 20, requests: 600 };

const tally = new Tally();

beforeAll(async () => {
  using installation = await Installation.prepare();
  await playRound({ ...ROUND, installation, tally, limit: patience });
});
afterAll(() => {
  process.stdout.write(`fuzz: ${tally.requests} requests, ${tally.done.size} operations done\n`);
});

describe('requests made of the OpenAPI documents, valid, nearly valid and hostile, as everybody', () => {
  it('[P11-10g] are answered as documented, and change nothing when they are refused', () => {
    expect(tally.faults).toEqual([]);
  });

  it('were of every kind, and some of them were done', () => {
    expect(KINDS.filter((kind) => tally.byKind.has(kind))).toEqual(KINDS);
    expect(tally.done.size).toBeGreaterThan(0);
  });
});
