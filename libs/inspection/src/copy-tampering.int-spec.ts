import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { canonicalJson, formatVerifierKey, recordOf, sha256Hex } from '@bali/ledger';
import { siteOfPatient } from '@bali/protocol';
import { FilesInMemory, type SampleCopy, sampleCopy, SampleLedger, sampleSigner } from '@bali/inspection/testing';
import { patientOfStream } from '@bali/trial';
import fc from 'fast-check';
import { readFileSync, writeFileSync } from 'node:fs';
import { type CopyManifest, parseCopyManifest } from './format/copy-manifest.js';
import { manifestText } from './format/manifest.js';
import {
  FILES,
  type Finding,
  isCertifiedCopy,
  NotVerified,
  type Policy,
  SITE_COPY,
  verifyPackage,
  verifyPackageFiles,
} from './index.js';

const EVENTS = 600;
const KEY = formatVerifierKey(sampleSigner().key);
const LEDGER = new SampleLedger(EVENTS, { isRedacted: true, isUnblinded: true });
/** Of the patient whose text was redacted, and whose arm somebody was told. */
const SITE = siteOfPatient(patientOfStream(LEDGER.events.at(-1)!.stream)!);
const MUTATIONS = Number(process.env['BALI_MUTATIONS'] ?? 60);

let made: SampleCopy;
let files: FilesInMemory;

beforeAll(async () => {
  made = await sampleCopy(LEDGER.source(LEDGER.events.length, [0, 100, 300]), { site: SITE });
  files = FilesInMemory.of(made.path);
});
afterAll(() => made[Symbol.dispose]());

async function findingIn(changed: FilesInMemory, options: Policy = {}): Promise<Finding | undefined> {
  try {
    await verifyPackageFiles(SITE_COPY, changed, { key: KEY, ...options });
    return undefined;
  } catch (error) {
    if (error instanceof NotVerified) return error.finding;
    throw error;
  }
}

const textOf = (path: string, of = files) => of.files.get(path)!.toString('utf8');
const linesOf = (path: string) => textOf(path).split('\n').slice(0, -1);
const joined = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

/** The same with its manifest made again, as somebody does who knows how: every file is listed as it is. */
function listedAnew(changed: FilesInMemory, by: (manifest: CopyManifest) => object = (it) => it): FilesInMemory {
  const manifest = parseCopyManifest(textOf(FILES.manifest, changed));
  const listed = manifest.files.map(({ path }) => {
    const bytes = changed.files.get(path)!;
    return { path, size: bytes.byteLength, sha256: sha256Hex(bytes) };
  });
  return changed.with(FILES.manifest, manifestText({ ...by(manifest), files: listed }));
}

/** Without the event of a line, wherever that stands. */
function without(line: number): FilesInMemory {
  const drop = (path: string) => joined(linesOf(path).toSpliced(line, 1));
  return files.with(FILES.events, drop(FILES.events)).with(FILES.indexes, drop(FILES.indexes));
}

describe('[EMA-66] [P11-10a] a certified copy with anything changed is not verified', () => {
  it('and it is as it was made', async () => {
    expect(await findingIn(files)).toBeUndefined();
    expect(made.manifest.freeTexts).toMatchObject({ redacted: 1, withheld: [{ field: '/data/assessment' }] });
  });

  it('when any of its files is changed in the middle, cut, longer, or gone', async () => {
    const anyFile: unknown = expect.any(String);
    for (const [path, bytes] of files.files) {
      const changed = Buffer.from(bytes);
      changed[Math.floor(bytes.byteLength / 2)]! ^= 1;
      const all = [changed, bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.from('\n')]), undefined];
      for (const each of all) {
        const finding = await findingIn(files.with(path, each));
        // Of the manifest, it may be told as a finding of the file that it lists otherwise.
        const named = path === FILES.manifest ? anyFile : path;
        expect([path, finding]).toEqual([path, expect.objectContaining({ file: named })]);
      }
    }
  });

  it(`with any random byte changed (${MUTATIONS} tried; BALI_MUTATIONS says how many)`, async () => {
    const anywhere = fc.tuple(
      fc.constantFrom(...files.files.keys()),
      fc.nat(2 ** 31 - 1),
      fc.integer({ min: 1, max: 255 }),
    );
    await fc.assert(
      fc.asyncProperty(anywhere, async ([path, at, change]) => {
        const bytes = Buffer.from(files.files.get(path)!);
        bytes[at % bytes.byteLength]! ^= change;
        expect([path, await findingIn(files.with(path, bytes))]).toEqual([path, expect.anything()]);
      }),
      { numRuns: MUTATIONS, seed: 900904502 },
    );
  }, 3_600_000);

  it.each([0, 5, 60])('and it names the event that is altered, missing, inserted or swapped: line %i', async (line) => {
    const events = linesOf(FILES.events);
    const index = Number(linesOf(FILES.indexes)[line]);
    const changed = (by: (lines: string[]) => string[]) => findingIn(files.with(FILES.events, joined(by([...events]))));
    const around = { file: FILES.events, line: line + 1, index };
    const altered = events[line]!.replace('"stream"', '"strean"');
    const swap = (lines: string[]) => lines.toSpliced(line, 2, lines[line + 1]!, lines[line]!);
    expect(await changed((lines) => lines.with(line, altered))).toMatchObject({ fault: 'event-altered', ...around });
    expect(await changed(swap)).toMatchObject({ fault: 'events-swapped', ...around });
    const cut = await changed((lines) => lines.toSpliced(line, 1));
    expect(cut).toMatchObject({ fault: 'event-missing', file: FILES.events });
    const more = await changed((lines) => lines.toSpliced(line, 0, altered));
    expect(more).toMatchObject({ fault: 'event-inserted', file: FILES.events });
  });

  it('when an index is another one', async () => {
    const indexes = linesOf(FILES.indexes);
    const free = Array.from({ length: EVENTS }, (_, index) => String(index)).find((index) => !indexes.includes(index))!;
    const line = indexes.findIndex((index) => Number(index) > Number(free));
    const wrong = files.with(FILES.indexes, joined(indexes.with(line, free)));
    expect(await findingIn(wrong)).toMatchObject({ fault: 'index-wrong', file: FILES.indexes, line: line + 1 });
    for (const strange of ['x', '1e2', '007', '-1', '99999', ' 5', indexes[line - 1]!]) {
      const other = listedAnew(files.with(FILES.indexes, joined(indexes.with(line, strange))));
      expect(await findingIn(other)).toMatchObject({ fault: 'index-wrong', line: line + 1 });
    }
  });

  it('when a tile is another one, or one of another ledger', async () => {
    const tile = 'tile/0/001';
    const altered = Buffer.from(files.files.get(tile)!);
    altered[40]! ^= 1;
    expect(await findingIn(files.with(tile, altered))).toMatchObject({ fault: 'tile-altered', file: tile });
    // Who lists it anew has made another tree, and the first checkpoint that is not of it tells.
    expect(await findingIn(listedAnew(files.with(tile, altered)))).toMatchObject({
      fault: 'fork',
      file: 'checkpoints/300',
    });
    using fork = await sampleCopy(new SampleLedger(EVENTS, { word: ' (another)', same: 300 }).source(), { site: SITE });
    const forked = FilesInMemory.of(fork.path).files.get(tile);
    expect(await findingIn(files.with(tile, forked))).toMatchObject({ fault: 'tile-altered', file: tile });
  });

  it('with another key, another trial, or when it is of a fork or was cut', async () => {
    const key = formatVerifierKey(sampleSigner('another').key);
    expect(await findingIn(files, { key })).toMatchObject({ fault: 'wrong-key', file: FILES.checkpoint });
    expect(await findingIn(files, { trialId: 'NCT99999999' })).toMatchObject({ fault: 'another-trial' });
    const fork = new SampleLedger(EVENTS, { word: ' (another)', same: 300 });
    using forked = await sampleCopy({ ...LEDGER.source(), earlier: [fork.checkpoint(400)] }, { site: SITE });
    const finding = await findingIn(FilesInMemory.of(forked.path));
    expect(finding).toMatchObject({ fault: 'fork', file: 'checkpoints/400' });
    using cut = await sampleCopy(LEDGER.source(500), { site: SITE });
    const { verifiedCheckpoint } = await import('./verify/checkpoints.js');
    const older: Policy['older'] = (keys) => [
      { checkpoint: verifiedCheckpoint(LEDGER.checkpoint(), keys, 'kept'), file: 'kept' },
    ];
    expect(await findingIn(FilesInMemory.of(cut.path), { older })).toMatchObject({ fault: 'truncated', found: '500' });
  });

  it('when the manifest is made again without an event between others', async () => {
    const middle = linesOf(FILES.events).findIndex((line, place) => {
      const { stream } = recordOf(Buffer.from(line));
      return (
        place > 20 &&
        linesOf(FILES.events)
          .slice(place + 1)
          .some((later) => recordOf(Buffer.from(later)).stream === stream)
      );
    });
    expect(await findingIn(listedAnew(without(middle)))).toMatchObject({ fault: 'event-out-of-order' });
  });

  it('when the last event of a record is left out, but for one who makes everything again', async () => {
    const last = linesOf(FILES.events).length - 1;
    expect(await findingIn(without(last))).toMatchObject({ fault: 'file-altered', file: FILES.events });
    expect(await findingIn(listedAnew(without(last)))).toMatchObject({ fault: 'manifest-differs' });
    // Nothing in a copy can show that it has every event of the site: an earlier copy does.
    const index = Number(linesOf(FILES.indexes)[last]);
    const olderIndexes = new Set([0, index]);
    expect(await findingIn(files, { olderIndexes })).toBeUndefined();
    expect(await findingIn(listedAnew(without(last)), { olderIndexes })).toMatchObject({
      fault: 'event-missing',
      index,
    });
  });

  it('[P11-10d] when an event of a patient of another site is put in, though it is in the tree', async () => {
    const indexes = linesOf(FILES.indexes).map(Number);
    // The first one of a record: what comes later in it has no beginning here, and is found by that.
    const other = LEDGER.events.find(({ position, revision }) => revision === 0 && !indexes.includes(position))!;
    const line = indexes.findIndex((index) => index > other.position);
    const events = linesOf(FILES.events).toSpliced(line, 0, Buffer.from(other.leaf).toString('utf8'));
    const withOther = files
      .with(FILES.events, joined(events))
      .with(FILES.indexes, joined(indexes.toSpliced(line, 0, other.position).map(String)));
    expect(await findingIn(listedAnew(withOther))).toMatchObject({
      ...{ fault: 'event-of-another-site', index: other.position, line: line + 1, found: other.stream },
    });
  });

  it('when a text is another one, or is missing and nobody says why', async () => {
    const texts = linesOf(FILES.texts);
    const first = JSON.parse(texts[0]!) as { index: number; field: string };
    const another = files.with(FILES.texts, joined(texts.with(0, canonicalJson({ ...first, text: 'another' }))));
    expect(await findingIn(another)).toMatchObject({ fault: 'text-differs', index: first.index });
    const dropped = files.with(FILES.texts, joined(texts.slice(1)));
    expect(await findingIn(listedAnew(dropped))).toMatchObject({ fault: 'text-missing', index: first.index });
  });

  it('when a text is said to be withheld that is there, or one that is withheld is said not to be', async () => {
    const { index, field } = JSON.parse(linesOf(FILES.texts)[0]!) as { index: number; field: string };
    const said = listedAnew(files, (manifest) => ({
      ...manifest,
      freeTexts: { ...manifest.freeTexts, withheld: [{ index, field }, ...manifest.freeTexts.withheld] },
    }));
    expect(await findingIn(said)).toMatchObject({ fault: 'text-differs', line: 1 });
    const silent = listedAnew(files, (manifest) => ({
      ...manifest,
      freeTexts: { ...manifest.freeTexts, redacted: 2, withheld: [] },
    }));
    expect(await findingIn(silent)).toMatchObject({ fault: 'text-missing', index: LEDGER.events.length - 1 });
  });

  it('when a table was edited by hand, or there is a file that belongs to no copy', async () => {
    const csv = textOf(FILES.auditCsv).replace('Claire Martin', 'Claire Marten');
    expect(await findingIn(listedAnew(files.with(FILES.auditCsv, csv)))).toMatchObject({
      ...{ fault: 'derived-differs', file: FILES.auditCsv, line: 2 },
    });
    expect(await findingIn(files.with('tile/entries/000', 'x'))).toMatchObject({ fault: 'unknown-file' });
    const more = files.with(FILES.state, '{}');
    expect(await findingIn(more)).toMatchObject({ fault: 'unknown-file', file: FILES.state });
  });

  it('when it is a zip file with a name in it that leads out of it', async () => {
    using zipped = await sampleCopy(LEDGER.source(), { site: SITE, name: 'copy.zip' });
    const bytes = readFileSync(zipped.path).toString('latin1');
    writeFileSync(zipped.path, Buffer.from(bytes.replaceAll('indexes.txt', '../../x.txt'), 'latin1'));
    await expect(isCertifiedCopy(zipped.path)).rejects.toMatchObject({ finding: { fault: 'unsafe-name' } });
    await expect(verifyPackage(SITE_COPY, zipped.path)).rejects.toMatchObject({ finding: { fault: 'unsafe-name' } });
  });
});
