import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { formatVerifierKey } from '@bali/ledger';
import { FilesInMemory, SampleLedger, type SamplePackage, samplePackage, sampleSigner } from '@bali/inspection/testing';
import fc from 'fast-check';
import { FILES, type Finding, NotVerified, verifyPackageFiles, WHOLE_LEDGER } from './index.js';

const EVENTS = 1_000;
const KEY = formatVerifierKey(sampleSigner().key);
/** `BALI_MUTATIONS=10000` for all that is asked for; each verifies a whole package, so the usual run has fewer. */
const MUTATIONS = Number(process.env['BALI_MUTATIONS'] ?? 80);

let made: SamplePackage;
let files: FilesInMemory;

beforeAll(async () => {
  made = await samplePackage(new SampleLedger(EVENTS).source(EVENTS, [0, 6, 255, 256, 700, 999]));
  files = FilesInMemory.of(made.path);
});
afterAll(() => made[Symbol.dispose]());

async function findingIn(changed: FilesInMemory): Promise<Finding | undefined> {
  try {
    await verifyPackageFiles(WHOLE_LEDGER, changed, { key: KEY });
    return undefined;
  } catch (error) {
    if (error instanceof NotVerified) return error.finding;
    throw error;
  }
}

/** What is wrong with a file may be wrong with what the manifest says of it: who finds it cannot tell which of the two. */
const TOLD_OF_THE_OTHER_FILE: readonly (string | undefined)[] = ['missing-file', 'file-altered'];

/** The finding names the file that was changed, or, when that is the manifest, the file of which it says something else. */
function expectFound(path: string, finding: Finding | undefined): void {
  expect([path, finding]).toEqual([path, expect.objectContaining({ fault: expect.any(String) })]);
  const isNamed = finding?.file === path;
  const isManifest = path === FILES.manifest && TOLD_OF_THE_OTHER_FILE.includes(finding?.fault);
  expect([path, finding, isNamed || isManifest]).toEqual([path, finding, true]);
}

function flipped(bytes: Buffer, place: number, to: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[place] = to;
  return copy;
}

describe('[P11-10a] a package of 1,000 events', () => {
  it('verifies as it was made', async () => {
    expect(await findingIn(files)).toBeUndefined();
  });

  it('is not verified when any of its files is changed in the middle, cut, longer, or gone', async () => {
    for (const [path, bytes] of files.files) {
      const middle = Math.floor(bytes.byteLength / 2);
      expectFound(path, await findingIn(files.with(path, flipped(bytes, middle, (bytes[middle] ?? 0) ^ 1))));
      expectFound(path, await findingIn(files.with(path, bytes.subarray(0, -1))));
      expectFound(path, await findingIn(files.with(path, Buffer.concat([bytes, Buffer.from('\n')]))));
      expectFound(path, await findingIn(files.with(path, undefined)));
    }
  });

  it(`is not verified with any random byte changed (${MUTATIONS} tried; BALI_MUTATIONS=10000 tries as many as are asked for)`, async () => {
    const paths = [...files.files.keys()];
    // Half of them anywhere in the package, byte by byte; half of them in any file, however small.
    const ends: number[] = [];
    for (const path of paths) ends.push((ends.at(-1) ?? 0) + (files.files.get(path)?.byteLength ?? 0));
    const inAnyFile = fc.tuple(fc.constantFrom(...paths), fc.nat(2 ** 31 - 1));
    const anywhere = fc.nat((ends.at(-1) ?? 1) - 1).map((place): [string, number] => {
      const file = ends.findIndex((end) => place < end);
      return [paths[file]!, place - (ends[file - 1] ?? 0)];
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(inAnyFile, anywhere), fc.integer({ min: 1, max: 255 }), async ([path, at], change) => {
        const bytes = files.files.get(path)!;
        const place = at % bytes.byteLength;
        expectFound(path, await findingIn(files.with(path, flipped(bytes, place, (bytes[place] ?? 0) ^ change))));
      }),
      { numRuns: MUTATIONS, seed: 900904501 },
    );
  }, 3_600_000);
});
