import { BODIES, bringPatient, openTrial, someoneIn, startSiteApi } from '@bali-app/site-api/testing';
import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type Answered, Served } from './served.js';

/** How long ago the sessions were last used: long enough that each has to be noted as seen. */
const AGO_MS = 600_000;

const PEOPLE = {
  site: someoneIn('investigator'),
  unit: someoneIn('cell-therapy-unit'),
  inspector: someoneIn('inspector'),
};

/** A trial under way, and the token of a session of each person. */
async function begun() {
  const before = await startSiteApi();
  await openTrial(before);
  const patient = await bringPatient(before, 'screened');
  before.clock.set(new Date(Date.now() - AGO_MS).toISOString());
  const tokens = {
    site: await before.signIn(PEOPLE.site),
    unit: await before.signIn(PEOPLE.unit),
    inspector: await before.signIn(PEOPLE.inspector),
  };
  await before.stop();
  return { before, patient, tokens };
}

describe('a disk that is full', () => {
  it('refuses what has to be written and nothing else, and all goes on without a restart once there is room', async () => {
    const { before, patient, tokens } = await begun();
    await using _directory = before;
    await using served = await Served.start(before.directory.path, { BALI_CHECKPOINT_SECONDS: '1' });
    const { site, inspection } = served;
    const consent = (key = randomUUID()) => served.post(`${site}/v1/patients`, tokens.site, BODIES.consent, key);
    expect((await consent()).status).toBe(201);

    const wanted = { ledger: 'trial', reason: 'an inspection' };
    const asked = await served.post(`${inspection}/v1/packages`, tokens.inspector, wanted);
    expect(asked.status).toBe(201);
    served.fillDisk();
    const statuses = async (urls: readonly (readonly [string, string])[]) =>
      Promise.all(
        urls.map(async ([url, token]) => [url.replace(/^.*\/v1/, ''), (await served.get(url, token)).status]),
      );
    const reads = [
      [`${site}/v1/patients`, tokens.site],
      [`${site}/v1/patients/${patient}`, tokens.site],
      [`${site}/v1/trial`, tokens.unit],
      [`${inspection}/v1/audit-log`, tokens.inspector],
      [`${inspection}/v1/replay/state?position=3`, tokens.inspector],
    ] as const;
    expect(await statuses(reads)).toEqual(reads.map(([url]) => [url.replace(/^.*\/v1/, ''), 200]));
    // Nothing sealed is shown of which the access ledger could not be told.
    expect(await served.get(`${site}/v1/cell-therapy/accountability`, tokens.unit)).toMatchObject(UNAVAILABLE);
    const key = randomUUID();
    expect(await consent(key)).toMatchObject(UNAVAILABLE);
    const signIn = { userId: PEOPLE.site.userId, password: 'wrong in any case' };
    expect(await served.post(`${site}/v1/sessions`, '', signIn)).toMatchObject(UNAVAILABLE);
    const copy = `${site}/v1/certified-copies/REI`;
    expect((await served.get(copy, tokens.site)).status).toBe(503);

    // What is made in the background fails, and takes nothing else with it.
    const inspectionPackage = () =>
      served.get(`${inspection}/v1/packages/${String(asked.body['id'])}`, tokens.inspector);
    for (let { body } = await inspectionPackage(); !isOver(body); { body } = await inspectionPackage());

    served.makeRoom();
    const recorded = await consent(key);
    expect(recorded.status).toBe(201);
    const { patient: code, events } = recorded.body as { patient: string; events: readonly string[] };
    expect(
      (await served.get(`${site}/v1/patients/${code}?atLeast=${String(recorded.body['position'])}`, tokens.site))
        .status,
    ).toBe(200);
    await served.until(200, () => served.get(`${site}/v1/patients/${code}/receipts/${events[0]}`, tokens.site));
    await served.until(200, () => served.get(`${site}/health/ready`));
    await served.until(200, () => served.get(`${inspection}/health/ready`));
    expect((await served.get(`${site}/v1/cell-therapy/accountability`, tokens.unit)).status).toBe(200);
    expect(served.lines.filter(({ code: told }) => told === 'internal-error')).toEqual([]);
  });
});

const isOver = ({ status }: Answered['body']) => status !== 'waiting' && status !== 'making';

const UNAVAILABLE = { status: 503, body: { code: 'store-unavailable' } };
