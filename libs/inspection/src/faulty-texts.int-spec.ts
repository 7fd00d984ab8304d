import { FilesInMemory, sampleCopy, SampleLedger, samplePackage, sampleSigner } from '@bali/inspection/testing';
import { formatVerifierKey, sha256Hex } from '@bali/ledger';
import { describe, expect, it } from '@jest/globals';
import { manifestText } from './format/manifest.js';
import { FILES, NotVerified, SITE_COPY, type Policy, verifyPackageFiles, WHOLE_LEDGER } from './index.js';

const KEY = formatVerifierKey(sampleSigner().key);
const FIELD = '/metadata/reason';
/** Of the patient whose first reason is redacted, where the sample has a redaction. */
const SITE = 'MUL';

/** A ledger of which one text is gone and one was altered, both of events of patients of one site. */
function damagedLedger() {
  const ledger = new SampleLedger(300, { isRedacted: true });
  const [redacted, missing, altered] = ledger.reasonsOf(SITE);
  for (const { hash } of [missing!, altered!]) ledger.texts.delete(hash);
  ledger.altered.add(altered!.hash);
  return { ledger, redacted: redacted!, missing: missing!, altered: altered! };
}

const textOf = (files: FilesInMemory, path: string): string => files.files.get(path)!.toString('utf8');

/** Without printing a whole file where it fails. */
function expectToContain(files: FilesInMemory, path: string, text: string): void {
  expect([path, text, textOf(files, path).includes(text)]).toEqual([path, text, true]);
}

/** What verifying gives, or what is found wrong. */
async function outcomeOf(
  kind: typeof WHOLE_LEDGER | typeof SITE_COPY,
  files: FilesInMemory,
  policy: Policy = {},
): Promise<unknown> {
  try {
    return await verifyPackageFiles<never, unknown>(kind as never, files, { key: KEY, ...policy });
  } catch (error) {
    if (error instanceof NotVerified) return error.finding;
    throw error;
  }
}

/** As whoever changes a package can do: with the manifest changed so that it fits. */
function changed(files: FilesInMemory, by: (manifest: Record<string, unknown>) => object, path?: string, text = '') {
  const manifest = JSON.parse(textOf(files, FILES.manifest)) as Record<string, unknown>;
  const listed = (manifest['files'] as { path: string }[]).map((file) =>
    file.path === path ? { path, size: Buffer.byteLength(text), sha256: sha256Hex(Buffer.from(text)) } : file,
  );
  const other = path === undefined ? files : files.with(path, text);
  return other.with(FILES.manifest, manifestText({ ...manifest, ...by(manifest), files: listed }));
}

describe('[P11-10a] [P11-10c] a package of a ledger whose texts were damaged', () => {
  it.each(['package', 'copy'] as const)('is made, and says which texts are not there: a %s', async (kind) => {
    const { ledger, missing, altered } = damagedLedger();
    using made = await (kind === 'package'
      ? samplePackage(ledger.source())
      : sampleCopy(ledger.source(), { site: SITE }));
    const faulty = [
      { index: missing.index, field: FIELD, fault: 'missing' },
      { index: altered.index, field: FIELD, fault: 'altered' },
    ];
    expect(made.manifest.freeTexts.faulty).toEqual(faulty);
    const files = FilesInMemory.of(made.path);
    for (const path of [FILES.auditCsv, FILES.auditHtml]) {
      expectToContain(files, path, '[missing: this text is gone, and no event says that it was redacted]');
      expectToContain(files, path, '[altered: what is kept in the place of this text is not what was written]');
      expectToContain(files, path, '[redacted]');
    }
    expect(textOf(files, FILES.readme)).toMatch(/1 were redacted .*; 2 ARE MISSING/s);
    for (const { index } of faulty) expectToContain(files, FILES.readme, `Event ${index}, <code>${FIELD}</code>`);
    const verifier = kind === 'package' ? WHOLE_LEDGER : SITE_COPY;
    expect(await outcomeOf(verifier, files)).toMatchObject({
      ...{ fault: 'text-missing', index: missing.index },
      detail: expect.stringMatching(
        new RegExp(
          `is right\\. 2 free texts .*of event ${missing.index}: it is missing; .*of event ${altered.index}: it was altered`,
        ),
      ) as unknown,
    });
    expect(await outcomeOf(verifier, files, { missingTexts: true })).toMatchObject({
      redactedTexts: 1,
      faultyTexts: faulty,
    });
  });

  it('says of a text that was redacted after its last event that it was, and does not vouch for it', async () => {
    const ledger = new SampleLedger(300, { isRedacted: true });
    const [redacted] = ledger.reasonsOf(SITE);
    using made = await samplePackage(ledger.source(300));
    expect(made.manifest.freeTexts.faulty).toEqual([{ index: redacted!.index, field: FIELD, fault: 'redacted-later' }]);
    const files = FilesInMemory.of(made.path);
    expectToContain(files, FILES.auditCsv, '[redacted later: ');
    expect(await outcomeOf(WHOLE_LEDGER, files)).toMatchObject({ fault: 'text-missing', index: redacted!.index });
    expect(await outcomeOf(WHOLE_LEDGER, files, { missingTexts: true })).toMatchObject({ redactedTexts: 0 });
    using whole = await samplePackage(ledger.source());
    expect(whole.manifest.freeTexts).not.toHaveProperty('faulty');
    expect(await outcomeOf(WHOLE_LEDGER, FilesInMemory.of(whole.path))).toMatchObject({
      redactedTexts: 1,
      faultyTexts: [],
    });
  });

  it('[R3-422b] never holds a text that an event redacts, also where the text is there again', async () => {
    const ledger = new SampleLedger(300, { isRedacted: true });
    const [redacted] = ledger.reasonsOf(SITE);
    const text = [...new SampleLedger(300).texts.values()].find(({ hash }) => hash === redacted!.hash)!;
    ledger.texts.set(text.hash, text);
    using made = await samplePackage(ledger.source());
    const files = FilesInMemory.of(made.path);
    expect(textOf(files, FILES.texts).includes(text.salt)).toBe(false);
    expect(await outcomeOf(WHOLE_LEDGER, files)).toMatchObject({ redactedTexts: 1 });
  });

  it('says nothing of texts that its reader may not know', async () => {
    const { ledger } = damagedLedger();
    using made = await samplePackage(ledger.source(), { texts: 'withheld' });
    expect(made.manifest.freeTexts).toMatchObject({ kept: 'withheld', included: 0 });
    expect(made.manifest.freeTexts).not.toHaveProperty('faulty');
    expect(await outcomeOf(WHOLE_LEDGER, FilesInMemory.of(made.path))).toMatchObject({ redactedTexts: 0 });
  });
});

describe('[P11-10a] whoever changes a package', () => {
  it('cannot take a text out of it and pass for verified, whatever its manifest says then', async () => {
    const ledger = new SampleLedger(300);
    const [taken] = ledger.reasonsOf(SITE);
    using made = await samplePackage(ledger.source());
    const files = FilesInMemory.of(made.path);
    const lines = textOf(files, FILES.texts).split('\n');
    const less = lines.filter((line) => !line.includes(`"index":${taken!.index},`)).join('\n');
    const included = made.manifest.freeTexts.included - 1;
    const faulty = [{ index: taken!.index, field: FIELD, fault: 'missing' }];
    const silent = changed(files, (manifest) => manifest, FILES.texts, less);
    expect(await outcomeOf(WHOLE_LEDGER, silent, { missingTexts: true })).toMatchObject({ fault: 'text-missing' });
    const freeTexts = { ...made.manifest.freeTexts, included, faulty };
    const said = changed(files, () => ({ freeTexts }), FILES.texts, less);
    expect(await outcomeOf(WHOLE_LEDGER, said)).toMatchObject({ fault: expect.stringMatching(/differs|text-missing/) });
    expect(await outcomeOf(WHOLE_LEDGER, said, { missingTexts: true })).toMatchObject({ fault: 'manifest-differs' });
  });

  it('cannot say of a text that is there, or was redacted, or is nowhere named, that it is missing', async () => {
    const { ledger, redacted, missing } = damagedLedger();
    using made = await samplePackage(ledger.source());
    const files = FilesInMemory.of(made.path);
    const { freeTexts } = made.manifest;
    const there = ledger.reasonsOf(SITE).at(-1)!;
    for (const index of [there.index, redacted.index, missing.index + 1]) {
      const faulty = [...freeTexts.faulty!, { index, field: FIELD, fault: 'missing' }];
      const forged = changed(files, () => ({ freeTexts: { ...freeTexts, faulty } }));
      expect(await outcomeOf(WHOLE_LEDGER, forged, { missingTexts: true })).toMatchObject({
        fault: 'manifest-differs',
      });
    }
    for (const faulty of [[], [{ index: 1, field: FIELD, fault: 'eaten' }]]) {
      const malformed = changed(files, () => ({ freeTexts: { ...freeTexts, faulty } }));
      expect(await outcomeOf(WHOLE_LEDGER, malformed)).toMatchObject({ fault: 'manifest-malformed' });
    }
  });
});
