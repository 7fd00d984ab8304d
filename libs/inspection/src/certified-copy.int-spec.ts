import { describe, expect, it } from '@jest/globals';
import { formatVerifierKey, recordOf } from '@bali/ledger';
import { siteOfPatient, SITES } from '@bali/protocol';
import { FilesInMemory, sampleCopy, SampleLedger, sampleSigner, SECRET_TEXT } from '@bali/inspection/testing';
import { patientOfStream } from '@bali/trial';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FILES, isCertifiedCopy, SITE_COPY, verifyPackage } from './index.js';

const KEY = formatVerifierKey(sampleSigner().key);

describe("[EMA-66] a site's certified copy", () => {
  it.each([0, 1, 255, 256, 257, 1_000])(
    'of a ledger of %i events verifies, as a directory and as a zip file',
    async (size) => {
      const ledger = new SampleLedger(size);
      const source = ledger.source(
        size,
        [0, 1, 100, 256].filter((older) => older <= size),
      );
      const own = ledger.events.filter(({ stream }) => (patientOfStream(stream) ?? 'REI').startsWith('REI'));
      for (const name of ['copy', 'copy.zip']) {
        using made = await sampleCopy(source, { name });
        expect(await isCertifiedCopy(made.path)).toBe(true);
        const verified = await verifyPackage(SITE_COPY, made.path, { key: KEY });
        expect(verified).toMatchObject({ site: 'REI', treeSize: size, events: own.length, keyWasGiven: true });
        expect(verified.root).toBe(made.manifest.root);
      }
    },
  );

  it('holds every event of the site and of the trial to the byte, and not a code of another patient', async () => {
    const ledger = new SampleLedger(1_000, { isRedacted: true, isUnblinded: true });
    for (const { code } of SITES) {
      using made = await sampleCopy(ledger.source(), { site: code });
      const files = FilesInMemory.of(made.path);
      const own = ledger.events.filter(({ stream }) => siteOfPatient(patientOfStream(stream) ?? code) === code);
      const leaves = own.map(({ leaf }) => `${Buffer.from(leaf).toString('utf8')}\n`);
      expect(files.files.get(FILES.events)!.toString('utf8')).toBe(leaves.join(''));
      expect(files.files.get(FILES.indexes)!.toString('utf8')).toBe(
        own.map(({ position }) => `${position}\n`).join(''),
      );
      const others = ledger.events
        .map(({ stream }) => patientOfStream(stream))
        .filter((patient) => patient !== undefined && siteOfPatient(patient) !== code);
      for (const bytes of files.files.values()) {
        const text = bytes.toString('latin1');
        expect(others.filter((patient) => text.includes(patient!))).toEqual([]);
      }
    }
  });

  it('tells a text that is withheld from one that was redacted, and from those that are there', async () => {
    const ledger = new SampleLedger(300, { isRedacted: true, isUnblinded: true });
    const [assessed] = ledger.events.slice(-1);
    const site = siteOfPatient(patientOfStream(assessed!.stream)!);
    using made = await sampleCopy(ledger.source(), { site });
    const { references, included, redacted, withheld } = made.manifest.freeTexts;
    expect(recordOf(assessed!.leaf)).toMatchObject({ type: 'UnblindingImpactAssessed' });
    expect(withheld).toEqual([{ index: assessed!.position, field: '/data/assessment' }]);
    expect([redacted, included]).toEqual([1, references - 2]);
    for (const bytes of FilesInMemory.of(made.path).files.values()) expect(bytes.includes(SECRET_TEXT)).toBe(false);
    const csv = readFileSync(join(made.path, FILES.auditCsv), 'utf8');
    expect(csv).toMatch(/\[redacted\]/);
    expect(csv).toMatch(/\[text [0-9a-f]{12}\]/);
    expect(csv).toContain('transcription error');
    expect(await verifyPackage(SITE_COPY, made.path, { key: KEY })).toMatchObject({
      redactedTexts: 1,
      withheldTexts: 1,
    });
  });

  it('of the same ledger has the same bytes each time', async () => {
    const source = new SampleLedger(300).source();
    using one = await sampleCopy(source, { name: 'copy.zip' });
    using other = await sampleCopy(source, { name: 'copy.zip' });
    expect(readFileSync(one.path).equals(readFileSync(other.path))).toBe(true);
  });
});

describe("README.html of a site's certified copy", () => {
  const commandIn = (path: string, id: string): string => {
    const html = readFileSync(join(path, FILES.readme), 'utf8');
    const [, text = ''] = new RegExp(`<pre id="${id}">([^<]*)</pre>`).exec(html) ?? [];
    const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', '#39': "'" };
    return text.replaceAll(/&(lt|gt|amp|quot|#39);/g, (_, name: string) => named[name] ?? '');
  };
  /** Fails, and does not skip, where the program is not there: what the document says must have been tried. */
  const run = (program: string, args: readonly string[], cwd: string) => {
    const { error, status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
    if (error !== undefined) throw new Error(`${program} is needed to try what README.html says: ${error.message}`);
    return { status, output: stdout + stderr };
  };

  it.each([3, 256, 700])(
    '[EMA-66] [P11-10a] tells how to verify it with Python alone, and it works: a ledger of %i events',
    async (size) => {
      using made = await sampleCopy(new SampleLedger(size).source());
      const python = () => run('python3', ['-c', commandIn(made.path, 'with-python')], made.path);
      const { events } = made.manifest.counts;
      expect(python()).toEqual({ status: 0, output: `${events} events of ${size} as in the checkpoint\n` });
      const [tile] = made.manifest.files.filter(({ path }) => path.startsWith('tile/0/'));
      for (const path of [FILES.events, FILES.indexes, FILES.checkpoint, tile!.path]) {
        const place = join(made.path, path);
        const bytes = readFileSync(place);
        const changed = Buffer.from(bytes);
        const at = path === FILES.checkpoint ? changed.indexOf('\n') + 1 : Math.floor(bytes.byteLength / 2);
        changed[at]! ^= 1;
        writeFileSync(place, changed);
        expect([path, python().status]).toEqual([path, 1]);
        writeFileSync(place, bytes);
      }
    },
  );

  it('tells how to verify the signature with OpenSSL alone, and it works', async () => {
    using made = await sampleCopy(new SampleLedger(300).source());
    const shell = () => run('sh', ['-e', '-c', commandIn(made.path, 'with-openssl')], made.path);
    expect(shell()).toMatchObject({ status: 0, output: expect.stringContaining('Signature Verified Successfully') });
    const checkpoint = join(made.path, FILES.checkpoint);
    writeFileSync(checkpoint, readFileSync(checkpoint, 'utf8').replace('\n300\n', '\n299\n'));
    expect(shell().status).not.toBe(0);
  });

  it('says plainly that completeness is not proved', async () => {
    using made = await sampleCopy(new SampleLedger(300).source());
    const html = readFileSync(join(made.path, FILES.readme), 'utf8');
    expect(html).toContain('It does not prove that this is every event of the site.');
    expect(html).toContain('Agency of &lt;Medicines&gt;');
  });
});
