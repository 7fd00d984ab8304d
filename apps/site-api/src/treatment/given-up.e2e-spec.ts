import { openSealedRecord, SEALED_STREAM } from '@bali/blinding';
import { patience } from '@bali/event-store/testing';
import { recordOf } from '@bali/ledger';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  bringPatients,
  cutOff,
  CUTS,
  openTrial,
  preparation,
  readCells,
  recordCells,
  signatureFor,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '../../testing/index.js';

const UNIT = someoneIn('cell-therapy-unit');
const TOLD = someoneIn('investigator');
const NURSE = someoneIn('study-coordinator');
const WHY = { reasonCode: 'wrong-patient', reason: 'it was the patient in the next room' };
const BEFORE_THE_TRIAL_LEDGER = CUTS[2];

let api: SiteApiUnderTest;
let patients: readonly string[];

beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  patients = await bringPatients(api, ['harvested', 'harvested']);
  api.clock.set('2011-03-10T12:00:00.000Z');
});
afterAll(() => api[Symbol.asyncDispose]());

async function sealedOf(patient: string): Promise<readonly string[]> {
  const { sealedLedger, sealingKeys } = api.api.resources;
  const stored = await sealedLedger.readStream(SEALED_STREAM);
  const records = await Promise.all(stored.map(({ leaf }) => openSealedRecord(recordOf(leaf), sealingKeys)));
  return records.filter(({ data }) => (data as { patient?: string }).patient === patient).map(({ type }) => type);
}

async function until(patient: string, type: string): Promise<void> {
  const signal = patience();
  while (!(await sealedOf(patient)).includes(type)) {
    signal.throwIfAborted();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function openOf(patient: string): Promise<readonly string[]> {
  return (await api.records()).filter(({ stream }) => stream === `patient-${patient}`).map(({ type }) => type);
}

describe('what was begun in the sealed ledger, and the trial ledger refuses meanwhile', () => {
  it('is given up and documented: an alert of growth, where the site annuls the harvest first; the unit goes on', async () => {
    const patient = patients[0] ?? '';
    await recordCells(api, patient, preparation(patient, 'A')[0] ?? {});
    const [harvest] = (await api.records()).filter(
      ({ stream, type }) => stream === `patient-${patient}` && type === 'Harvested',
    );
    const cultures = { marrow: 'growth', concentrate: 'no-growth', blood: 'no-growth', syringe: 'no-growth' };
    const body = { sterilityRead: { readOn: '2011-03-09', ...cultures, identifiedAs: 'cutibacterium-acnes' } };
    cutOff(api, BEFORE_THE_TRIAL_LEDGER, ['MicrobiologyAlert'], async () => {
      await api.record(`/v1/patients/${patient}/annulments`, { entries: [harvest?.id], ...WHY }, { as: TOLD });
    });
    const path = `/v1/cell-therapy/patients/${patient}/records`;
    const key = randomUUID();
    expect([409, 500]).toContain((await api.post(path, body, { as: UNIT, key })).status);
    await until(patient, 'MicrobiologyAlertGivenUp');
    const again = await api.post(path, body, { as: UNIT, key });
    expect([again.status, again.body.code]).toEqual([409, 'not-harvested']);
    expect(await openOf(patient)).not.toContain('MicrobiologyAlert');
    expect((await sealedOf(patient)).filter((type) => type === 'MicrobiologyAlertGivenUp')).toHaveLength(1);
    const { entries } = await readCells(api, patient);
    const read = entries.find(({ type }) => type === 'SterilityRead');
    await recordCells(api, patient, { annulment: { entries: [read?.id] }, ...WHY });
  });

  it('is given up and documented: a judgement, where what it is about is annulled first; another one is taken', async () => {
    const patient = patients[1] ?? '';
    const opening = { reason: 'a shock', ...signatureFor('emergency-unblinding') };
    await api.record(`/v1/patients/${patient}/emergency-unblinding`, opening, { as: TOLD });
    const treatment = { kind: 'other', medicine: 'a tablet', regimen: 'once a day', startedOn: '2010-12' };
    const entered = await api.record(`/v1/patients/${patient}/concomitant-treatments`, treatment, { as: NURSE });
    cutOff(api, BEFORE_THE_TRIAL_LEDGER, ['JudgementSealed'], async () => {
      await api.record(`/v1/patients/${patient}/annulments`, { entries: entered.events, ...WHY }, { as: NURSE });
    });
    const path = `/v1/patients/${patient}/sealed-judgements`;
    const correction = { correctedEvent: entered.events[0], field: '/startedOn', shouldBe: '2010-11' };
    const body = { correction, ...signatureFor('sealed-judgement') };
    const key = randomUUID();
    expect([409, 500]).toContain((await api.post(path, body, { as: TOLD, key })).status);
    await until(patient, 'JudgementGivenUp');
    const again = await api.post(path, body, { as: TOLD, key });
    expect([again.status, again.body.code]).toEqual([409, 'event-unknown']);
    expect((await sealedOf(patient)).filter((type) => type === 'JudgementGivenUp')).toHaveLength(1);
    const { judgements } = (await api.api.resources.blinding.load(SEALED_STREAM)).state;
    expect(judgements.filter(({ data }) => data.patient === patient)).toEqual([]);
    const findings = { foundOn: '2011-03-09', ulcers: 'no' };
    await api.record(path, { findings, ...signatureFor('sealed-judgement') }, { as: TOLD });
    expect(await openOf(patient)).toContain('JudgementSealed');
  });
});
