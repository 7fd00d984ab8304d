import { describe, expect, it } from '@jest/globals';
import { openSealedRecord, SEALED_STREAM } from '@bali/blinding';
import { recordOf } from '@bali/ledger';
import { URI } from 'otpauth';
import {
  BODIES,
  bringPatient,
  openTrial,
  PASSWORD,
  signatureFor,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
  takeStep,
} from '../../testing/index.js';

const AMENDED_TARGET = 12;
const SIGNED = signatureFor('randomization');
const SPONSOR = someoneIn('sponsor-coordinator');

async function amendTarget(api: SiteApiUnderTest, recruitmentTarget = AMENDED_TARGET): Promise<void> {
  const body = {
    recruitmentTarget,
    protocolVersion: '2.0',
    amendedOn: '2011-02-01',
    reason: 'slow accrual',
  };
  await api.record('/v1/trial/recruitment-target-amendments', body, { as: SPONSOR });
}

/** A patient's place in the randomization list. */
interface Place {
  readonly patient: string;
  readonly stratum: string;
  readonly slot: number;
}

/** The slots that were taken in the sealed ledger, in its order. */
async function slotsTaken(api: SiteApiUnderTest): Promise<readonly unknown[]> {
  const { sealedLedger, sealingKeys } = api.api.resources;
  const stored = await sealedLedger.readStream(SEALED_STREAM);
  const records = await Promise.all(stored.map(({ leaf }) => openSealedRecord(recordOf(leaf), sealingKeys)));
  const taken = records.filter(({ type }) => type === 'SlotTaken').map(({ data }) => data as Place);
  return taken.map(({ patient, stratum, slot }) => ({ patient, stratum, slot }));
}

describe('randomization', () => {
  it('takes the slots strictly in order, none twice, and never more than the target, whoever comes at once', async () => {
    await using api = await startSiteApi('2011-02-14T10:00:00.000Z');
    await openTrial(api);
    await amendTarget(api);
    const patients: string[] = [];
    for (let n = 0; n < 30; n += 1) patients.push(await bringPatient(api, 'confirmed', n % 2 === 0 ? 'REI' : 'NAN'));
    const answers = await Promise.all(
      patients.map((patient) =>
        api.post(`/v1/patients/${patient}/randomization`, SIGNED, {
          as: someoneIn('investigator', patient.slice(0, 3)),
        }),
      ),
    );
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.map(({ status, body }) => [status, body.code])).toEqual(
      Array.from({ length: 30 - AMENDED_TARGET }, () => [409, 'recruitment-complete']),
    );
    const randomized = (await api.records()).filter(({ type }) => type === 'Randomized');
    const places = randomized.map(({ stream, data }): Place => {
      return { patient: stream.slice('patient-'.length), ...(data as Omit<Place, 'patient'>) };
    });
    const inOrder = places.toSorted((one, other) => one.slot - other.slot);
    expect(inOrder.map(({ slot }) => slot)).toEqual(Array.from({ length: AMENDED_TARGET }, (_, slot) => slot));
    expect(await slotsTaken(api)).toEqual(inOrder);
    expect(randomized.map(({ data }) => Object.keys(data as object).toSorted())).toEqual(
      randomized.map(() => ['slot', 'stratum']),
    );
  });

  it('happens once for a patient, also when ten ask for it at once', async () => {
    await using api = await startSiteApi('2011-02-14T10:00:00.000Z');
    await openTrial(api);
    const patient = await bringPatient(api, 'confirmed');
    const asked = Array.from({ length: 10 }, () => api.post(`/v1/patients/${patient}/randomization`, SIGNED));
    const answers = await Promise.all(asked);
    const codes = answers.map(({ status, body }) => (status === 201 ? 'randomized' : body.code));
    expect(codes.toSorted()).toEqual([...Array.from({ length: 9 }, () => 'already-randomized'), 'randomized']);
    expect(await slotsTaken(api)).toEqual([{ patient, stratum: 'ALL', slot: 0 }]);
  });

  it('takes no slot for a patient who cannot be randomized', async () => {
    await using api = await startSiteApi('2011-02-14T10:00:00.000Z');
    await openTrial(api);
    const patient = await bringPatient(api, 'consented');
    const path = `/v1/patients/${patient}/randomization`;
    const notScreened = await api.post(path, SIGNED);
    await takeStep(api, patient, 'screened');
    const notConfirmed = await api.post(path, SIGNED);
    await takeStep(api, patient, 'baseline');
    await takeStep(api, patient, 'confirmed');
    const stale = await api.post(path, SIGNED, { ifMatch: '"0"' });
    const unknown = await api.post('/v1/patients/REI-099/randomization', SIGNED);
    const notSigned = await api.post(path, {});
    const wronglySigned = await api.post(path, signatureFor('randomization', { password: 'guessed' }));
    expect(
      [notScreened, notConfirmed, stale, unknown, notSigned, wronglySigned].map(({ status, body }) => [
        status,
        body.code,
      ]),
    ).toEqual([
      [409, 'patient-not-screened'],
      [409, 'eligibility-not-confirmed'],
      [412, 'stale-revision'],
      [404, 'patient-unknown'],
      [422, 'signature-missing'],
      [403, 'signature-refused'],
    ]);
    expect(await slotsTaken(api)).toEqual([]);
  });
});

describe('a randomization that the recruitment target refuses', () => {
  it('[P11-10f] asks for no signature, and leaves the one-time code that came with it unused', async () => {
    await using api = await startSiteApi('2011-02-14T10:00:00.000Z');
    await openTrial(api);
    await amendTarget(api, 1);
    await bringPatient(api, 'randomized', 'NAN');
    const patient = await bringPatient(api, 'confirmed');
    const other = await bringPatient(api, 'screened');
    const { codeAt, session } = await signedInWithCodes(api, '2011-02-21T10:00:00.000Z');
    const signed = { password: PASSWORD, oneTimeCode: codeAt('2011-02-21T10:03:00.000Z') };
    const refusals = await Promise.all(
      [{}, signatureFor('randomization', signed)].map((body) =>
        api.post(`/v1/patients/${patient}/randomization`, body, session),
      ),
    );
    expect(refusals.map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'recruitment-complete'],
      [409, 'recruitment-complete'],
    ]);
    expect(await slotsTaken(api)).toHaveLength(1);
    const confirmation = signatureFor('eligibility', signed);
    const confirmed = await api.post(`/v1/patients/${other}/eligibility-confirmation`, confirmation, session);
    expect(confirmed.status).toBe(201);
  });
});

/** Sets up one-time codes for the investigator of Reims, who then signs in with one; three minutes pass. */
async function signedInWithCodes(api: SiteApiUnderTest, now: string) {
  const minutes = (passed: number) => new Date(Date.parse(now) + passed * 60_000).toISOString();
  const person = someoneIn('investigator');
  const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
  api.clock.set(now);
  const first = bearer(await api.signIn(person));
  const { uri } = (await api.post<{ uri: string }>('/v1/one-time-code', { password: PASSWORD }, first)).body;
  const codeAt = (moment: string) => URI.parse(uri).generate({ timestamp: Date.parse(moment) });
  api.clock.set(minutes(1));
  await api.post('/v1/one-time-code/confirmation', { oneTimeCode: codeAt(minutes(1)) }, first);
  api.clock.set(minutes(2));
  const credentials = { userId: person.userId, password: PASSWORD, oneTimeCode: codeAt(minutes(2)) };
  const { body } = await api.post<{ token: string }>('/v1/sessions', credentials, { as: null });
  api.clock.set(minutes(3));
  return { codeAt, session: bearer(body.token) };
}

describe('consents at once', () => {
  it('get codes that are different and without gaps, at each site its own', async () => {
    await using api = await startSiteApi('2011-02-14T10:00:00.000Z');
    await openTrial(api);
    const sites = Array.from({ length: 12 }, (_, n) => (n % 2 === 0 ? 'REI' : 'NAN'));
    const recorded = await Promise.all(
      sites.map((site) =>
        api.record('/v1/patients', { ...BODIES.consent, site }, { as: someoneIn('study-coordinator', site) }),
      ),
    );
    const numbers = ['001', '002', '003', '004', '005', '006'];
    expect(recorded.map(({ patient }) => patient).toSorted()).toEqual([
      ...numbers.map((number) => `NAN-${number}`),
      ...numbers.map((number) => `REI-${number}`),
    ]);
  });
});
