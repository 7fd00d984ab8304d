import {
  bringPatients,
  labelOf,
  prepareProduct,
  readCells,
  recordCells,
  startSiteApi,
  openTrial,
  someoneIn,
  type SiteApiUnderTest,
} from '@bali-app/site-api/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const UNIT = { as: someoneIn('cell-therapy-unit') };
const WHY = { reasonCode: 'wrong-patient', reason: 'it was the bag of the next patient' };

let api: SiteApiUnderTest;
let patients: readonly string[];
beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  patients = await bringPatients(api, ['harvested', 'harvested', 'harvested']);
  api.clock.set('2011-03-02T12:30:00.000Z');
  for (const patient of patients) await prepareProduct(api, patient);
});
afterAll(() => api[Symbol.asyncDispose]());

const pathOf = (patient: string) => `/v1/cell-therapy/patients/${patient}/records`;

/** A harvested patient of whom the unit has prepared a product, and what the unit recorded. */
async function prepared(place: number) {
  const patient = patients[place] ?? '';
  const { entries } = await readCells(api, patient);
  return { patient, entries };
}

describe('what the unit recorded of the wrong patient', () => {
  it('[R3-424] is annulled by one command over the route of its records, shown struck, and nobody else is told', async () => {
    const { patient, entries } = await prepared(0);
    const before = await api.records();
    const body = { annulment: { entries: entries.map(({ id }) => id) }, ...WHY };
    const refused = await api.post(pathOf(patient), { annulment: { entries: [entries[0]!.id] }, ...WHY }, UNIT);
    expect([refused.status, refused.body.code]).toEqual([409, 'needed-by-others']);
    const { events } = await recordCells(api, patient, body);
    const after = await readCells(api, patient);
    expect(after.entries).toEqual([]);
    expect(after.struck.map(({ type, annulledBy }) => [type, annulledBy])).toEqual(
      entries.map(({ type }) => [type, events[0]]),
    );
    expect(await api.records()).toEqual(before);
  });

  it('needs a reason and its code, exactly one thing in the body, and ids of entries', async () => {
    const { patient, entries } = await prepared(1);
    const annulment = { entries: [entries.at(-1)!.id] };
    const answered = async (body: object) => {
      const { status, body: problem } = await api.post(pathOf(patient), body, UNIT);
      return [status, problem.code, problem.errors?.[0]?.field];
    };
    expect(await answered({ annulment, reason: 'twice' })).toEqual([422, 'invalid-input', '/reasonCode']);
    expect(await answered({ annulment, reasonCode: 'wrong-patient' })).toEqual([422, 'reason-missing', '/reason']);
    expect(await answered({ annulment: { entries: [] }, ...WHY })).toEqual([
      422,
      'invalid-input',
      '/annulment/entries',
    ]);
    const correction = { correctedEvent: annulment.entries[0], field: '/gramStain', newValue: 'positive' };
    expect(await answered({ annulment, correction, ...WHY })).toEqual([422, 'invalid-input', '']);
  });

  it('corrects a label with all that names it, and several values together, over HTTP', async () => {
    const { patient, entries } = await prepared(2);
    const idOf = (type: string) => entries.find((entry) => entry.type === type)?.id;
    const right = `${patient}-SZ9QRSTV`;
    const correction = {
      ...{ correctedEvent: idOf('ProductPrepared'), field: '/syringe', newValue: right },
      also: [
        { correctedEvent: idOf('QualityControlled'), field: '/controlledAt', newValue: '2011-03-02T12:16:00+01:00' },
      ],
    };
    await recordCells(api, patient, { correction, reason: 'mistyped' });
    const { corrections, chainOfIdentity } = await readCells(api, patient);
    expect(corrections.map(({ field }) => field)).toEqual(['/syringe', '/controlledAt']);
    expect(chainOfIdentity.map(({ label }) => label)).toContain(right);
    expect(chainOfIdentity.map(({ label }) => label)).not.toContain(labelOf('SYR', patient));
  });
});
