import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  BODIES,
  bringPatient,
  bringPatients,
  LONG_AFTER,
  type Milestone,
  openTrial,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '../../testing/index.js';

const SPONSOR = someoneIn('sponsor-coordinator');
const UNIT = someoneIn('cell-therapy-unit');
const patients = new Map<Milestone, string>();
let api: SiteApiUnderTest;

beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  const milestones: readonly Milestone[] = [
    'consented',
    'screened',
    'confirmed',
    'randomized',
    'harvested',
    'released',
    'implanted',
    'M1',
  ];
  const brought = await bringPatients(api, milestones);
  for (const [place, milestone] of milestones.entries()) patients.set(milestone, brought[place] ?? '');
  api.clock.set(LONG_AFTER);
});
afterAll(() => api[Symbol.asyncDispose]());

const { harvest, release, implantation, visit, completion, screening } = BODIES;

const elsewhere = { ...BODIES.amputation, where: 'elsewhere' };
const FATAL = { outcome: 'fatal', seriousness: ['death'] };
const CHANGE = { changedOn: '2011', change: 'ended', why: 'other' };

describe('a step out of its sequence', () => {
  it.each<[Milestone, string, object, number, string]>([
    ['consented', 'randomization', {}, 409, 'patient-not-screened'],
    ['consented', 'harvest', harvest, 409, 'not-randomized'],
    ['screened', 'harvest', harvest, 409, 'not-randomized'],
    ['screened', 'randomization', {}, 409, 'eligibility-not-confirmed'],
    ['confirmed', 'harvest', harvest, 409, 'not-randomized'],
    ['randomized', 'randomization', {}, 409, 'already-randomized'],
    ['randomized', 'screenings', screening, 409, 'already-randomized'],
    ['randomized', 'product-release', release, 409, 'not-harvested'],
    ['randomized', 'implantation', implantation, 409, 'not-harvested'],
    ['harvested', 'harvest', harvest, 409, 'already-harvested'],
    ['harvested', 'implantation', implantation, 409, 'product-not-released'],
    ['released', 'product-release', release, 409, 'product-already-released'],
    [
      'released',
      'implantation',
      { ...implantation, implantedAt: '2011-03-03T10:00:00+01:00' },
      409,
      'not-the-day-of-the-harvest',
    ],
    ['released', 'implantation', { ...implantation, implantedAt: '2011-03-02T12:00:00+01:00' }, 409, 'out-of-order'],
    ['confirmed', 'follow-up-visits', visit, 409, 'not-randomized'],
    ['implanted', 'follow-up-visits', { ...visit, visit: 'M6' }, 409, 'visit-before-window'],
    ['implanted', 'implantation', implantation, 409, 'already-implanted'],
    ['implanted', 'completion', completion, 409, 'follow-up-not-complete'],
    ['M1', 'follow-up-visits', visit, 409, 'visit-already-recorded'],
    ['M1', 'amputations', { ...BODIES.amputation, performedOn: '2011-01-01' }, 409, 'before-consent'],
    ['M1', 'amputations', { ...BODIES.amputation, performedOn: '2011-05' }, 409, 'whole-date-needed'],
    ['M1', 'amputations', { ...elsewhere, performedOn: '2010' }, 409, 'before-consent'],
    ['M1', 'adverse-events', { ...BODIES.adverseEvent, ...FATAL }, 409, 'fatal-outcome-without-death'],
    ['M1', 'adverse-events/1/follow-ups', BODIES.adverseEventNews, 409, 'adverse-event-unknown'],
    ['M1', 'concomitant-treatments/1/changes', CHANGE, 409, 'treatment-unknown'],
  ])('[P11-10f] is refused, and told why: %s, then %s', async (milestone, path, body, status, code) => {
    const before = await api.lastPosition();
    const as = path === 'product-release' ? UNIT : someoneIn('investigator');
    const answer = await api.post(`/v1/patients/${patients.get(milestone)!}/${path}`, body, { as });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect([typeof answer.body.detail, typeof answer.body.source]).toEqual(['string', 'string']);
    expect(await api.lastPosition()).toBe(before);
  });

  it.each(['2019-13', '2019-02-30', '0850', '2019-6'])(
    'has a date that exists, as far as it is known: %s',
    async (on) => {
      const path = `/v1/patients/${patients.get('M1')!}/amputations`;
      const { status, body } = await api.post(path, { ...elsewhere, performedOn: on });
      expect([status, body]).toMatchObject([422, { code: 'invalid-input', errors: [{ field: '/performedOn' }] }]);
    },
  );

  it('[P11-10f] is refused after a death, but what happened before it may still be recorded', async () => {
    const path = `/v1/patients/${patients.get('M1')!}`;
    await api.record(`${path}/death`, { ...BODIES.death, diedOn: '2011-05-20' });
    const after = await api.post(`${path}/amputations`, { ...BODIES.amputation, performedOn: '2011-05-21' });
    expect([after.status, after.body.code]).toEqual([409, 'patient-died']);
    await api.record(`${path}/amputations`, BODIES.amputation);
    await api.record(`${path}/amputations`, { ...elsewhere, performedOn: '2011-05', knownFrom: 'hospital' });
    expect((await api.post(`${path}/death`, BODIES.death)).body.code).toBe('already-died');
  });

  it('[P11-10f] is refused for a patient who is not eligible, or of whom it is not known', async () => {
    const answersOf = (changes: object) => ({ ...screening, answers: { ...screening.answers, ...changes } });
    const path = `/v1/patients/${await bringPatient(api, 'consented')}`;
    api.clock.set(LONG_AFTER);
    await api.record(`${path}/screenings`, answersOf({ ongoingInfection: 'not-assessed' }));
    const undecided = await api.post(`${path}/randomization`, {});
    await api.record(`${path}/screenings`, answersOf({ prothrombinTime: { percent: '49.9' } }));
    const excluded = await api.post(`${path}/randomization`, {});
    expect([undecided.body.code, excluded.body.code]).toEqual([
      'eligibility-not-yet-decidable',
      'patient-not-eligible',
    ]);
  });
});

describe('a site', () => {
  it('[R3-435] records nothing before it is opened, nor what happened after it was closed', async () => {
    const as = someoneIn('investigator', 'STR');
    const consent = { ...BODIES.consent, site: 'STR' };
    const notOpened = await api.post('/v1/patients', consent, { as });
    expect([notOpened.status, notOpened.body.code]).toEqual([409, 'site-unknown']);
    const opening = { ...BODIES.opening, site: 'STR', name: 'CHU de Strasbourg', city: 'Strasbourg' };
    await api.record('/v1/sites', { ...opening, openedOn: '2011-02-01' }, { as: SPONSOR });
    await api.record('/v1/sites/STR/closure', { closedOn: '2011-03-01', reason: 'no patients' }, { as: SPONSOR });
    const closed = await api.post('/v1/patients', { ...consent, consentedOn: '2011-03-02' }, { as });
    expect([closed.status, closed.body.code, closed.body.errors?.[0]?.field]).toEqual([
      409,
      'site-not-open',
      '/consentedOn',
    ]);
    expect((await api.record('/v1/patients', consent, { as })).patient).toBe('STR-001');
  });

  it('[P11-10f] is opened once, and closed with a reason', async () => {
    const again = await api.post('/v1/sites', BODIES.opening, { as: SPONSOR });
    const silently = await api.post('/v1/sites/NAN/closure', { closedOn: '2011-11-01' }, { as: SPONSOR });
    const unknown = await api.post('/v1/sites/MUL/closure', { closedOn: '2011-11-01', reason: 'x' }, { as: SPONSOR });
    expect([again, silently, unknown].map(({ status, body }) => [status, body.code])).toEqual([
      [409, 'site-already-open'],
      [422, 'reason-missing'],
      [409, 'site-unknown'],
    ]);
  });
});

describe('the trial', () => {
  it('[P11-10f] comes first, and is registered once', async () => {
    await using empty = await startSiteApi();
    const opening = await empty.post('/v1/sites', BODIES.opening, { as: SPONSOR });
    expect([opening.status, opening.body.code]).toEqual([409, 'trial-not-registered']);
    expect(await empty.read('/v1/trial')).toMatchObject({ registered: false, recruitmentTarget: 0, position: -1 });
    const again = await api.post('/v1/trial', BODIES.registration, { as: SPONSOR });
    expect([again.status, again.body.code]).toEqual([409, 'trial-already-registered']);
  });
});
