import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { bringPatient, BODIES, type SiteApiUnderTest, someoneIn, startSiteApi } from '../testing/index.js';

const ADMINISTRATOR = { as: someoneIn('administrator') };
const SPONSOR = { as: someoneIn('sponsor-coordinator') };
const LILLE = { site: 'LIL', name: 'CHU de Lille', city: 'Lille', timeZone: 'Europe/Paris' };

let api: SiteApiUnderTest;

beforeEach(async () => {
  api = await startSiteApi();
});
afterEach(() => api[Symbol.asyncDispose]());

describe('a site that the registry record does not name', () => {
  it('[R3-435] is opened, has people delegated, a list of its own, and patients', async () => {
    await api.record('/v1/trial', BODIES.registration, SPONSOR);
    await api.record('/v1/sites', { ...BODIES.opening, ...LILLE }, SPONSOR);
    const list = await api.post(
      '/v1/trial/randomization-list',
      { sites: ['LIL'] },
      { as: someoneIn('cell-therapy-unit') },
    );
    expect([list.status, list.body.code]).toEqual([201, undefined]);

    // Beside the part of the site there is one for those that come later, each with its sealed cards.
    const committed = (await api.records()).find(({ type }) => type === 'RandomizationListCommitted');
    const { strata } = committed!.data as { strata: { stratum: string }[] };
    expect(strata.map(({ stratum }) => stratum)).toEqual(['ALL', 'CARDS', 'CARDS-LIL', 'LIL']);

    const userId = 'lil.investigator';
    await api.post('/v1/accounts', { userId, name: 'Luc Petit', organisation: 'CHU de Lille' }, ADMINISTRATOR);
    await api.post(`/v1/accounts/${userId}/identity-verification`, { how: 'document-in-person' }, ADMINISTRATOR);
    const from = api.clock.now().toISOString().slice(0, 10);
    const delegation = { role: 'investigator', sites: ['LIL'], from };
    const delegated = await api.post(`/v1/accounts/${userId}/delegations`, delegation, ADMINISTRATOR);
    expect([delegated.status, delegated.body.code]).toEqual([201, undefined]);

    api.clock.set('2011-02-14T10:00:00.000Z');
    const as = someoneIn('investigator', 'LIL');
    const consent = await api.post<{ patient: string }>('/v1/patients', { ...BODIES.consent, site: 'LIL' }, { as });
    expect([consent.status, consent.body.patient]).toEqual([201, 'LIL-001']);
    expect(await api.read<readonly { code: string }[]>('/v1/sites', SPONSOR)).toEqual([
      expect.objectContaining({ code: 'LIL', name: 'CHU de Lille' }),
    ]);
  });

  it('[R3-435] that is opened after a list by site was drawn randomizes from the part that was drawn for those that come later', async () => {
    const nantes = { ...BODIES.opening, site: 'NAN', name: 'CHU', city: 'Nantes', timeZone: 'Europe/Paris' };
    await api.record('/v1/trial', BODIES.registration, SPONSOR);
    await api.record('/v1/sites', BODIES.opening, SPONSOR);
    await api.record('/v1/trial/randomization-list', { sites: ['REI'] }, { as: someoneIn('cell-therapy-unit') });
    await api.record('/v1/sites', nantes, SPONSOR);
    await bringPatient(api, 'randomized');
    await bringPatient(api, 'randomized', 'NAN');
    const places = (await api.records())
      .filter(({ type }) => type === 'Randomized')
      .map(({ stream, data }) => [stream, (data as { stratum: string }).stratum]);
    expect(places).toEqual([
      ['patient-REI-001', 'REI'],
      ['patient-NAN-001', 'ALL'],
    ]);
  });

  it('cannot have the code that names the whole trial in the randomization list, and is told so', async () => {
    await api.record('/v1/trial', BODIES.registration, SPONSOR);
    const { status, body } = await api.post('/v1/sites', { ...BODIES.opening, ...LILLE, site: 'ALL' }, SPONSOR);
    expect([status, body.code, body.errors?.[0]?.field]).toEqual([422, 'site-code-reserved', '/site']);
  });
});
