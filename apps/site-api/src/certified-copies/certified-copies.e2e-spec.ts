import { temporaryDirectory, type TemporaryDirectory } from '@bali/event-store/testing';
import { FilesInMemory } from '@bali/inspection/testing';
import { NotVerified, readOlder, readOlderIndexes, SITE_COPY, verifyPackage } from '@bali/inspection';
import { formatVerifierKey, sha256Hex } from '@bali/ledger';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  BODIES,
  bringPatient,
  openTrial,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '../../testing/index.js';

const OWN = someoneIn('investigator');
const COORDINATOR = someoneIn('study-coordinator');
const PATH = '/v1/certified-copies/REI';

let api: SiteApiUnderTest;
let folder: TemporaryDirectory;
let key: string;
let own: string;

beforeAll(async () => {
  folder = temporaryDirectory();
  api = await startSiteApi();
  await openTrial(api);
  own = await bringPatient(api, 'implanted');
  api.clock.set('2011-05-13T07:30:00.000Z');
  const reason = 'the patient asked for the arm';
  await api.record(`/v1/patients/${own}/emergency-unblinding`, { reason });
  key = formatVerifierKey(api.api.resources.logs.trial.signing.verifiers[0]!);
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** Fetches a copy into a file. */
async function fetched(name: string, as = OWN, path = PATH): Promise<string> {
  const response = await api.fetch(path, {}, as);
  const bytes = Buffer.from(await response.arrayBuffer());
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip']);
  expect(response.headers.get('content-length')).toBe(String(bytes.byteLength));
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="bali-[A-Z]{3}-\d+\.zip"$/);
  const place = join(folder.path, name);
  writeFileSync(place, bytes);
  return place;
}

const made = async () => (await api.accessRecords()).filter(({ type }) => type === 'CertifiedCopyMade');
const left = () => (existsSync(api.directory.copies) ? readdirSync(api.directory.copies) : []);

describe("[EMA-66] a site's certified copy", () => {
  it('is fetched as one file, verifies offline with the key of the log, and leaves nothing behind', async () => {
    const records = await api.records();
    const verified = await verifyPackage(SITE_COPY, await fetched('own.zip'), { key });
    const mine = records.filter(({ stream }) => stream === 'trial' || stream.startsWith('patient-REI-'));
    expect(verified).toMatchObject({ site: 'REI', events: mine.length, treeSize: records.length, keyWasGiven: true });
    expect(left()).toEqual([]);
  });

  it('[EMA-621-file] is in the access ledger before it is sent, to the byte', async () => {
    const before = (await made()).length;
    const zip = await fetched('recorded.zip', COORDINATOR);
    const [event, ...more] = (await made()).slice(before);
    expect(more).toEqual([]);
    expect(event).toMatchObject({ stream: 'disclosures', metadata: { actor: { userId: COORDINATOR.userId } } });
    const manifest = Buffer.from(unpacked(zip).get('manifest.json')!);
    expect(event!.data).toMatchObject({ site: 'REI', manifest: sha256Hex(manifest.toString('utf8')) });
  });

  it('holds the reason of an unblinding for the person who gave it alone, and says that it is withheld from others', async () => {
    const secret = 'the patient asked for the arm';
    const ofOwn = await fetched('own.zip');
    const ofOther = await fetched('other.zip', COORDINATOR);
    const holds = (zip: string) => [...unpacked(zip).values()].some((bytes) => bytes.includes(secret));
    expect([holds(ofOwn), holds(ofOther)]).toEqual([true, false]);
    expect(await verifyPackage(SITE_COPY, ofOwn, { key })).toMatchObject({ withheldTexts: 0, redactedTexts: 0 });
    expect(await verifyPackage(SITE_COPY, ofOther, { key })).toMatchObject({ withheldTexts: 1, redactedTexts: 0 });
  });

  it('[P11-10d] holds nothing of the patients of another site', async () => {
    const nantes = someoneIn('investigator', 'NAN');
    const zip = await fetched('nantes.zip', nantes, '/v1/certified-copies/NAN');
    for (const bytes of unpacked(zip).values()) expect(bytes.includes(own)).toBe(false);
    expect(await verifyPackage(SITE_COPY, zip, { key })).toMatchObject({ site: 'NAN', patients: 0 });
  });

  it('[P11-10d] is for site staff, of their own site', async () => {
    const before = (await made()).length;
    const codeOf = async (as: typeof OWN | null, path = PATH) => (await api.get(path, { as })).body.code;
    expect(await codeOf(someoneIn('investigator', 'NAN'))).toBe('another-site');
    for (const role of ['monitor', 'sponsor-coordinator', 'cell-therapy-unit', 'administrator', 'inspector'] as const) {
      expect([role, await codeOf(someoneIn(role))]).toEqual([role, 'not-permitted']);
    }
    expect(await codeOf(null)).toBe('not-authenticated');
    expect((await api.get('/v1/certified-copies/rei')).status).toBe(422);
    expect((await made()).length).toBe(before);
    expect(left()).toEqual([]);
  });

  it('stays good while the ledger goes on: a later copy has what an earlier one had', async () => {
    const earlier = await fetched('earlier.zip');
    api.clock.set('2011-05-14T07:30:00.000Z');
    await api.record(`/v1/patients/${own}/revascularizations`, {
      ...BODIES.revascularization,
      performedOn: '2011-05-13',
    });
    const later = await fetched('later.zip');
    const olderOf = async (path: string) => ({
      older: await readOlder(path),
      olderIndexes: await readOlderIndexes(path),
    });
    const verified = await verifyPackage(SITE_COPY, later, { key, ...(await olderOf(earlier)) });
    expect(verified.events).toBeGreaterThan((await verifyPackage(SITE_COPY, earlier, { key })).events);
    const backwards = verifyPackage(SITE_COPY, earlier, { key, ...(await olderOf(later)) });
    await expect(backwards).rejects.toThrow(NotVerified);
  });
});

describe('certified copies at once', () => {
  it('are few: one for each person, and a clear problem for the next', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => api.get(PATH, { as: OWN })));
    const refused = answers.filter(({ status }) => status === 503);
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    for (const { body, headers } of refused) {
      expect([body.code, headers.get('retry-after')]).toEqual(['not-available', '10']);
    }
    expect(refused.length).toBeGreaterThan(0);
    expect((await api.get(PATH, { as: OWN })).status).toBe(200);
  });

  it('are given up when the client goes, and nothing of them is left', async () => {
    const before = (await made()).length;
    const gone = new AbortController();
    const asked = api.fetch(PATH, { signal: gone.signal }, OWN);
    while (left().length === 0) await nextTurn();
    gone.abort();
    await expect(asked).rejects.toThrow('aborted');
    while (left().length > 0) await nextTurn();
    expect((await api.get(PATH, { as: COORDINATOR })).status).toBe(200);
    expect((await made()).length - before).toBeLessThanOrEqual(2);
    expect(left()).toEqual([]);
  });

  it('that a killed process left are taken away at the next start', async () => {
    await api.stop();
    writeFileSync(join(api.directory.copies, 'REI-left.zip'), 'x');
    await api.start();
    expect(left()).toEqual([]);
  });

  it('wait for the keys that signed the log, when they are gone, and say who puts them back', async () => {
    await api.stop();
    const keys = join(api.directory.keys, 'signing-trial.json');
    renameSync(keys, `${keys}.elsewhere`);
    await api.start();
    const { status, body, headers } = await api.get<{ code: string; detail: string }>(PATH, { as: OWN });
    expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'not-available', '60']);
    expect(body.detail).toBe(
      'the keys that signed the newest checkpoint are not here: an operator has to put them back',
    );
    expect(left()).toEqual([]);
    await api.stop();
    renameSync(`${keys}.elsewhere`, keys);
    await api.start();
    expect((await api.get(PATH, { as: OWN })).status).toBe(200);
  });
});

/** The files in a zip file, as another program unpacks it. */
function unpacked(zip: string): ReadonlyMap<string, Buffer> {
  const target = `${zip}.unpacked`;
  const code = 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])';
  const { status, stderr } = spawnSync('python3', ['-c', code, zip, target], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return FilesInMemory.of(target).files;
}
