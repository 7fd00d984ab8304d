import { temporaryDirectory } from '@bali/event-store/testing';
import { SITE_COPY, verifyPackage } from '@bali/inspection';
import { patientOfStream } from '@bali/trial';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BODIES,
  bringPatient,
  openTrial,
  type RecordedBody,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '../../testing/index.js';

const REIMS = someoneIn('investigator', 'REI');
const STRASBOURG = someoneIn('study-coordinator', 'STR');
const NANTES = someoneIn('investigator', 'NAN');

interface Chart {
  readonly site: string;
  readonly entries: readonly { readonly id: string; readonly type: string }[];
}
interface Items {
  readonly items: readonly { readonly patient?: string; readonly type?: string; readonly site?: string }[];
}

let api: SiteApiUnderTest;
let patient: string;
let transfer: RecordedBody;
let afterwards: RecordedBody;

/** A patient of Reims who moved to Strasbourg after the implantation, and of whom Strasbourg has recorded something since. */
beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api, ['REI', 'NAN', 'STR']);
  patient = await bringPatient(api, 'implanted');
  api.clock.set('2011-05-02T08:00:00.000Z');
  const moved = { transferredOn: '2011-05-02', toSite: 'STR' };
  transfer = await api.record(`/v1/patients/${patient}/transfers`, moved, { as: REIMS, key: 'the-transfer' });
  api.clock.set('2011-05-13T07:30:00.000Z');
  const path = `/v1/patients/${patient}/revascularizations`;
  afterwards = await api.record(path, BODIES.revascularization, { as: STRASBOURG });
});
afterAll(() => api[Symbol.asyncDispose]());

const chart = (as = STRASBOURG) => api.get<Chart>(`/v1/patients/${patient}`, { as });
const codesOf = async (as = STRASBOURG) =>
  (await api.read<Items>('/v1/patients', { as })).items.map((one) => one.patient);

describe('a patient who was transferred from Reims to Strasbourg', () => {
  it('is recorded by Strasbourg from then on, and by Reims no more; nobody else is let in', async () => {
    const body = { ...BODIES.revascularization, performedOn: '2011-05-11' };
    for (const as of [REIMS, NANTES]) {
      const refused = await api.post(`/v1/patients/${patient}/revascularizations`, body, { as });
      expect([refused.status, refused.body.code]).toEqual([403, 'another-site']);
    }
    expect((await chart(NANTES)).status).toBe(403);
    const back = await api.post(
      `/v1/patients/${patient}/transfers`,
      { transferredOn: '2011-05-12', toSite: 'REI' },
      { as: REIMS },
    );
    expect(back.status).toBe(403);
  });

  it('has what Reims recorded before answered to Reims as it was the first time, and nothing recorded twice', async () => {
    const moved = { transferredOn: '2011-05-02', toSite: 'STR' };
    const again = await api.record(`/v1/patients/${patient}/transfers`, moved, { as: REIMS, key: 'the-transfer' });
    expect(again).toEqual(transfer);
  });

  it('is seen whole by Strasbourg, and by Reims as far as it was recorded until then', async () => {
    const [there, here] = [await chart(), await chart(REIMS)];
    expect([there.body.site, here.body.site]).toEqual(['STR', 'REI']);
    expect(there.body.entries.map(({ id }) => id)).toContain(afterwards.events[0]);
    expect(here.body.entries.at(-1)?.id).toBe(transfer.events[0]);
    expect(there.body.entries.slice(0, -1)).toEqual(here.body.entries);
    const timeline = await api.read<readonly { readonly id: string }[]>(`/v1/patients/${patient}/timeline`, {
      as: REIMS,
    });
    expect(timeline.map(({ id }) => id)).not.toContain(afterwards.events[0]);
  });

  it('is in the list of Strasbourg, and of Reims no more; a new patient of Reims gets the next number', async () => {
    expect([await codesOf(), await codesOf(REIMS)]).toEqual([[patient], []]);
    const { patient: next } = await api.record(
      '/v1/patients',
      { ...BODIES.consent, consentedOn: '2011-05-13' },
      { as: REIMS },
    );
    expect(next).toBe('REI-002');
  });

  it('is in the audit log of Strasbourg whole, with the site of each entry, and of Reims until then', async () => {
    const log = async (as = STRASBOURG) =>
      (await api.read<Items>(`/v1/audit-log?patient=${patient}&order=oldest-first&limit=100`, { as })).items;
    const [there, here] = [await log(), await log(REIMS)];
    expect(there.map(({ site }) => site)).toEqual([...Array.from({ length: here.length }, () => 'REI'), 'STR']);
    expect(here).toEqual(there.slice(0, -1));
    const all = (await api.read<Items>('/v1/audit-log?limit=100', { as: STRASBOURG })).items;
    expect(all.filter((one) => one.patient === patient)).toHaveLength(there.length);
    const refused = await api.get(`/v1/audit-log?patient=${patient}`, { as: NANTES });
    expect([
      refused.status,
      (await api.read<Items>('/v1/audit-log?limit=100', { as: NANTES })).items.filter((one) => one.patient === patient),
    ]).toEqual([403, []]);
  });

  it('[EMA-66] has receipts and a certified copy at either site of what that site sees', async () => {
    const receipt = async (event = '', as = STRASBOURG) =>
      (await api.get(`/v1/patients/${patient}/receipts/${event}`, { as })).status;
    expect([await receipt(transfer.events[0]), await receipt(afterwards.events[0])]).toEqual([200, 200]);
    expect([await receipt(transfer.events[0], REIMS), await receipt(afterwards.events[0], REIMS)]).toEqual([200, 404]);
    using folder = temporaryDirectory();
    const records = await api.records();
    const whole = records.filter(({ stream }) => patientOfStream(stream) === patient).length;
    const trial = records.filter(({ stream }) => stream === 'trial').length;
    for (const [site, as, events] of [
      ['STR', STRASBOURG, trial + whole],
      ['REI', REIMS, trial + whole - 1 + records.filter(({ stream }) => stream === 'patient-REI-002').length],
    ] as const) {
      const response = await api.fetch(`/v1/certified-copies/${site}`, {}, as);
      const place = join(folder.path, `${site}.zip`);
      writeFileSync(place, Buffer.from(await response.arrayBuffer()));
      expect(await verifyPackage(SITE_COPY, place)).toMatchObject({ site, events });
    }
  });

  it('is not at Strasbourg any more once the transfer is annulled: it was entered for the wrong patient', async () => {
    const other = await bringPatient(api, 'consented');
    api.clock.set('2011-06-02T08:00:00.000Z');
    const path = `/v1/patients/${other}`;
    const { events } = await api.record(
      `${path}/transfers`,
      { transferredOn: '2011-06-01', toSite: 'STR' },
      { as: REIMS },
    );
    expect(await codesOf()).toEqual([patient, other]);
    const annulment = { entries: events, reasonCode: 'wrong-patient', reason: 'another patient moved' };
    await api.record(`${path}/annulments`, annulment, { as: someoneIn('investigator', 'STR') });
    expect(await codesOf()).toEqual([patient]);
    expect((await api.get<Chart>(path, { as: REIMS })).body.site).toBe('REI');
  });
});
