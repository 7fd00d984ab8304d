import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { storedRows } from '@bali/generated';
import { type LedgerRecord, recordOf } from '@bali/ledger';
import { auditEntry, type ShownStanding, showTexts, TEXT_FAULTS } from '@bali/projections';
import { TRIAL } from '@bali/protocol';
import { EVENT_CATALOGUE } from '@bali/trial';
import { FilesInMemory, SampleLedger, samplePackage } from '../testing/index.js';
import { type AboutCopy, COPY_FORMAT, COPY_FORMAT_VERSION } from './format/copy-manifest.js';
import { copyReadme } from './derived/copy-readme.js';
import { csvHead, csvRows, type EventWithRow } from './derived/audit-csv.js';
import { htmlEnd, htmlHead, htmlRows } from './derived/audit-html.js';
import type { AuditRow, RowContext } from './derived/audited-ledger.js';
import { readmeHtml } from './derived/ledger-readme.js';
import { auditedLedger } from './derived/audited-ledgers.js';
import { type About, FORMAT, FORMAT_VERSION, type Manifest, parseManifest } from './format/ledger-manifest.js';
import { manifestText } from './format/manifest.js';
import { KNOWN_WORDINGS, WORDING } from './format/wording.js';
import { NotVerified, type Policy, SITE_COPY, verifyPackage, verifyPackageFiles, WHOLE_LEDGER } from './index.js';

/*
 * What people read in a package, by the version of its words. A word that changes makes every package that was made before one
 * that this software cannot compare: what fails here is not to be regenerated, it is a new version (`format/wording.ts`).
 * `npm run update` writes what is new (the file of a new version, a new type of event), and never over what is there.
 */
const goldenOf = (wording: number): string => join(import.meta.dirname, `../golden/wording.v${wording}.json`);

const TEXT = 'read wrongly from the letter';
const SHOWN: RowContext = { show: () => `“${TEXT}”` };
const timeZoneOf = (): string => TRIAL.timeZone;

/** The records of every version of every event that was ever stored. */
function goldenRecords(
  library: 'trial' | 'access' | 'blinding' | 'cell-therapy',
): readonly (readonly [name: string, record: LedgerRecord])[] {
  const folder = join(import.meta.dirname, `../../${library}/golden`);
  const names = readdirSync(folder).filter((name) => name.endsWith('.record.json'));
  return names.map((name) => [name.replace('.record.json', ''), recordOf(readFileSync(join(folder, name)))]);
}

const SIGNATURE = {
  ...{ name: 'Claire Martin', meaning: 'I authorise it', signedAt: '2026-03-02T09:30:00.000Z' },
  ...{ contentHash: '3b8d1f0c'.repeat(8), method: 'passkey' },
};
const SUPERSEDED: ShownStanding = {
  standing: 'superseded',
  supersededBy: { event: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10', revision: 7, recordedAt: '2026-03-04T09:30:00.000Z' },
};

function toldTrial(wording: number, record: LedgerRecord, context: RowContext): AuditRow {
  const { show, standing } = context;
  return auditEntry(7, record, { show, wording, timeZoneOf, standingOf: () => standing });
}

function told(wording: number, record: LedgerRecord, row: AuditRow, standing?: ShownStanding): string {
  const event: EventWithRow = {
    place: 7,
    index: 7,
    leafHash: '00'.repeat(32),
    record,
    row,
    ...(standing && { standing }),
  };
  return [...csvRows([event], wording), ...htmlRows([event], wording)].join('');
}

function withMetadata(record: LedgerRecord, metadata: Partial<LedgerRecord['metadata']>): LedgerRecord {
  return { ...record, metadata: { ...record.metadata, ...metadata } };
}

const FAULTY = TEXT_FAULTS.map((fault, place) => ({ index: place, field: '/metadata/reason', fault }));

function readmeOf(
  wording: number,
  ledger: Manifest['ledger'],
  kept: 'included' | 'withheld',
  texts: object = {},
): string {
  const about: About = {
    ...{ format: FORMAT, formatVersion: FORMAT_VERSION, wording, trialId: TRIAL.id, ledger },
    ...{
      origin: `bali.localhost/${TRIAL.id}/${ledger}`,
      treeSize: 8,
      root: '00'.repeat(32),
      stateDigest: '11'.repeat(32),
    },
    period: { from: '2026-03-02T09:30:00.000Z', until: '2026-03-04T09:30:00.000Z' },
    counts: { events: 8, streams: 2, patients: 1, signatures: 1, checkpoints: 1 },
    freeTexts: { kept, references: 2, included: kept === 'included' ? 1 : 0, ...texts },
    madeAt: '2026-03-05T09:30:00.000Z',
    madeBy: { userId: 'inspector', name: 'Iris Weber', role: 'inspector', organisation: 'Agency' },
    reason: 'routine inspection',
    software: { version: '0.1.0', commit: '0000000' },
  };
  return readmeHtml({ about, keys: [{ line: 'bali.localhost+00000000+AA==', fingerprint: '22'.repeat(32) }] });
}

function readmeOfCopy(wording: number, texts: object = {}): string {
  const about: AboutCopy = {
    ...{
      format: COPY_FORMAT,
      formatVersion: COPY_FORMAT_VERSION,
      wording,
      trialId: TRIAL.id,
      ledger: 'trial',
    },
    ...{ site: 'REI', origin: `bali.localhost/${TRIAL.id}/trial`, treeSize: 8, root: '00'.repeat(32) },
    period: { from: '2026-03-02T09:30:00.000Z', until: '2026-03-04T09:30:00.000Z' },
    counts: { events: 3, patients: 1, signatures: 1, checkpoints: 1 },
    records: [
      { stream: 'patient-REI-001', events: 2 },
      { stream: 'trial', events: 1 },
    ],
    freeTexts: {
      references: 3,
      included: 1,
      redacted: 1,
      withheld: [{ index: 5, field: '/data/assessment' }],
      ...texts,
    },
    madeAt: '2026-03-05T09:30:00.000Z',
    madeBy: { userId: 'claire', name: 'Claire Martin', role: 'investigator', organisation: 'CHU de Reims' },
    reason: 'the site keeps a copy of its records',
    software: { version: '0.1.0', commit: '0000000' },
  };
  return copyReadme({ about, keys: [{ line: 'bali.localhost+00000000+AA==', fingerprint: '22'.repeat(32) }] });
}

/** Everything that people read, by what it tells. */
function allThatIsTold(wording: number): ReadonlyMap<string, string> {
  const trial = goldenRecords('trial');
  const died = trial.find(([name]) => name === 'Died.v1')![1];
  const signed = withMetadata(died, { reason: '3b8d1f0c'.repeat(8), signature: SIGNATURE });
  const late = withMetadata(died, { recordedAt: '2027-06-01T10:00:00.000Z' });
  const access = goldenRecords('access');
  const sealed = [...goldenRecords('blinding'), ...goldenRecords('cell-therapy')];
  const [, inAccess] = access[0]!;
  const pages = {
    title: 'Audit log',
    wording,
    events: 12_000,
    pages: [0, 1, 2].map(() => ({ from: '2026-03-02', until: '2026-03-04' })),
  };
  const standings: readonly ShownStanding[] = [{ standing: 'valid' }, { standing: 'invalid' }, SUPERSEDED];
  return new Map([
    ...trial.map(
      ([name, record]) => [`trial ${name}`, told(wording, record, toldTrial(wording, record, SHOWN))] as const,
    ),
    ...access.map(
      ([name, record]) =>
        [
          `access ${name}`,
          told(wording, record, auditedLedger('access').plainRows(wording)(record, 7, SHOWN)),
        ] as const,
    ),
    ...sealed.map(
      ([name, record]) =>
        [
          `sealed ${name}`,
          told(wording, record, auditedLedger('sealed').plainRows(wording)(record, 7, SHOWN)),
        ] as const,
    ),
    ['late', told(wording, late, toldTrial(wording, late, SHOWN))],
    ...standings.map((standing) => {
      const row = toldTrial(wording, signed, { ...SHOWN, standing });
      return [`signature ${standing.standing}`, told(wording, signed, row, standing)] as const;
    }),
    [
      'signature in access',
      told(
        wording,
        signed,
        auditedLedger('access').plainRows(wording)(withMetadata(inAccess, { signature: SIGNATURE }), 7, SHOWN),
      ),
    ],
    ['columns', csvHead(wording)],
    ['first page', htmlHead(pages, 0) + htmlEnd(pages, 0)],
    ['second page', htmlHead(pages, 1) + htmlEnd(pages, 1)],
    ['README of trial', readmeOf(wording, 'trial', 'included')],
    ['README of sealed', readmeOf(wording, 'sealed', 'withheld')],
    ['README of access', readmeOf(wording, 'access', 'included')],
    ['README of a certified copy', readmeOfCopy(wording)],
    ['README of trial, with texts missing', readmeOf(wording, 'trial', 'included', { references: 5, faulty: FAULTY })],
    ['README of a certified copy, with texts missing', readmeOfCopy(wording, { references: 6, faulty: FAULTY })],
    ...TEXT_FAULTS.map((fault) => {
      const show = showTexts(new Map(), new Map([['3b8d1f0c'.repeat(8), fault]]));
      return [`text ${fault}`, told(wording, signed, toldTrial(wording, signed, { show }))] as const;
    }),
  ]);
}

describe('the words in which a package tells its events', () => {
  it.each(KNOWN_WORDINGS)(
    '[P11-10c] [CTR-58] are those of the golden file of version %i: other words are a new version',
    (version) => {
      const made = Object.fromEntries(allThatIsTold(version));
      const stored = version === WORDING ? storedRows(goldenOf(version), made) : storedRows(goldenOf(version), {});
      expect(Object.fromEntries(Object.keys(stored).map((name) => [name, made[name]]))).toEqual(stored);
    },
  );

  it('[P11-10c] are in the golden file for every event: `npm run update` adds those of a new one', () => {
    const made = Object.fromEntries(allThatIsTold(WORDING));
    const stored = storedRows(goldenOf(WORDING), made);
    expect(Object.keys(made).filter((name) => !Object.hasOwn(stored, name))).toEqual([]);
    expect(Object.keys(made).length).toBeGreaterThan(50);
  });

  it('[P11-10b] are sentences that a person understands: no description of a field, no word twice, nothing left out', () => {
    for (const [name, text] of allThatIsTold(WORDING)) {
      expect([name, text]).toEqual([
        name,
        expect.not.stringMatching(
          /no hash|undefined|\b(the|of|for) \1\b|: computed|the kind of data|\bthe (what|whether|when|which|on)\b/,
        ),
      ]);
    }
  });
});

describe('a package that older software made', () => {
  const stored = (version: number, name: string): string =>
    join(import.meta.dirname, `../golden/package.v${version}.${name}.zip`);

  it.each([
    [2, 'trial'],
    [2, 'sealed'],
    [2, 'access'],
    [3, 'trial'],
  ])(
    '[P11-10c] [CTR-58] in words of version %i, of the %s ledger, is compared to the byte',
    async (version, ledger) => {
      const found = await verifyPackage(WHOLE_LEDGER, stored(version, ledger));
      expect(found).toMatchObject({ ledger, checks: 'everything', wording: { version, compared: true } });
    },
  );

  it.each([2, 3])('[P11-10c] [CTR-58] in words of version %i, for a site, is compared to the byte', async (version) => {
    expect(await verifyPackage(SITE_COPY, stored(version, 'copy'))).toMatchObject({
      wording: { version, compared: true },
    });
  });
});

describe('a package in words of another version', () => {
  const [source, size] = [new SampleLedger(300), 300];

  /** With the manifest changed so that it fits what was changed, as whoever writes a package can do. */
  function forged(
    files: FilesInMemory,
    wording: number,
    changed: Readonly<Record<string, string>> = {},
  ): FilesInMemory {
    const manifest = parseManifest(files.files.get('manifest.json')!.toString('utf8'));
    const listed = manifest.files.map((file) => {
      const text = changed[file.path];
      if (text === undefined) return file;
      const bytes = Buffer.from(text);
      return { path: file.path, size: bytes.byteLength, sha256: createHash('sha256').update(bytes).digest('hex') };
    });
    const all = Object.entries({ ...changed, 'manifest.json': manifestText({ ...manifest, wording, files: listed }) });
    return all.reduce((held, [path, text]) => held.with(path, text), files);
  }

  async function outcomeOf(files: FilesInMemory, options: Policy = {}): Promise<unknown> {
    try {
      return await verifyPackageFiles(WHOLE_LEDGER, files, options);
    } catch (error) {
      if (!(error instanceof NotVerified)) throw error;
      return error.finding;
    }
  }

  it('[P11-10a] [CTR-58] is refused, and told why, unless whoever verifies it says that they do without', async () => {
    using made = await samplePackage(source.source());
    const files = forged(FilesInMemory.of(made.path), WORDING + 1);
    const refused = {
      fault: 'wording-unknown',
      expected: `version ${KNOWN_WORDINGS.join(' or ')}`,
      found: `version ${WORDING + 1}`,
    };
    expect(await outcomeOf(files)).toMatchObject(refused);
    const accepted = { treeSize: size, checks: 'everything', wording: { version: WORDING + 1, compared: false } };
    expect(await outcomeOf(files, { otherWording: true })).toMatchObject(accepted);
    expect(await outcomeOf(FilesInMemory.of(made.path), { otherWording: true })).toMatchObject({
      wording: { version: WORDING, compared: true },
    });
  });

  it('[P11-10a] does not let a forged table pass for one that was compared', async () => {
    using made = await samplePackage(source.source());
    const files = FilesInMemory.of(made.path);
    const table = files.files.get('audit-log.csv')!.toString('utf8').replace('Claire', 'Clara');
    const forgedTable = { 'audit-log.csv': table };
    expect(await outcomeOf(forged(files, WORDING, forgedTable))).toMatchObject({ fault: 'derived-differs' });
    expect(await outcomeOf(forged(files, WORDING, forgedTable), { otherWording: true })).toMatchObject({
      fault: 'derived-differs',
    });
    expect(await outcomeOf(forged(files, WORDING + 1, forgedTable))).toMatchObject({ fault: 'wording-unknown' });
  });

  it('[P11-10a] is verified in all else: its state, its schemas, its events, and that its files are those listed', async () => {
    using made = await samplePackage(source.source());
    const files = FilesInMemory.of(made.path);
    const textOf = (path: string): string => files.files.get(path)!.toString('utf8');
    const changedIn = (path: string, from: string, to: string): FilesInMemory =>
      forged(files, WORDING + 1, { [path]: textOf(path).replace(from, to) });
    const faultOf = async (changed: FilesInMemory): Promise<unknown> =>
      ((await outcomeOf(changed, { otherWording: true })) as { fault?: string }).fault;
    expect(await faultOf(changedIn('state.json', 'REI-001', 'REI-901'))).toBe('derived-differs');
    expect(
      await faultOf(
        changedIn(`schemas/Implanted.v${EVENT_CATALOGUE.Implanted.schemaVersion}.json`, '"object"', '"null"'),
      ),
    ).toBe('derived-differs');
    expect(await faultOf(changedIn('events.jsonl', 'Claire', 'Clara'))).toBe('event-altered');
    const unlisted = forged(files, WORDING + 1).with('README.html', 'call this number');
    expect(await faultOf(unlisted)).toBe('file-altered');
  });
});
