import { describe, expect, it } from '@jest/globals';
import { canonicalJson, formatVerifierKey, leafOf, parseCheckpoint, parseNote, recordOf } from '@bali/ledger';
import { FilesInMemory, SampleLedger, samplePackage, sampleSigner } from '@bali/inspection/testing';
import {
  FILES,
  type Finding,
  NotVerified,
  type PackageSource,
  type Policy,
  verifyPackageFiles,
  WHOLE_LEDGER,
} from './index.js';

const EVENTS = 600;
const KEY = formatVerifierKey(sampleSigner().key);
const LEDGER = new SampleLedger(EVENTS);

async function filesOf(source: PackageSource): Promise<FilesInMemory> {
  using made = await samplePackage(source);
  return FilesInMemory.of(made.path);
}

async function findingIn(files: FilesInMemory, options: Policy = {}): Promise<Finding | undefined> {
  try {
    await verifyPackageFiles(WHOLE_LEDGER, files, { key: KEY, ...options });
    return undefined;
  } catch (error) {
    if (error instanceof NotVerified) return error.finding;
    throw error;
  }
}

/** A checkpoint that somebody kept: handed in beside the package. */
function kept(ledger: SampleLedger, size: number): Pick<Policy, 'older'> {
  const checkpoint = parseCheckpoint(parseNote(ledger.checkpoint(size)).text);
  return { older: () => [{ checkpoint, file: 'the checkpoint that was kept' }] };
}

const lines = (files: FilesInMemory, path: string) => files.files.get(path)!.toString('utf8').split('\n');

describe('[P11-10a] the first altered, missing, inserted or reordered event is named', () => {
  // At the beginning, inside, and at both sides of where a tile ends.
  it.each([0, 100, 254, 255, 256, 511, 598])('when it is event %i', async (index) => {
    const files = await filesOf(LEDGER.source());
    const events = lines(files, FILES.events);
    const changed = (by: (lines: string[]) => void) => {
      const copy = [...events];
      by(copy);
      return findingIn(files.with(FILES.events, copy.join('\n')));
    };
    const around = { file: FILES.events, line: index + 1, index };
    const altered = (line: string) => line.replace('"stream"', '"strean"');
    expect(await changed((copy) => (copy[index] = altered(copy[index]!)))).toMatchObject({
      ...{ fault: 'event-altered', ...around },
    });
    expect(await changed((copy) => copy.splice(index, 1))).toMatchObject({ fault: 'event-missing', ...around });
    const inserted = altered(events[index]!);
    expect(await changed((copy) => copy.splice(index, 0, inserted))).toMatchObject({
      ...{ fault: 'event-inserted', ...around },
    });
    const swap = (copy: string[]) => copy.splice(index, 2, copy[index + 1]!, copy[index]!);
    expect(await changed(swap)).toMatchObject({ fault: 'events-swapped', ...around });
  });

  it('[R3-422b] and a text that was redacted may be missing, because an event says so', async () => {
    const redacted = new SampleLedger(EVENTS, { isRedacted: true });
    const files = await filesOf(redacted.source());
    expect(await findingIn(files)).toBeUndefined();
    const audit = files.files.get(FILES.auditCsv)!.toString('utf8');
    expect(audit).toContain('[redacted]');
  });

  it('when the last ones are cut off, or something was added', async () => {
    const files = await filesOf(LEDGER.source());
    const events = lines(files, FILES.events);
    const cut = `${events.slice(0, 590).join('\n')}\n`;
    expect(await findingIn(files.with(FILES.events, cut))).toMatchObject({ fault: 'event-missing', index: 590 });
    const more = `${events.join('\n')}${events[0]}\n`;
    expect(await findingIn(files.with(FILES.events, more))).toMatchObject({ fault: 'event-inserted', index: 600 });
  });
});

describe('[P11-10a] a log that was made anew and signed again', () => {
  it('is found cut by an older checkpoint, kept or in the package', async () => {
    const cut = await filesOf(LEDGER.source(500));
    expect(await findingIn(cut)).toBeUndefined();
    expect(await findingIn(cut, kept(LEDGER, 600))).toMatchObject({ fault: 'truncated', found: '500' });
    expect(await findingIn(cut, kept(LEDGER, 450))).toBeUndefined();
  });

  it('is found to be a fork by an older checkpoint, kept or in the package', async () => {
    const fork = new SampleLedger(EVENTS, { word: ' (another)', same: 300 });
    const files = await filesOf(fork.source());
    expect(await findingIn(files)).toBeUndefined();
    expect(await findingIn(files, kept(LEDGER, 300))).toBeUndefined();
    expect(await findingIn(files, kept(LEDGER, 301))).toMatchObject({
      ...{ fault: 'fork', file: 'the checkpoint that was kept', detail: 'At 301 events the root is another one' },
    });
    const withForks = await filesOf({ ...LEDGER.source(), earlier: [fork.checkpoint(400)] });
    expect(await findingIn(withForks)).toMatchObject({ fault: 'fork', file: 'checkpoints/400' });
  });
});

describe('a package is not verified', () => {
  it('with another key than the one that was received, or without a key in it', async () => {
    const files = await filesOf(LEDGER.source());
    const other = formatVerifierKey(sampleSigner('another').key);
    expect(await findingIn(files, { key: other })).toMatchObject({ fault: 'wrong-key', file: FILES.checkpoint });
    expect(await findingIn(files, { key: `${KEY}x` })).toMatchObject({ fault: 'key-malformed' });
    expect(await findingIn(files.with(FILES.verifierKeys, ''))).toMatchObject({ fault: 'key-malformed' });
  });

  it('when it is of another trial, or its checkpoint of another log', async () => {
    const files = await filesOf(LEDGER.source());
    expect(await findingIn(files, { trialId: 'NCT99999999' })).toMatchObject({ fault: 'another-trial' });
    const origin = 'bali.localhost/NCT99999999/trial';
    const another = LEDGER.checkpoint(EVENTS, sampleSigner(), origin);
    expect(await findingIn(files.with(FILES.checkpoint, another))).toMatchObject({
      ...{ fault: 'another-trial', file: FILES.checkpoint, found: origin },
    });
    const ofFork = new SampleLedger(EVENTS, { word: ' (another)', same: 300 }).checkpoint();
    expect(await findingIn(files.with(FILES.checkpoint, ofFork))).toMatchObject({ fault: 'manifest-differs' });
  });

  it('when a table for people was edited by hand', async () => {
    const files = await filesOf(LEDGER.source());
    const csv = files.files.get(FILES.auditCsv)!.toString('utf8');
    const edited = files.with(FILES.auditCsv, csv.replace('Claire Martin', 'Claire Marten'));
    expect(await findingIn(edited)).toMatchObject({
      ...{ fault: 'derived-differs', file: FILES.auditCsv, line: 2 },
      ...{ expected: expect.stringContaining('Claire Martin'), found: expect.stringContaining('Claire Marten') },
    });
  });

  it('when tiles are those of another tree', async () => {
    const files = await filesOf(LEDGER.source());
    const fork = await filesOf(new SampleLedger(EVENTS, { word: ' (another)', same: 300 }).source());
    const tile = 'tile/0/001';
    expect(await findingIn(files.with(tile, fork.files.get(tile)))).toMatchObject({
      fault: 'tile-altered',
      file: tile,
      index: 300,
    });
    const bundle = 'tile/entries/001';
    expect(await findingIn(files.with(bundle, fork.files.get(bundle)))).toMatchObject({
      ...{ fault: 'entry-altered', file: bundle, index: 300 },
    });
  });

  it('when a file is there that nobody listed, or that no package has', async () => {
    const files = await filesOf(LEDGER.source());
    expect(await findingIn(files.with('checkpoints/5', 'x'))).toMatchObject({
      fault: 'unknown-file',
      file: 'checkpoints/5',
    });
  });

  it('when a text is not the one whose hash stands in the event, or is gone', async () => {
    const files = await filesOf(LEDGER.source());
    const texts = lines(files, FILES.texts);
    const first = JSON.parse(texts[0]!) as { text: string };
    const changed = [canonicalJson({ ...first, text: 'another' }), ...texts.slice(1)].join('\n');
    expect(await findingIn(files.with(FILES.texts, changed))).toMatchObject({
      fault: 'text-differs',
      line: 1,
      index: 3,
    });
    expect(await findingIn(files.with(FILES.texts, texts.slice(1).join('\n')))).toMatchObject({
      ...{ fault: 'text-missing', file: FILES.texts },
    });
  });
});

describe('what the holder of the key signed is held to the rules all the same', () => {
  const broken: readonly (readonly [string, string, (record: Record<string, unknown>) => object])[] = [
    ['a field that its schema does not know', 'event-violates-schema', (it) => ({ ...it, data: { unheardOf: 1 } })],
    ['a type that this software does not know', 'event-unknown', (it) => ({ ...it, type: 'Invented' })],
    ['a gap in its stream', 'event-out-of-order', (it) => ({ ...it, revision: 99 })],
    [
      'the id of no event of its command',
      'event-malformed',
      (it) => ({ ...it, id: 'b7c0c1d2-7f0f-5b7e-9a53-4f1f3c2d1b0a' }),
    ],
    ['a field beside those of a record', 'event-malformed', (it) => ({ ...it, more: 1 })],
  ];

  it.each(broken)('%s', async (_, fault, change) => {
    const events = LEDGER.events.map((event, position) => {
      if (position !== 321) return event;
      return { ...event, leaf: leafOf(change(recordOf(event.leaf) as never) as never) };
    });
    const forged = Object.assign(Object.create(SampleLedger.prototype) as SampleLedger, {
      events,
      ledger: 'trial',
      texts: LEDGER.texts,
      altered: LEDGER.altered,
    });
    const own = (await filesOf(LEDGER.source())).files;
    const files = await packedWithoutLooking(forged, own);
    expect(await findingIn(files)).toMatchObject({ fault, index: 321 });
  });

  it('[P11-70] a signature that was moved to another record', async () => {
    const signed = LEDGER.events.filter(({ leaf }) => recordOf(leaf).metadata.signature !== undefined);
    const [first, second] = [signed[5]!, signed[6]!];
    const events = LEDGER.events.map((event) => {
      if (event !== second) return event;
      const record = recordOf(event.leaf);
      const { signature } = recordOf(first.leaf).metadata;
      return {
        ...event,
        leaf: leafOf({ ...record, metadata: { ...record.metadata, ...(signature && { signature }) } }),
      };
    });
    const forged = Object.assign(Object.create(SampleLedger.prototype) as SampleLedger, {
      events,
      ledger: 'trial',
      texts: LEDGER.texts,
      altered: LEDGER.altered,
    });
    expect(await findingIn(await filesOf(forged.source()))).toMatchObject({
      ...{ fault: 'record-signature-wrong', index: second.position },
    });
  });
});

/** Replaces all that stands under the tree's proof by that of another ledger, whose events no writer of packages would take. */
async function packedWithoutLooking(ledger: SampleLedger, files: ReadonlyMap<string, Buffer>): Promise<FilesInMemory> {
  const { TiledTree, MerkleTree, tilePath, entriesPath, encodeEntryBundle } = await import('@bali/ledger');
  const { parseManifest } = await import('./format/ledger-manifest.js');
  const { manifestText } = await import('./format/manifest.js');
  const { sha256Hex } = await import('@bali/ledger');
  const leaves = ledger.events.map(({ leaf }) => leaf);
  const [tiles, tree] = [new TiledTree(), new MerkleTree()];
  for (const leaf of leaves) {
    tiles.append(leaf);
    tree.append(leaf);
  }
  const changed = new Map(files);
  const text = leaves.map((leaf) => `${Buffer.from(leaf).toString('utf8')}\n`).join('');
  changed.set(FILES.events, Buffer.from(text));
  changed.set(FILES.checkpoint, Buffer.from(ledger.checkpoint()));
  for (const { level, index, width, hashes } of tiles.takeChanged())
    changed.set(tilePath(level, index, width), Buffer.from(hashes));
  for (let first = 0; first < leaves.length; first += 256) {
    const bundle = leaves.slice(first, first + 256);
    changed.set(entriesPath(first / 256, bundle.length), Buffer.from(encodeEntryBundle(bundle)));
  }
  const manifest = parseManifest(changed.get(FILES.manifest)!.toString('utf8'));
  const listed = manifest.files.map(({ path }) => {
    const bytes = changed.get(path)!;
    return { path, size: bytes.byteLength, sha256: sha256Hex(bytes) };
  });
  const again = { ...manifest, root: Buffer.from(tree.root()).toString('hex'), files: listed };
  return new FilesInMemory(changed.set(FILES.manifest, Buffer.from(manifestText(again))));
}
