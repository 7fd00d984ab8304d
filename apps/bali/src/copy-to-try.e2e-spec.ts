import { startInspectionOf } from '@bali-app/inspection-api/testing';
import {
  BODIES,
  openTrial,
  PASSWORD,
  type SiteApiUnderTest,
  startSiteApi,
  someoneIn,
} from '@bali-app/site-api/testing';
import { isCopyToTry, readInstallationKeys } from '@bali/event-store';
import { dataDirectory, openLedgerToRead } from '@bali/installation';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runBali, TemporaryDirectory } from '../testing/index.js';

const INVESTIGATOR = { as: someoneIn('investigator') };

const places = new TemporaryDirectory();
const place = (name: string): string => join(places.path, name);
let api: SiteApiUnderTest;

const restored = (to: string, ...more: readonly string[]) =>
  runBali(['restore', '--as-copy', '--from', place('back-up'), ...more], { BALI_DATA: place(to) });

beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  api.clock.set('2011-02-14T09:00:00.000Z');
  await api.record('/v1/patients', { ...BODIES.consent, site: 'REI' }, INVESTIGATOR);
  await api.api.resources.logs.trial.signing.sign();
  await runBali(['backup', '--out', place('back-up'), '--with-keys', place('keys')], { BALI_DATA: api.directory.path });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  places[Symbol.dispose]();
});

describe('bali restore --as-copy', () => {
  it('makes an installation of its own, with the sealing keys alone, which says that it is a copy and never signs', async () => {
    const { exitCode, output } = await restored('copy', '--with-keys', place('keys'));
    expect([exitCode, output]).toEqual([0, expect.stringContaining('It is a copy to try')]);
    const copied = dataDirectory(place('copy'));
    const { installation } = readInstallationKeys(copied.installationKeys)!;
    const original = readInstallationKeys(api.directory.installationKeys)!.installation;
    expect([isCopyToTry(installation), isCopyToTry(original)]).toEqual([true, false]);
    expect(readdirSync(copied.keys).filter((name) => name.startsWith('signing'))).toEqual([]);

    const before = await lastSigned(place('copy'));
    await using tried = await startSiteApi('2011-02-14T10:00:00.000Z', 'copy', () => copied);
    // The site API opens, so the sealing keys are those of the sealed records; and the copy can be worked with.
    const token = await tokenOf(tried);
    const { status } = await tried.post('/v1/patients', { ...BODIES.consent, site: 'REI' }, token);
    expect(status).toBe(201);
    expect(tried.api.resources.logs.trial.signing.canSign).toBe(false);
    await tried.stop();
    expect(await lastSigned(place('copy'))).toEqual(before);
    await using pages = await startInspectionOf(copied, '2011-02-14T10:01:00.000Z');
    const offer = await pages.read<{ copy: boolean; demo: boolean }>('/v1/page-sessions/offer', { as: null });
    expect([offer.copy, offer.demo]).toEqual([true, false]);
    await pages.stop();
    const refused = await runBali(['keys', 'create'], { BALI_DATA: place('copy') });
    expect([refused.exitCode, refused.errors]).toEqual([1, expect.stringContaining('it has no signing keys')]);
    expect((await runBali(['check'], { BALI_DATA: place('copy') })).output).toContain('well   ledger files');
  });

  it('is taken by no installation, and puts itself beside no keys', async () => {
    mkdirSync(join(place('other'), 'keys'), { recursive: true });
    writeFileSync(join(place('other'), 'keys', 'sealing.json'), '{}');
    const refused = await restored('other', '--with-keys', place('keys'));
    expect([refused.exitCode, refused.errors]).toEqual([1, expect.stringContaining('gets its own')]);
    await restored('again', '--with-keys', place('keys'));
    await api.stop();
    for (const file of ['', '-wal', '-shm'])
      if (readdirSync(place('again')).includes(`trial.db${file}`))
        copyFileSync(join(place('again'), `trial.db${file}`), `${api.directory.ledgers.trial}${file}`);
    await expect(api.start()).rejects.toThrow('belongs to the installation');
  });
});

async function lastSigned(path: string): Promise<unknown> {
  const ledger = await openLedgerToRead(dataDirectory(path), 'trial');
  try {
    return await ledger.lastCheckpoint();
  } finally {
    await ledger.close();
  }
}

/** People sign in to a copy as they do to the original: what they know is bound to their accounts, and to no key. */
async function tokenOf(tried: SiteApiUnderTest): Promise<{ as: null; headers: { authorization: string } }> {
  const { userId } = INVESTIGATOR.as;
  const { text, body } = await tried.post<{ token: string }>(
    '/v1/sessions',
    { userId, password: PASSWORD },
    { as: null },
  );
  if (typeof body.token !== 'string') throw new Error(text);
  return { as: null, headers: { authorization: `Bearer ${body.token}` } };
}
