import { openSealedRecord, SEALED_STREAM } from '@bali/blinding';
import { patience } from '@bali/event-store/testing';
import { type LedgerRecord, recordOf } from '@bali/ledger';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import {
  type Answer,
  bringPatients,
  cutOff,
  CUTS,
  openTrial,
  prepareProduct,
  readCells,
  releaseBody,
  type RecordedBody,
  signatureFor,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '../../testing/index.js';

const UNIT = someoneIn('cell-therapy-unit');
const INVESTIGATOR = someoneIn('investigator');

interface Saga {
  readonly is: string;
  readonly path: string;
  readonly body: object;
  /** The event with which it begins in the sealed ledger, and the one with which it ends in the trial ledger. */
  readonly sealed: string;
  readonly open: string;
}

/** What is written in both ledgers, of a patient whose product is released. */
const SAGAS = [
  {
    is: 'the withdrawal of a release',
    path: 'release-withdrawal',
    body: { withdrawnAt: '2011-03-02T13:00:00Z', cause: 'gram-stain', description: 'read again' },
    ...{ sealed: 'ReleaseWithdrawnByUnit', open: 'ReleaseWithdrawn' },
  },
  {
    is: 'the correction of a release',
    path: 'product-release-correction',
    body: { releasedAt: '2011-03-02T13:04:00+01:00', reason: 'the clock of the clean room was slow' },
    ...{ sealed: 'ReleaseMomentCorrected', open: 'DataCorrected' },
  },
] as const satisfies readonly Saga[];

/** What the unit annuls of a patient: it names the entry, so it is made for each. */
async function annulmentOf(patient: string, type: 'ReleaseWithdrawn' | 'ProductReleased'): Promise<Saga> {
  const entry = (await openOf(patient)).find((one) => one.type === type);
  const body = { entries: [entry?.id], reasonCode: 'wrong-patient', reason: 'the other syringe was meant' };
  return {
    is: 'an annulment by the unit',
    path: 'annulments',
    body: { ...body, ...(type === 'ProductReleased' ? signatureFor('annulment') : {}) },
    ...{ sealed: 'UnitEntriesAnnulled', open: 'EntryAnnulled' },
  };
}

let api: SiteApiUnderTest;
let patients: string[];

beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  const needed = SAGAS.length * (CUTS.length + 1);
  patients = [
    ...(await bringPatients(
      api,
      Array.from({ length: needed }, () => 'harvested' as const),
    )),
  ];
  api.clock.set('2011-03-02T12:30:00.000Z');
  for (const patient of patients) {
    await prepareProduct(api, patient);
    await api.record(`/v1/patients/${patient}/product-release`, releaseBody(patient), { as: UNIT });
  }
  api.clock.set('2011-03-02T13:30:00.000Z');
});
afterAll(() => api[Symbol.asyncDispose]());

const send = (
  patient: string,
  { path, body }: Saga,
  key: string,
): Promise<Answer<Partial<RecordedBody> & { code?: string }>> =>
  api.post(`/v1/patients/${patient}/${path}`, body, { as: UNIT, key });

async function sealedOf(patient: string): Promise<readonly string[]> {
  const { sealedLedger, sealingKeys } = api.api.resources;
  const stored = await sealedLedger.readStream(SEALED_STREAM);
  const records = await Promise.all(stored.map(({ leaf }) => openSealedRecord(recordOf(leaf), sealingKeys)));
  return records.filter(({ data }) => (data as { patient?: string }).patient === patient).map(({ type }) => type);
}

const openOf = async (patient: string): Promise<readonly LedgerRecord[]> =>
  (await api.records()).filter(({ stream }) => stream === `patient-${patient}`);

describe.each(SAGAS.map((saga, place) => [saga.is, saga, place] as const))('%s', (_, saga, place) => {
  it.each(CUTS.map((cut, number) => [cut.is, cut, number] as const))(
    'that is cut off %s is finished once, and answered when it is sent again',
    async (__, cut, number) => {
      const patient = patients[place * (CUTS.length + 1) + number] ?? '';
      const key = randomUUID();
      cutOff(api, cut, cut.ledger === 'trialLedger' ? [saga.open] : ['SealedEventRecorded']);
      const failed = await send(patient, saga, key);
      // What follows the sealed ledger may be quicker than the request, is then cut off in its place, and tries again.
      expect([201, 500]).toContain(failed.status);
      const again = await send(patient, saga, key);
      expect([again.status, again.body.patient]).toEqual([201, patient]);
      expect((await send(patient, saga, key)).text).toBe(again.text);
      expect((await sealedOf(patient)).filter((type) => type === saga.sealed)).toHaveLength(1);
      const open = (await openOf(patient)).filter(({ type }) => type === saga.open);
      expect(open.map(({ id }) => id)).toEqual(again.body.events);
    },
  );
});

describe('the annulment of what the unit recorded in both ledgers', () => {
  it.each(CUTS.map((cut, number) => [cut.is, cut, number] as const))(
    'that is cut off %s is finished once, and answered when it is sent again',
    async (_, cut, number) => {
      // Of each of these patients the release is withdrawn above.
      const patient = patients[number] ?? '';
      const saga = await annulmentOf(patient, 'ReleaseWithdrawn');
      const key = randomUUID();
      cutOff(api, cut, cut.ledger === 'trialLedger' ? [saga.open] : ['SealedEventRecorded']);
      expect([201, 500]).toContain((await send(patient, saga, key)).status);
      const again = await send(patient, saga, key);
      expect([again.status, again.body.patient]).toEqual([201, patient]);
      expect((await sealedOf(patient)).filter((type) => type === saga.sealed)).toHaveLength(1);
      const open = (await openOf(patient)).filter(({ type }) => type === saga.open);
      expect(open.map(({ id }) => id)).toEqual(again.body.events);
      expect((await readCells(api, patient)).entries.map(({ type }) => type)).not.toContain('ReleaseWithdrawnByUnit');
    },
  );
});

describe('what the trial ledger refuses meanwhile', () => {
  const given = (saga: (typeof SAGAS)[number]) => patients[SAGAS.indexOf(saga) * (CUTS.length + 1) + CUTS.length] ?? '';
  const [WITHDRAWAL, CORRECTION] = SAGAS;
  const until = async (patient: string, type: string) => {
    const signal = patience();
    while (!(await sealedOf(patient)).includes(type)) {
      signal.throwIfAborted();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  it('is given up and documented: a withdrawal, where the site records the implantation first', async () => {
    const patient = given(WITHDRAWAL);
    const implanted = { implantedAt: '2011-03-02T14:20:00+01:00', limb: 'left' };
    cutOff(api, CUTS[2], [WITHDRAWAL.open], async () => {
      await api.record(`/v1/patients/${patient}/implantation`, implanted, { as: INVESTIGATOR });
    });
    const key = randomUUID();
    expect([409, 500]).toContain((await send(patient, WITHDRAWAL, key)).status);
    await until(patient, 'ReleaseWithdrawalGivenUp');
    const again = await send(patient, WITHDRAWAL, key);
    expect([again.status, again.body.code]).toEqual([409, 'already-implanted']);
    expect((await openOf(patient)).map(({ type }) => type)).not.toContain(WITHDRAWAL.open);
    expect((await sealedOf(patient)).filter((type) => type === 'ReleaseWithdrawalGivenUp')).toHaveLength(1);
  });

  it('is given up and documented: a correction, where the site corrects the harvest to a later hour first', async () => {
    const patient = given(CORRECTION);
    const harvest = (await openOf(patient)).find(({ type }) => type === 'Harvested');
    const right = { correctedEvent: harvest?.id, field: '/harvestedAt', newValue: '2011-03-02T12:59:00+01:00' };
    const body = { ...CORRECTION.body, releasedAt: '2011-03-02T12:58:00+01:00' };
    const earlier = { ...CORRECTION, body };
    cutOff(api, CUTS[2], [CORRECTION.open], async () => {
      // The site's own correction is an event of the same type: it is no longer cut off.
      await api.record(`/v1/patients/${patient}/corrections`, { ...right, reason: 'read again' }, { as: INVESTIGATOR });
    });
    const key = randomUUID();
    expect([409, 500]).toContain((await send(patient, earlier, key)).status);
    await until(patient, 'ReleaseCorrectionGivenUp');
    const again = await send(patient, earlier, key);
    expect([again.status, again.body.code]).toEqual([409, 'out-of-order']);
    const released = (await openOf(patient)).find(({ type }) => type === 'ProductReleased');
    expect(released?.data).toMatchObject({ releasedAt: releaseBody(patient).releasedAt });
    expect((await openOf(patient)).filter(({ type }) => type === 'DataCorrected')).toHaveLength(1);
  });

  it('is given up and documented: an annulment of a release, where the site records the implantation first', async () => {
    const patient = given(CORRECTION);
    const saga = await annulmentOf(patient, 'ProductReleased');
    const implanted = { implantedAt: '2011-03-02T14:20:00+01:00', limb: 'left' };
    cutOff(api, CUTS[2], [saga.open], async () => {
      await api.record(`/v1/patients/${patient}/implantation`, implanted, { as: INVESTIGATOR });
    });
    const key = randomUUID();
    expect([409, 500]).toContain((await send(patient, saga, key)).status);
    await until(patient, 'UnitAnnulmentGivenUp');
    const again = await send(patient, saga, key);
    expect([again.status, again.body.code]).toEqual([409, 'needed-by-others']);
    expect((await openOf(patient)).map(({ type }) => type)).not.toContain(saga.open);
    expect((await sealedOf(patient)).filter((type) => type === 'UnitAnnulmentGivenUp')).toHaveLength(1);
    // What the unit had recorded stands again, with what was given up.
    const entries = (await readCells(api, patient)).entries.map(({ type }) => type);
    expect(entries).toEqual(
      expect.arrayContaining(['ProductReleasedFromUnit', 'UnitEntriesAnnulled', 'UnitAnnulmentGivenUp']),
    );
  });
});
