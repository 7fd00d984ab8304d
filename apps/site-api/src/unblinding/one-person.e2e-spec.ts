import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  BODIES,
  bringPatient,
  openTrial,
  secondAccountOf,
  type Sending,
  signatureFor,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '../../testing/index.js';

const ADMINISTRATOR = { as: someoneIn('administrator') };
const CLAIRE = someoneIn('investigator');
const SECOND = 'claire.again';

let api: SiteApiUnderTest;
let patient: string;
let bearer: Sending;

/** An investigator was told an arm, and gets a second account, as the same person. */
beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  patient = await bringPatient(api, 'implanted');
  const emergency = { reason: 'septic shock', ...signatureFor('emergency-unblinding') };
  await api.record(`/v1/patients/${patient}/emergency-unblinding`, emergency);
  const account = { userId: SECOND, name: CLAIRE.name, organisation: CLAIRE.organisation };
  const unclear = await api.post('/v1/accounts', account, ADMINISTRATOR);
  expect([unclear.status, unclear.body.code]).toEqual([409, 'person-may-have-account']);
  bearer = await secondAccountOf(api, CLAIRE, SECOND);
});
afterAll(() => api[Symbol.asyncDispose]());

describe('a second account of somebody who was told an arm', () => {
  it('[EMA-621-blind] does not assess that patient, as the first one does not', async () => {
    const visit = { ...BODIES.visit, visit: 'M1' };
    for (const sending of [{ as: CLAIRE }, bearer]) {
      const { status, body } = await api.post(`/v1/patients/${patient}/follow-up-visits`, visit, sending);
      expect([status, body.code]).toEqual([409, 'assessor-unblinded']);
    }
  });

  it('reads again what was disclosed to its person', async () => {
    const { status } = await api.get(`/v1/patients/${patient}/allocation`, bearer);
    expect(status).toBe(200);
  });
});
