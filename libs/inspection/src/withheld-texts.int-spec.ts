import { describe, expect, it } from '@jest/globals';
import { FilesInMemory, SampleLedger, samplePackage, SECRET_TEXT } from '@bali/inspection/testing';
import { recordOf } from '@bali/ledger';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FILES, TEXTS_OF_THE_BLINDED, verifyPackage, verifyPackageFiles, WHOLE_LEDGER } from './index.js';

const LEDGER = new SampleLedger(300, { isUnblinded: true });
const READ = { index: 3, field: '/metadata/reason' } as const;

/** The records of the sample are dated patient by patient. */
const ABOUT_TIME = ['time-goes-back'];

/** How often the hash of a text that is kept stands in the events, wherever that is. */
function placesOfTexts({ events, texts }: SampleLedger): number {
  const hashes = events.flatMap(
    ({ leaf }) =>
      Buffer.from(leaf)
        .toString('utf8')
        .match(/[0-9a-f]{64}/g) ?? [],
  );
  return hashes.filter((hash) => texts.has(hash)).length;
}

describe('[EMA-621-blind] the free texts of a package, of which its reader may know some', () => {
  it('are counted as often as their hashes stand in the events, and each of these places has its text', async () => {
    using made = await samplePackage(LEDGER.source());
    const places = placesOfTexts(LEDGER);
    expect(places).toBeGreaterThan(100);
    expect(made.manifest.freeTexts).toEqual({ kept: 'included', references: places, included: places });
    expect(readFileSync(join(made.path, FILES.texts), 'utf8').split('\n').length - 1).toBe(places);
  });

  it('are there one by one: what could give away an arm is listed as withheld, in no byte of it, and no finding', async () => {
    using made = await samplePackage(LEDGER.source(), { mayKnow: TEXTS_OF_THE_BLINDED });
    const { references, included, withheld = [] } = made.manifest.freeTexts;
    expect(withheld).toContainEqual({ index: LEDGER.events.length - 1, field: '/data/assessment' });
    expect([included > 0, included + withheld.length]).toEqual([true, references]);
    const files = FilesInMemory.of(made.path).files;
    for (const bytes of files.values()) expect(bytes.includes(SECRET_TEXT)).toBe(false);
    expect(files.get(FILES.readme)!.toString('utf8')).toContain(`${withheld.length} are withheld from whoever`);
    const { withheldTexts, redactedTexts, findings } = await verifyPackage(WHOLE_LEDGER, made.path);
    expect([withheldTexts, redactedTexts]).toEqual([withheld.length, 0]);
    expect(findings.map(({ finding }) => finding)).toEqual(ABOUT_TIME);
  });

  it('are a finding where no event shows why one is withheld, since whoever makes a package could hide what they wrote', async () => {
    expect(recordOf(LEDGER.events[READ.index]!.leaf).metadata.reason).toBeDefined();
    using made = await samplePackage(LEDGER.source(), {
      mayKnow: ({ record, field }) => !(record.id === LEDGER.events[READ.index]!.id && field === READ.field),
    });
    expect(made.manifest.freeTexts.withheld).toEqual([READ]);
    const { findings } = await verifyPackage(WHOLE_LEDGER, made.path);
    expect(findings.map(({ finding }) => finding)).toEqual([...ABOUT_TIME, 'withheld-without-a-sign']);
    expect(findings.at(-1)).toMatchObject({ texts: 1, first: READ });
  });

  it('are no part of a package that lists one as withheld and has it', async () => {
    using made = await samplePackage(LEDGER.source(), { mayKnow: TEXTS_OF_THE_BLINDED });
    const manifest = JSON.parse(readFileSync(join(made.path, FILES.manifest), 'utf8')) as { freeTexts: object };
    const freeTexts = { ...manifest.freeTexts, withheld: [READ] };
    const files = FilesInMemory.of(made.path).with(
      FILES.manifest,
      `${JSON.stringify({ ...manifest, freeTexts }, null, 2)}\n`,
    );
    await expect(verifyPackageFiles(WHOLE_LEDGER, files)).rejects.toMatchObject({
      finding: { fault: 'text-differs', file: FILES.texts },
    });
  });
});
