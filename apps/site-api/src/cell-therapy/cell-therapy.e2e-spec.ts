import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSealedRecord, readSealingKeys } from '@bali/blinding';
import { openLedgerToRead } from '@bali/installation';
import { recordOf } from '@bali/ledger';
import {
  bringPatient,
  bringPatients,
  type Milestone,
  fate,
  labelOf,
  LAST_RECORD_AT,
  openTrial,
  preparation,
  prepareProduct,
  readCells,
  recordCells,
  releaseBody,
  signatureFor,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
  takeStep,
} from '../../testing/index.js';

const UNIT = { as: someoneIn('cell-therapy-unit') };
const RECORDS = '/v1/cell-therapy/patients/REI-001/records';

let api: SiteApiUnderTest;

beforeEach(async () => {
  api = await startSiteApi();
  await openTrial(api);
});
afterEach(() => api[Symbol.asyncDispose]());

async function ledger(name: 'sealed' | 'access') {
  const store = await openLedgerToRead(api.directory, name);
  const records = [];
  for await (const page of store.read()) records.push(...page.map(({ leaf }) => recordOf(leaf)));
  await store.close();
  return records;
}

async function openedSealed() {
  const keys = readSealingKeys(api.directory.sealingKeys);
  if (keys === undefined) throw new Error('there are no sealing keys');
  return Promise.all((await ledger('sealed')).map((record) => openSealedRecord(record, keys)));
}

describe('the cell therapy unit', () => {
  it('records the day of the harvest step by step, as many in either arm', async () => {
    // A block has two patients of either arm at least.
    const arms = new Map<string, string>();
    for (const code of await bringPatients(api, Array<Milestone>(6).fill('harvested'))) {
      if (new Set(arms.values()).size === 2) break;
      api.clock.set('2011-03-02T12:30:00.000Z');
      const arm = await prepareProduct(api, code);
      arms.set(code, arm);
      await api.record(`/v1/patients/${code}/product-release`, releaseBody(code), UNIT);
      await takeStep(api, code, 'implanted');
      const early = await api.post(`/v1/cell-therapy/patients/${code}/records`, fate(code, arm), UNIT);
      expect([early.status, early.body.code]).toEqual([409, 'outside-the-window']);
    }
    api.clock.set(LAST_RECORD_AT);
    for (const [code, arm] of arms) {
      await recordCells(api, code, fate(code, arm as 'A' | 'B'));
      const { accountability, chainOfIdentity, entries } = await readCells(api, code);
      expect(accountability).toMatchObject({ balanced: true, concentratedMl: '30', inHandMl: '0' });
      expect(chainOfIdentity.slice(0, 3).map(({ kind }) => kind)).toEqual(['harvest', 'concentrate', 'syringe']);
      expect(entries.map(({ recordedBy }) => recordedBy)).toEqual(Array(8).fill(UNIT.as.name));
    }
  });

  it('[EMA-621-access] has each reading in the access ledger before it is shown, whoever reads', async () => {
    const patient = await bringPatient(api, 'released');
    const inspector = someoneIn('inspector-with-sealed-access');
    await api.read(`/v1/cell-therapy/patients/${patient}`, { as: inspector });
    await api.read('/v1/cell-therapy/accountability', UNIT);
    await api.read('/v1/cell-therapy/accountability', UNIT);
    const day = api.clock.now().toISOString().slice(0, 10);
    const told = (await ledger('access')).filter(({ type }) => type.startsWith('SealedDataRead'));
    expect(
      told.filter(({ data }) => (data as { day: string }).day === day).map(({ metadata }) => metadata.actor.role),
    ).toEqual(expect.arrayContaining(['inspector-with-sealed-access', 'cell-therapy-unit']));
    expect(JSON.stringify(told)).not.toContain(patient);
    expect(new Set(told.map(({ data, metadata }) => JSON.stringify([data, metadata.actor]))).size).toBe(told.length);
    const sealed = (await openedSealed()).filter(({ type }) => type === 'SealedDataShown');
    expect(sealed.slice(-2).map(({ data, metadata }) => [data, metadata.actor.role])).toEqual([
      [{ what: 'cells-of-a-patient', patient }, 'inspector-with-sealed-access'],
      [{ what: 'product-accountability' }, 'cell-therapy-unit'],
    ]);
  });

  it('[R3-438] is alone in it: nobody who is blinded records or reads anything of it', async () => {
    const patient = await bringPatient(api, 'harvested');
    for (const role of ['investigator', 'monitor', 'safety-officer', 'inspector', 'administrator'] as const) {
      const as = someoneIn(role);
      expect((await api.get(`/v1/cell-therapy/patients/${patient}`, { as })).status).toBe(403);
      expect((await api.get('/v1/cell-therapy/accountability', { as })).status).toBe(403);
      expect((await api.post(RECORDS, preparation(patient, 'A')[0], { as })).status).toBe(403);
    }
  });

  it('records once what is sent again, and refuses the same key with something else', async () => {
    const patient = await bringPatient(api, 'harvested');
    api.clock.set('2011-03-02T12:30:00.000Z');
    const [received, separated] = preparation(patient, 'A');
    const first = await api.post(RECORDS, received, { ...UNIT, key: 'reception' });
    const again = await api.post(RECORDS, received, { ...UNIT, key: 'reception' });
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect((await api.post(RECORDS, separated, { ...UNIT, key: 'reception' })).body.code).toBe(
      'idempotency-key-reused',
    );
  });

  it('is told what is wrong with what it enters, field by field', async () => {
    const patient = await bringPatient(api, 'harvested');
    api.clock.set('2011-03-02T12:30:00.000Z');
    const [received, separated] = preparation(patient, 'A');
    const refused = async (body: object) => {
      const { status, body: problem } = await api.post(RECORDS, body, UNIT);
      return [status, problem.code, problem.errors?.[0]?.field];
    };
    expect(await refused({})).toEqual([422, 'invalid-input', '']);
    expect(await refused({ ...received, ...separated })).toEqual([422, 'invalid-input', '']);
    expect(await refused({ unheardOf: {} })).toEqual([422, 'invalid-input', '/unheardOf']);
    const mistaken = { ...received?.['harvestReceived'], read: { patient: 'NAN-001', label: labelOf('HRV', patient) } };
    expect(await refused({ harvestReceived: mistaken })).toEqual([422, 'identifier-mismatch', '/read/patient']);
    expect(await refused(separated ?? {})).toEqual([409, 'unit-step-missing', undefined]);
  });

  it('leaves no line in the log and no count in the metrics', async () => {
    await bringPatient(api, 'released');
    await api.post(RECORDS, {}, UNIT);
    await api.get('/v1/cell-therapy/accountability', UNIT);
    const metrics = (await api.get('/metrics', { as: someoneIn('administrator') })).text;
    for (const seen of [api.log.text(), metrics]) {
      expect(seen).not.toMatch(/cell-therapy\/|SealedDataRead|Cells|Harvest(Received)/);
    }
  });

  it('keeps its free texts and its types out of what lies in the sealed ledger', async () => {
    const patient = await bringPatient(api, 'harvested');
    api.clock.set('2011-03-02T12:30:00.000Z');
    const deviation = { foundAt: '2011-03-02T10:00:00Z', kind: 'transport', description: 'the box was warm' };
    await recordCells(api, patient, { deviation, reason: 'as the procedure asks' });
    const sealed = await ledger('sealed');
    expect(new Set(sealed.map(({ type }) => type))).toEqual(new Set(['SealedEventRecorded']));
    const hashes = sealed.flatMap(({ metadata }) => metadata.reason ?? []);
    const { authentic: texts } = await api.api.resources.sealedLedger.readTexts(hashes);
    expect(texts.size).toBe(1);
    expect(JSON.stringify([...texts.values()])).not.toContain('procedure');
  });
});

describe('a correction of what the unit recorded', () => {
  async function prepared() {
    const patient = await bringPatient(api, 'harvested');
    api.clock.set('2011-03-02T12:30:00.000Z');
    await prepareProduct(api, patient);
    const { entries } = await readCells(api, patient);
    const idOf = (type: string) => entries.find((entry) => entry.type === type)?.id ?? '';
    const correct = (type: string, field: string, newValue: unknown, reason: object = { reason: 'misread' }) =>
      api.post(RECORDS, { correction: { correctedEvent: idOf(type), field, newValue }, ...reason }, UNIT);
    return { patient, idOf, correct };
  }

  it('[P11-10e] overwrites nothing: the unit sees what stands now, what stood before, who corrected it and when', async () => {
    const { patient, idOf, correct } = await prepared();
    const trialEvents = (await api.records()).length;
    expect((await correct('CellsCounted', '/viabilityPercent', '69.5')).status).toBe(201);
    const { entries, corrections, accountability } = await readCells(api, patient);
    expect(entries.find(({ type }) => type === 'CellsCounted')).toMatchObject({
      data: { viabilityPercent: '69.5' },
      corrected: ['/viabilityPercent'],
    });
    expect(corrections).toEqual([
      {
        correctedEvent: idOf('CellsCounted'),
        correctedType: 'CellsCounted',
        field: '/viabilityPercent',
        oldValue: '96.5',
        newValue: '69.5',
        computed: false,
        recordedAt: '2011-03-02T12:30:00.000Z',
        recordedBy: UNIT.as.name,
        reasonCode: 'other',
        reason: 'misread',
      },
    ]);
    expect(accountability).toMatchObject({ correctedValues: 1, balanced: true });
    // Nobody else is told that there was one.
    expect((await api.records()).length).toBe(trialEvents);
  });

  it('needs a reason, a value that can be, and a record that is the unit’s', async () => {
    const { correct } = await prepared();
    const refused = async (...asked: Parameters<typeof correct>) => {
      const { status, body } = await correct(...asked);
      return [status, body.code, body.errors?.[0]?.field];
    };
    const volume = ['CellsSeparated', '/concentrateMl'] as const;
    expect(await refused(...volume, '31', {})).toEqual([422, 'reason-missing', '/reason']);
    expect(await refused(...volume, 'much')).toEqual([422, 'invalid-value', '/newValue']);
    expect(await refused(...volume, '30')).toEqual([409, 'value-unchanged', '/newValue']);
    expect(await refused('CellsSeparated', '/concentrate', 'CON-OTHER')).toEqual([
      409,
      'label-not-random',
      '/newValue',
    ]);
    expect(await refused('HarvestReceived', '/read/label', 'HRV-OTHER')).toEqual([
      422,
      'field-not-correctable',
      '/field',
    ]);
    expect(await refused('CellsThawed', '/viabilityPercent', '80')).toEqual([
      422,
      'invalid-input',
      '/correction/correctedEvent',
    ]);
    expect(await refused('CellsCounted', '/mononuclearCells', 9999)).toEqual([422, 'implausible-value', '/newValue']);
  });

  it('of an answer of the quality control takes the verdict along, and the product is released no more', async () => {
    const { patient, correct } = await prepared();
    expect((await correct('QualityControlled', '/containerIntact', 'no')).status).toBe(201);
    const { corrections } = await readCells(api, patient);
    expect(corrections.map(({ field, newValue, computed }) => [field, newValue, computed])).toEqual([
      ['/containerIntact', 'no', false],
      ['/verdict', 'not-conform', true],
    ]);
    const release = await api.post(`/v1/patients/${patient}/product-release`, releaseBody(patient), UNIT);
    expect(release.body.code).toBe('quality-not-conform');
  });

  it('of a free text is kept sealed, as the text was', async () => {
    const { patient } = await prepared();
    const deviation = { foundAt: '2011-03-02T10:00:00Z', kind: 'transport', description: 'the box was cold' };
    const { events } = await recordCells(api, patient, { deviation });
    const correction = { correctedEvent: events[0], field: '/description', newValue: 'the box was warm' };
    await recordCells(api, patient, { correction, reason: 'misread' });
    const tooLong = { ...correction, newValue: 'x'.repeat(3_001) };
    const refused = await api.post(RECORDS, { correction: tooLong, reason: 'misread' }, UNIT);
    expect([refused.status, refused.body.errors?.[0]?.field]).toEqual([422, '/correction/newValue']);
    const { corrections } = await readCells(api, patient);
    const hashes = [corrections[0]?.oldValue, corrections[0]?.newValue].map(String);
    const { authentic: texts } = await api.api.resources.sealedLedger.readTexts(hashes);
    expect([...texts.keys()].toSorted()).toEqual(hashes.toSorted());
    expect(JSON.stringify([...texts.values()])).not.toMatch(/the box was/);
  });
});

describe('the release', () => {
  it('[P11-10f] is in the trial ledger only if the unit released that syringe for that patient', async () => {
    const patient = await bringPatient(api, 'harvested');
    api.clock.set('2011-03-02T12:30:00.000Z');
    const release = (body: object) => api.post(`/v1/patients/${patient}/product-release`, body, UNIT);
    expect((await release(releaseBody(patient))).body.code).toBe('unit-step-missing');
    await prepareProduct(api, patient);
    const other = { patient: 'REI-002', label: labelOf('SYR', patient) };
    expect((await release({ ...releaseBody(patient), read: other })).body.code).toBe('identifier-mismatch');
    const label = { patient, label: 'REI-002-SZ4XPD8T' };
    expect((await release({ ...releaseBody(patient), read: label })).body.code).toBe('identifier-mismatch');
    expect((await api.records()).some(({ type }) => type === 'ProductReleased')).toBe(false);
    await api.record(`/v1/patients/${patient}/product-release`, releaseBody(patient), UNIT);
    const released = (await api.records()).filter(({ type }) => type === 'ProductReleased');
    expect(released.map(({ data }) => data)).toEqual([{ harvest: 1, releasedAt: '2011-03-02T13:00:00+01:00' }]);
    expect((await release(releaseBody(patient))).body.code).toBe('product-already-released');
  });

  it('that stopped after the sealed ledger is gone on with when it is sent again', async () => {
    const patient = await bringPatient(api, 'harvested');
    api.clock.set('2011-03-02T12:30:00.000Z');
    await prepareProduct(api, patient);
    const { handler } = api.api.resources;
    const handle = handler.handle.bind(handler);
    handler.handle = () => Promise.reject(new Error('the power is cut'));
    // The very same message: what was cut off may be finished in the background before it comes again.
    const body = { ...releaseBody(patient), ...signatureFor('product-release') };
    const send = () => api.post(`/v1/patients/${patient}/product-release`, body, { ...UNIT, key: 'release' });
    expect((await send()).status).toBe(500);
    const sealed = (await ledger('sealed')).length;
    handler.handle = handle;
    expect((await send()).status).toBe(201);
    expect((await ledger('sealed')).length).toBe(sealed);
    expect((await api.records()).filter(({ type }) => type === 'ProductReleased')).toHaveLength(1);
  });
});
