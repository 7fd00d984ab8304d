import type { LedgerRecord } from '@bali/ledger';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  bringPatients,
  openTrial,
  prepareProduct,
  releaseBody,
  signatureFor,
  someoneIn,
  startSiteApi,
} from '@bali-app/site-api/testing';
import { Installation } from './installation.js';
import type { SiteProcess } from './site-process-handle.js';
import type { KillPoint } from './site-process.js';

const NOW = '2011-03-02T12:30:00.000Z';
const REASON = 'asked for by telephone';
const KILLS = [
  { is: 'after the unit released it', ledger: 'sealedLedger', type: 'SealedEventRecorded', when: 'after' },
  { is: 'before `ProductReleased` is appended', ledger: 'trialLedger', type: 'ProductReleased', when: 'before' },
] as const satisfies readonly (KillPoint & { readonly is: string })[];

const releasedFromUnit = (records: readonly LedgerRecord[]) =>
  records
    .filter(({ type }) => type === 'ProductReleasedFromUnit')
    .map(({ data }) => (data as { patient: string }).patient);
const patientsIn = (records: readonly LedgerRecord[]) => records.map(({ stream }) => stream.slice('patient-'.length));

describe('a release that SIGKILL cuts between the sealed and the trial ledger', () => {
  let installation: Installation;
  let token: string;
  const patients: string[] = [];

  beforeAll(async () => {
    const api = await startSiteApi();
    await openTrial(api);
    patients.push(
      ...(await bringPatients(
        api,
        ['by one that is up', ...KILLS].map(() => 'harvested' as const),
      )),
    );
    api.clock.set(NOW);
    for (const patient of patients) await prepareProduct(api, patient);
    token = await api.signIn(someoneIn('cell-therapy-unit'));
    installation = new Installation(api, NOW, 2 + 2 * KILLS.length, 2);
    await api.stop();
  });
  afterAll(() => installation[Symbol.asyncDispose]());

  const release = (process: SiteProcess, patient: string, key: string) => {
    const body = { ...releaseBody(patient), reason: REASON, ...signatureFor('product-release') };
    return installation.post(process, { path: `/v1/patients/${patient}/product-release`, body, token, key });
  };

  /** Releases a patient's product through a process that kills itself at a point. @returns under which key. */
  async function cut(name: string, patient: string, { is, ...point }: (typeof KILLS)[number]): Promise<string> {
    const key = randomUUID();
    const process = await installation.start(name);
    await process.killItselfAt(point);
    await expect(release(process, patient, key)).rejects.toThrow('fetch failed');
    expect([is, await process.signal()]).toEqual([is, 'SIGKILL']);
    expect(releasedFromUnit(await installation.sealed())).toContain(patient);
    return key;
  }

  async function expectFinished(patient: string): Promise<void> {
    const released = await installation.untilThere('ProductReleased', patient);
    expect(released.data).toEqual({ harvest: 1, releasedAt: releaseBody(patient).releasedAt });
    expect(released.metadata.signature).toMatchObject({ name: someoneIn('cell-therapy-unit').name });
    const hash = released.metadata.reason ?? '';
    const texts = await installation.reading('trial', (ledger) => ledger.readTexts([hash]));
    expect(texts.authentic.get(hash)?.text).toBe(REASON);
  }

  it('is finished, once and as it was asked for, by the process that is up', async () => {
    const [patient = ''] = patients;
    const other = await installation.start('up');
    // Killed at any later point, it might find that the other one has finished it already.
    const key = await cut('killed', patient, KILLS[0]);
    await expectFinished(patient);
    const { status, text } = await release(other, patient, key);
    expect([status, JSON.parse(text)]).toMatchObject([201, { patient }]);
    expect((await release(other, patient, randomUUID())).text).toContain('product-already-released');
    await other[Symbol.asyncDispose]();
    expect(patientsIn(await installation.trial('ProductReleased'))).toEqual([patient]);
    expect(releasedFromUnit(await installation.sealed())).toEqual([patient]);
  });

  it.each(KILLS.map((kill, number) => [kill.is, number, kill] as const))(
    'is finished at the next start where no process was up, cut %s',
    async (_, number, kill) => {
      const patient = patients[number + 1] ?? '';
      await cut(`alone-${number}`, patient, kill);
      expect(patientsIn(await installation.trial('ProductReleased'))).not.toContain(patient);
      const next = await installation.start(`next-${number}`);
      await expectFinished(patient);
      await next[Symbol.asyncDispose]();
      expect(patientsIn(await installation.trial('ProductReleased'))).toEqual(patients.slice(0, number + 2));
      expect(releasedFromUnit(await installation.sealed())).toEqual(patients.slice(0, number + 2));
    },
  );
});
