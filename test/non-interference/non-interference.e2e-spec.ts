import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectGolden } from '../safety-net/golden-file.js';
import { RIGHTED, WHOLE } from './fixed-histories.js';
import { arbitraryHistory, type History } from './history.js';
import { Installation } from './installation.js';
import { BLINDED_ROLES } from './people.js';
import { compareWorlds } from './swapped-worlds.js';
import type { Transcript } from './transcript.js';

/** How many histories are played, each in two worlds: the first is fixed, the others are random; `BALI_NON_INTERFERENCE_HISTORIES` says another number. */
const HISTORIES = Number(process.env['BALI_NON_INTERFERENCE_HISTORIES'] ?? '1');
/** No other history is begun after this number of minutes. */
const MINUTES = Number(process.env['BALI_NON_INTERFERENCE_MINUTES'] ?? '200');
const SEED = Number(process.env['BALI_NON_INTERFERENCE_SEED'] ?? '1');

let installation: Installation;

beforeAll(async () => {
  installation = await Installation.prepare();
});
afterAll(() => installation[Symbol.dispose]());

const seen = { histories: 0, swapped: 0, responses: 0, bytes: 0 };

/** Plays a history with two lists, and says where the blinded see a difference. */
async function differenceIn(
  history: History,
  listSeed: string,
  hold?: (transcript: Transcript) => void,
): Promise<string | undefined> {
  const { difference, swapped, responses, bytes } = await compareWorlds(installation, history, listSeed, hold);
  if (swapped > 0) seen.histories += 1;
  seen.swapped += swapped;
  seen.responses += responses;
  seen.bytes += bytes;
  if (seen.histories % 10 === 0) tellCounts();
  return difference;
}

/** Holds each kind of answer, leaf and file to its hash in the safety net. `BALI_TRANSCRIPT=DIRECTORY` keeps what is hashed. */
function expectSameAsEver(transcript: Transcript): void {
  const kinds = [...transcript.byKind()];
  const directory = process.env['BALI_TRANSCRIPT'];
  if (directory !== undefined) {
    mkdirSync(directory, { recursive: true });
    for (const [kind, bytes] of kinds) writeFileSync(join(directory, kind.replaceAll(/[^\w{}.]+/g, '-')), bytes);
  }
  const hashes = kinds.map(([kind, bytes]) => [kind, createHash('sha256').update(bytes).digest('hex')] as const);
  expectGolden('whole-history.json', Object.fromEntries(hashes));
}

/** A history in which nothing was locked and unblinded would say nothing of what is said afterwards. */
function expectErratumOfTheTrial({ seen: answers }: Transcript): void {
  const said = answers.filter(({ what }) => what.startsWith('POST /v1/trial/errata '));
  expect(said.map(({ bytes }) => bytes.subarray(0, 3).toString('utf8')).at(-1)).toBe('201');
}

function tellCounts(): void {
  process.stdout.write(
    `non-interference: ${seen.histories} histories in two worlds each, ${seen.swapped} patients with another arm, ` +
      `${BLINDED_ROLES.length} blinded roles, ${seen.responses} responses and ${seen.bytes} bytes compared in each world\n`,
  );
}

describe('[EMA-621-blind] with the arms of patients swapped', () => {
  it('every byte that a blinded role can get is the same, in a history with everything in it', async () => {
    expect(await differenceIn(WHOLE, 'whole', expectSameAsEver)).toBeUndefined();
  });

  it('every byte that a blinded role can get is the same, where what went wrong is put right, and in random histories', async () => {
    expect(await differenceIn(RIGHTED, 'list 0', expectErratumOfTheTrial)).toBeUndefined();
    tellCounts();
    if (HISTORIES < 2) return;
    const property = fc.asyncProperty(arbitraryHistory, fc.integer({ min: 0, max: 999 }), async (history, list) => {
      expect(await differenceIn(history, `list ${list}`)).toBeUndefined();
    });
    const limit = { interruptAfterTimeLimit: MINUTES * 60_000, markInterruptAsFailure: false };
    await fc.assert(property, {
      numRuns: HISTORIES - 1,
      seed: SEED,
      endOnFailure: true,
      ...limit,
    });
    tellCounts();
  }, 14_400_000);
});
