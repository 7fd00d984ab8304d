import type { Person } from '@bali/access';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  bringPatients,
  BODIES,
  openTrial,
  preparation,
  releaseBody,
  signatureFor,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '../../testing/index.js';

const WHOLE = someoneIn('cell-therapy-unit');
/** Works in the unit of Nantes, and for no other site. */
const NANTES: Person = {
  ...WHOLE,
  userId: 'unit.nan',
  name: 'Noé Nantes',
  organisation: 'Hospital NAN',
  sites: ['NAN'],
};
const CARDS = '/v1/trial/randomization-cards';

let api: SiteApiUnderTest;
let ofReims: string;
let ofNantes: string;

beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  [ofReims = ''] = await bringPatients(api, ['harvested']);
});
afterAll(() => api[Symbol.asyncDispose]());

const reading = async (path: string, as = NANTES) => {
  const { status, body, text } = await api.get(path, { as });
  return { answer: status === 200 ? 'shown' : body.code, text };
};
const sending = async (path: string, body: object, as = NANTES) => {
  const { status, body: answered } = await api.post(path, body, { as });
  return status === 201 ? 'recorded' : answered.code;
};

describe('[P11-10d] whoever holds the role of the unit for one site', () => {
  it('records and reads the cells of that site’s patients', async () => {
    api.clock.set('2011-03-02T12:30:00.000Z');
    const { patient } = await api.record(
      '/v1/patients',
      { ...BODIES.consent, site: 'NAN', consentedOn: '2011-03-02' },
      { as: someoneIn('investigator', 'NAN') },
    );
    ofNantes = patient ?? '';
    const read = await reading(`/v1/cell-therapy/patients/${ofNantes}`);
    expect(read.answer).toBe('shown');
    const { harvestReceived } = preparation(ofNantes, 'A')[0] ?? {};
    // The domain, and not the guard, says what is missing.
    expect(await sending(`/v1/cell-therapy/patients/${ofNantes}/records`, { harvestReceived })).toBe('not-randomized');
  });

  it('[EMA-621-blind] neither records nor reads those of another site, and is shown no arm there', async () => {
    const { harvestReceived } = preparation(ofReims, 'A')[0] ?? {};
    const deviation = { deviation: { foundAt: '2011-03-02T12:00:00Z', kind: 'processing', description: 'a stain' } };
    expect([
      await sending(`/v1/cell-therapy/patients/${ofReims}/records`, { harvestReceived }),
      await sending(`/v1/cell-therapy/patients/${ofReims}/records`, deviation),
      await sending(`/v1/patients/${ofReims}/product-release`, {
        ...releaseBody(ofReims),
        ...signatureFor('product-release'),
      }),
      await sending(`/v1/patients/${ofReims}/release-withdrawal`, {
        withdrawnAt: '2011-03-02T12:00:00Z',
        cause: 'gram-stain',
      }),
      await sending(`/v1/patients/${ofReims}/annulments`, {
        entries: ['5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10'],
        reasonCode: 'wrong-patient',
        reason: 'another one',
      }),
      (await reading(`/v1/cell-therapy/patients/${ofReims}`)).answer,
      (await reading(`/v1/cell-therapy/patients/${ofReims}/new-label?kind=syringe`)).answer,
      (await reading(`/v1/patients/${ofReims}`)).answer,
    ]).toEqual(Array(8).fill('another-site'));
    const lists = ['/v1/cell-therapy/accountability', '/v1/patients', '/v1/work-list', '/v1/audit-log?limit=200'];
    for (const path of lists) {
      const { answer, text } = await reading(path);
      expect([path, answer, text.includes(ofReims)]).toEqual([path, 'shown', false]);
    }
  });

  it('erases no text that the unit of another site wrote', async () => {
    const deviation = { foundAt: '2011-03-02T12:00:00Z', kind: 'processing', description: 'told by Mrs Exemple' };
    const path = `/v1/cell-therapy/patients/${ofReims}/records`;
    const { events } = await api.record(path, { deviation }, { as: WHOLE });
    const redactedEvent = events[0];
    const erasure = { redactedEvent, field: '/data/description', why: 'names-a-person', reason: 'a name' };
    expect(await sending('/v1/cell-therapy/redactions', erasure)).toBe('text-unknown');
    const another: Person = { ...WHOLE, userId: 'unit.2', name: 'Una Zwei' };
    expect(await sending('/v1/cell-therapy/redactions', erasure, another)).toBe('recorded');
  });

  it('[EMA-621-blind] prints no card that is for patients of every site, and documents none for another site', async () => {
    const printing = { stratum: 'CARDS' };
    const before = await api.lastPosition();
    const refused = await api.post(`${CARDS}/printings`, printing, { as: NANTES });
    expect([refused.status, refused.body.code]).toEqual([403, 'another-site']);
    expect(refused.body.detail).toContain('for all sites prints them');
    expect(await api.lastPosition()).toBe(before);
    expect(await sending(`${CARDS}/printings`, printing, WHOLE)).toBe('recorded');
    const opening = { ...printing, slot: 0, patient: ofReims, openedAt: '2011-03-02T13:00:00+01:00' };
    const signed = { ...opening, outage: 'network-down', ...signatureFor('card-opening') };
    expect(await sending(`${CARDS}/openings`, signed)).toBe('another-site');
    expect(await sending(`${CARDS}/openings`, { ...signed, patient: ofNantes })).toBe('recorded');
  });

  it('[R3-316fg] is in the register as somebody who may know arms of that site', async () => {
    const register = await api.read<{ person: { userId: string }; sites?: string[] }[]>('/v1/unblinding-register', {
      as: someoneIn('monitor'),
    });
    const one = ({ userId }: { userId: string }) => register.find(({ person }) => person.userId === userId);
    expect([one(NANTES)?.sites, one(WHOLE)?.sites]).toEqual([['NAN'], undefined]);
  });

  it('[R3-316r] makes no statement about the patients of all sites: somebody who works for all of them does', async () => {
    const path = '/v1/trial/unit-statement';
    expect(await sending(path, signatureFor('unit-statement'))).toBe('another-site');
    expect(await sending(path, signatureFor('unit-statement'), WHOLE)).toBe('recorded');
  });
});

describe('of a list with a part for each site', () => {
  it('whoever holds the role for one site prints the cards of that site alone', async () => {
    await using other = await startSiteApi();
    await openTrialBySite(other);
    const printed = async (stratum: string, as = NANTES) => {
      const { status, body } = await other.post(`${CARDS}/printings`, { stratum }, { as });
      return status === 201 ? 'shown' : body.code;
    };
    expect([await printed('CARDS-NAN'), await printed('CARDS-REI'), await printed('CARDS')]).toEqual([
      ...['shown', 'another-site', 'another-site'],
    ]);
    expect(await printed('CARDS-REI', WHOLE)).toBe('shown');
  });
});

async function openTrialBySite(other: SiteApiUnderTest): Promise<void> {
  const as = someoneIn('sponsor-coordinator');
  await other.record('/v1/trial', BODIES.registration, { as });
  for (const site of ['REI', 'NAN']) {
    await other.record('/v1/sites', { ...BODIES.opening, site, name: `Hospital ${site}`, city: site }, { as });
  }
  await other.record('/v1/trial/randomization-list', { sites: ['NAN', 'REI'] }, { as: WHOLE });
}
