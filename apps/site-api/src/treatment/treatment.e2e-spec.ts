import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  BODIES,
  bringPatient,
  fate,
  LAST_RECORD_AT,
  openTrial,
  preparation,
  prepareProduct,
  readCells,
  recordCells,
  releaseBody,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
  takeStep,
} from '../../testing/index.js';

const UNIT = { as: someoneIn('cell-therapy-unit') };
const INVESTIGATOR = { as: someoneIn('investigator') };
const AFTERNOON = '2011-03-02T14:30:00.000Z';

let api: SiteApiUnderTest;

beforeEach(async () => {
  api = await startSiteApi();
  await openTrial(api);
});
afterEach(() => api[Symbol.asyncDispose]());

const at = (patient: string, path: string): string => `/v1/patients/${patient}/${path}`;
const lastOf = async (type: string) => (await api.records()).findLast((record) => record.type === type);
const refusal = async (path: string, body: object, by = INVESTIGATOR) => {
  const { status, body: problem } = await api.post(path, body, by);
  return [status, problem.code];
};

describe('a release that is withdrawn', () => {
  const withdrawal = {
    withdrawnAt: '2011-03-02T13:30:00+01:00',
    cause: 'gram-stain',
    description: 'seen at the second look',
  };

  it('stops the implantation, says the same of every patient, and keeps what was found with the unit', async () => {
    const patient = await bringPatient(api, 'released');
    await api.record(at(patient, 'release-withdrawal'), withdrawal, UNIT);
    const recorded = await lastOf('ReleaseWithdrawn');
    expect(recorded?.data).toEqual({ harvest: 1, withdrawnAt: withdrawal.withdrawnAt, why: 'withdrawn-by-the-unit' });
    expect(recorded?.metadata.reason).toBeUndefined();
    api.clock.set('2011-03-02T15:00:00.000Z');
    expect(await refusal(at(patient, 'implantation'), BODIES.implantation)).toEqual([409, 'release-withdrawn']);
    expect(await refusal(at(patient, 'release-withdrawal'), withdrawal, UNIT)).toEqual([409, 'release-withdrawn']);
    expect(await refusal(at(patient, 'product-release'), releaseBody(patient), UNIT)).toEqual([
      409,
      'product-already-released',
    ]);
    const { entries } = await readCells(api, patient);
    expect(entries.at(-1)).toMatchObject({ type: 'ReleaseWithdrawnByUnit', data: { cause: 'gram-stain' } });
    // Heard of afterwards, it is recorded.
    const despite = { ...BODIES.implantation, despite: ['release-withdrawn'] };
    await api.record(at(patient, 'implantation'), despite, INVESTIGATOR);
  });

  it('comes too late once the implantation is recorded, and leaves nothing behind', async () => {
    const patient = await bringPatient(api, 'implanted');
    expect(await refusal(at(patient, 'release-withdrawal'), withdrawal, UNIT)).toEqual([409, 'already-implanted']);
    const { entries } = await readCells(api, patient);
    expect(entries.at(-1)?.type).toBe('ProductReleasedFromUnit');
  });

  it('is the unit’s alone', async () => {
    const patient = await bringPatient(api, 'released');
    expect(await refusal(at(patient, 'release-withdrawal'), withdrawal)).toEqual([403, 'not-permitted']);
  });
});

describe('the moment of a release', () => {
  it('[R3-424] is corrected by the unit in both ledgers, with its reason in the sealed one, and by nobody else', async () => {
    const patient = await bringPatient(api, 'implanted');
    const releasedAt = '2011-03-02T13:10:00+01:00';
    const release = await lastOf('ProductReleased');
    const bySite = { correctedEvent: release?.id, field: '/releasedAt', newValue: releasedAt, reason: 'misread' };
    expect(await refusal(at(patient, 'corrections'), bySite)).toEqual([409, 'not-yours-to-put-right']);
    const path = at(patient, 'product-release-correction');
    expect(await refusal(path, { releasedAt }, UNIT)).toEqual([422, 'reason-missing']);
    expect(await refusal(path, { releasedAt: '2011-03-02T15:20:00+01:00', reason: 'misread' }, UNIT)).toEqual([
      409,
      'out-of-order',
    ]);
    await api.record(path, { releasedAt, reason: 'the clock was slow' }, UNIT);
    const corrected = await lastOf('DataCorrected');
    expect(corrected?.data).toMatchObject({ correctedEvent: release?.id, field: '/releasedAt', newValue: releasedAt });
    expect(corrected?.metadata).not.toHaveProperty('reason');
    // One cause for all: a choice among several could tell what is in the syringe.
    expect(corrected?.metadata.reasonCode).toBe('other');
    const { entries } = await readCells(api, patient);
    expect(entries.find(({ type }) => type === 'ProductReleasedFromUnit')?.data).toMatchObject({ releasedAt });
  });
});

describe('what the unit recorded in both ledgers', () => {
  const withdrawal = { withdrawnAt: '2011-03-02T13:30:00+01:00', cause: 'gram-stain', reason: 'seen late' };

  it('[R3-424] is annulled by the unit in both, with its reason in the sealed one, and can be recorded again', async () => {
    const patient = await bringPatient(api, 'released');
    await api.record(at(patient, 'release-withdrawal'), withdrawal, UNIT);
    const withdrawn = await lastOf('ReleaseWithdrawn');
    const annulment = { entries: [withdrawn?.id], reasonCode: 'wrong-patient', reason: 'the other syringe was meant' };
    expect(await refusal(at(patient, 'annulments'), annulment)).toEqual([409, 'not-yours-to-put-right']);
    const { reason: _, ...unexplained } = annulment;
    expect(await refusal(at(patient, 'annulments'), unexplained, UNIT)).toEqual([422, 'reason-missing']);
    await api.record(at(patient, 'annulments'), annulment, UNIT);
    const annulled = await lastOf('EntryAnnulled');
    expect(annulled?.data).toMatchObject({ annulledEvent: withdrawn?.id, annulledType: 'ReleaseWithdrawn' });
    expect(annulled?.metadata).not.toHaveProperty('reason');
    expect(annulled?.metadata.reasonCode).toBe('other');
    const entriesNow = async () => (await readCells(api, patient)).entries.map(({ type }) => type);
    expect(await entriesNow()).not.toContain('ReleaseWithdrawnByUnit');
    await api.record(at(patient, 'release-withdrawal'), withdrawal, UNIT);
    expect(await entriesNow()).toContain('ReleaseWithdrawnByUnit');
    expect((await api.records()).filter(({ type }) => type === 'ReleaseWithdrawn')).toHaveLength(2);
  });

  it('is not annulled where the site’s entry needs it: the site goes first', async () => {
    const patient = await bringPatient(api, 'implanted');
    const body = { entries: [(await lastOf('ProductReleased'))?.id], reasonCode: 'other', reason: 'read of another' };
    expect(await refusal(at(patient, 'annulments'), body, UNIT)).toEqual([409, 'needed-by-others']);
    const harvest = { ...body, entries: [(await lastOf('Harvested'))?.id] };
    expect(await refusal(at(patient, 'annulments'), harvest, UNIT)).toEqual([409, 'not-yours-to-put-right']);
    expect((await readCells(api, patient)).entries.map(({ type }) => type)).not.toContain('UnitEntriesAnnulled');
  });

  it('[R3-424] tells the trial ledger the coded cause that was given with a release', async () => {
    const patient = await bringPatient(api, 'harvested');
    api.clock.set(AFTERNOON);
    await prepareProduct(api, patient);
    const why = { reason: 'the courier was late', reasonCode: 'new-information' };
    await api.record(at(patient, 'product-release'), { ...releaseBody(patient), ...why }, UNIT);
    expect((await lastOf('ProductReleased'))?.metadata).toMatchObject({ reasonCode: 'new-information' });
  });
});

describe('growth in a culture', () => {
  const nothing = { marrow: 'no-growth', concentrate: 'no-growth', blood: 'no-growth', syringe: 'no-growth' };
  const growth = { identifiedAs: 'cutibacterium-acnes' };

  it('is told to the site as the same alert wherever it grew, which the site acknowledges once', async () => {
    const patient = await bringPatient(api, 'implanted');
    api.clock.set('2011-03-09T10:00:00.000Z');
    const before = (await api.records()).length;
    await recordCells(api, patient, { sterilityRead: { readOn: '2011-03-09', ...nothing } });
    expect((await api.records()).length).toBe(before);
    for (const where of ['marrow', 'syringe']) {
      await recordCells(api, patient, {
        sterilityRead: { readOn: '2011-03-09', ...nothing, [where]: 'growth', ...growth },
      });
    }
    const alerts = (await api.records()).filter(({ type }) => type === 'MicrobiologyAlert');
    expect(alerts.map(({ data }) => data)).toEqual(
      [1, 2].map((number) => ({ number, readOn: '2011-03-09', ...growth })),
    );
    const acknowledgement = { acknowledgedAt: '2011-03-09T11:30:00+01:00', action: 'antibiotics' };
    api.clock.set('2011-03-09T12:00:00.000Z');
    await api.record(at(patient, 'microbiology-alerts/1/acknowledgement'), acknowledgement, INVESTIGATOR);
    const chart = await api.read<{ alerts?: object[] }>(`/v1/patients/${patient}`);
    const raised = {
      organism: 'Cutibacterium acnes',
      raisedAt: '2011-03-09T10:00:00.000Z',
      dueAt: '2011-03-10T10:00:00.000Z',
    };
    expect(chart.alerts).toEqual([
      { number: 1, ...raised, acknowledgedAt: '2011-03-09T12:00:00.000Z' },
      { number: 2, ...raised },
    ]);
    expect(await refusal(at(patient, 'microbiology-alerts/1/acknowledgement'), acknowledgement)).toEqual([
      409,
      'alert-already-acknowledged',
    ]);
    expect(await refusal(at(patient, 'microbiology-alerts/3/acknowledgement'), acknowledgement)).toEqual([
      409,
      'alert-unknown',
    ]);
  });
});

describe('the arm of a patient', () => {
  it('is shown to the unit only once it has found the cells conform', async () => {
    const patient = await bringPatient(api, 'harvested');
    api.clock.set('2011-03-02T12:30:00.000Z');
    for (const body of preparation(patient, 'A').slice(0, 4)) {
      expect((await readCells(api, patient)).arm).toBeUndefined();
      await recordCells(api, patient, body);
    }
    expect((await readCells(api, patient)).arm).toMatch(/^[AB]$/u);
  });
});

describe('a patient into whom the first product was not implanted', () => {
  const another = {
    harvestedAt: '2011-04-05T09:30:00+02:00',
    volumeMl: 480,
    anaesthesia: 'general',
    bloodTube: 'sent',
  };

  it('may be harvested again with a renewed consent, and is implanted the product of that harvest', async () => {
    const patient = await bringPatient(api, 'released');
    api.clock.set('2011-04-05T08:30:00.000Z');
    expect(await refusal(at(patient, 'harvest'), another)).toEqual([409, 'already-harvested']);
    const renewal = { renewedOn: '2011-04-01', informationVersion: '2.1', to: ['treatment'], why: 'another-harvest' };
    await api.record(at(patient, 'consent-renewals'), renewal, INVESTIGATOR);
    await api.record(at(patient, 'harvest'), another, INVESTIGATOR);
    api.clock.set('2011-04-05T12:30:00.000Z');
    await prepareProduct(api, patient, '2011-04-05', 2);
    await api.record(at(patient, 'product-release'), releaseBody(patient, '2011-04-05', 2), UNIT);
    api.clock.set(AFTERNOON.replace('03-02', '04-05'));
    const implanted = { implantedAt: '2011-04-05T15:10:00+02:00', limb: 'left' };
    await api.record(at(patient, 'implantation'), implanted, INVESTIGATOR);
    expect((await lastOf('Implanted'))?.data).toEqual({ harvest: 2, ...implanted });
  });

  it('is recorded so, and what was prepared is kept or discarded in the window of the next working day', async () => {
    const patient = await bringPatient(api, 'harvested');
    api.clock.set('2011-03-02T12:30:00.000Z');
    const arm = await prepareProduct(api, patient);
    await api.record(at(patient, 'implantation-not-done'), BODIES.implantationNotDone, INVESTIGATOR);
    // A release that was before is recorded late; one that comes after it is none.
    api.clock.set('2011-03-02T12:40:00.000Z');
    const later = { ...releaseBody(patient), releasedAt: '2011-03-02T13:35:00+01:00' };
    expect(await refusal(at(patient, 'product-release'), later, UNIT)).toEqual([409, 'implantation-not-done']);
    api.clock.set(LAST_RECORD_AT);
    const { cellsCryoConserved } = fate(patient, 'A');
    const from = arm === 'B' ? { from: releaseBody(patient).read.label } : {};
    await recordCells(api, patient, { cellsCryoConserved: { ...cellsCryoConserved, ...from } });
    await expect(takeStep(api, patient, 'implanted')).rejects.toThrow('implantation-not-done');
  });
});
