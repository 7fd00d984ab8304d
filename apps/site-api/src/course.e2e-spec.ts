import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  BODIES,
  bringPatient,
  LONG_AFTER,
  openTrial,
  type RecordedBody,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '../testing/index.js';

const SPONSOR = someoneIn('sponsor-coordinator');
const STATISTICIAN = someoneIn('blinded-statistician');
const SECRET_TEXT = 'Mrs Dupont of Rue Voltaire was confused';

let api: SiteApiUnderTest;
let patient: string;
let visit: RecordedBody;
let harvestId: string;

/** One trial in which every command is used. */
beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  patient = await bringPatient(api, 'M1');
  const path = (rest: string) => `/v1/patients/${patient}/${rest}`;
  harvestId = (await api.read<PatientBody>(`/v1/patients/${patient}`)).entries[5]!.id;
  await api.record(path('adverse-events'), { ...BODIES.adverseEvent, narrative: SECRET_TEXT });
  await api.record(path('adverse-events/1/follow-ups'), BODIES.adverseEventNews);
  await api.record(path('corrections'), {
    correctedEvent: harvestId,
    field: '/volumeMl',
    newValue: 480,
    reason: 'transcription error',
  });
  api.clock.set('2011-05-30T10:00:00.000Z');
  const { events } = await api.record(path('amputations'), { ...BODIES.amputation, comment: 'healed well' });
  await api.record(path('revascularizations'), BODIES.revascularization);
  api.clock.set(LONG_AFTER);
  visit = await api.record(path('follow-up-visits'), {
    ...BODIES.visit,
    ...{ visit: 'M6', assessedOn: '2011-09-05' },
    limbs: { left: { amputated: 'yes', entry: events[0] }, right: { amputated: 'no' } },
  });
  await api.record(path('completion'), BODIES.completion);
  await api.record(path('death'), BODIES.death);
  const other = await bringPatient(api, 'screened', 'NAN');
  api.clock.set(LONG_AFTER);
  const as = someoneIn('study-coordinator', 'NAN');
  await api.record(`/v1/patients/${other}/loss-to-follow-up`, BODIES.loss, { as });
  await api.record(`/v1/patients/${other}/consent-withdrawal`, BODIES.withdrawal, { as });
  await changeTheTrial();
});

async function changeTheTrial(): Promise<void> {
  const amended = { amendedOn: '2011-11-01', reason: 'agreed by the steering committee' };
  await api.record(
    '/v1/trial/recruitment-target-amendments',
    { recruitmentTarget: 40, protocolVersion: '2.0', ...amended },
    { as: SPONSOR },
  );
  const visits = [
    ...BODIES.registration.visits,
    { code: 'M12', title: '12 months', monthsAfterImplantation: 12, windowDays: 30 },
  ];
  await api.record(
    '/v1/trial/visit-schedule-amendments',
    { visits, protocolVersion: '2.1', ...amended },
    { as: SPONSOR },
  );
  const closed = await api.record(
    '/v1/sites/NAN/closure',
    { closedOn: '2011-11-15', reason: 'no more patients' },
    { as: SPONSOR },
  );
  await api.record(
    '/v1/trial/corrections',
    { correctedEvent: closed.events[0], field: '/closedOn', newValue: '2011-11-16', reason: 'wrong day' },
    { as: SPONSOR },
  );
}

afterAll(() => api[Symbol.asyncDispose]());

interface PatientBody {
  readonly status: string;
  readonly revision: number;
  readonly entries: readonly { id: string; type: string; data: Record<string, unknown>; corrected: string[] }[];
  readonly texts: Record<string, string>;
}
interface Items {
  readonly items: readonly Record<string, unknown>[];
  readonly next?: string;
}

describe('a patient, after the whole course', () => {
  it('stands there with every correction applied, and the revision in the ETag', async () => {
    const answer = await api.get<PatientBody>(`/v1/patients/${patient}`);
    const { status, revision, entries } = answer.body;
    expect([status, answer.headers.get('etag')]).toEqual(['died', `"${revision}"`]);
    expect(entries.map(({ type }) => type)).toEqual([
      ...[
        'ConsentGiven',
        'PatientScreened',
        'BaselineAssessed',
        'EligibilityConfirmed',
        'Randomized',
        'Harvested',
        'ProductReleased',
        'Implanted',
      ],
      ...['FollowUpAssessed', 'AdverseEventReported', 'AdverseEventFollowedUp', 'Amputated', 'Revascularized'],
      ...['FollowUpAssessed', 'FollowUpCompleted', 'Died', 'AdverseEventReported'],
    ]);
    expect(entries[5]).toMatchObject({ data: { volumeMl: 480 }, corrected: ['/volumeMl'] });
  });

  it('[EMA-45] has a timeline in the order in which it happened, with late entries marked and both times', async () => {
    const timeline = await api.read<Record<string, unknown>[]>(`/v1/patients/${patient}/timeline`);
    const dates = timeline.map(({ happenedOn }) => String(happenedOn));
    expect(dates).toEqual(dates.toSorted());
    const late = timeline.filter(({ late }) => late === true);
    expect(late.map(({ type, happened, recordedAt }) => [type, happened, recordedAt])).toContainEqual([
      'FollowUpAssessed',
      '2011-09-05',
      LONG_AFTER,
    ]);
    expect(timeline.find(({ id }) => id === harvestId)).toMatchObject({ corrected: [{ field: '/volumeMl' }] });
  });

  it('[EMA-621-field] tells the history of one value: who, when, why, before and after', async () => {
    const [history] = await api.read<{ versions: Record<string, unknown>[] }[]>(
      `/v1/patients/${patient}/fields?event=${harvestId}&field=/volumeMl`,
    );
    expect(history?.versions.map(({ value }) => value)).toEqual([500, 480]);
    expect(history?.versions[1]).toMatchObject({
      actor: { name: 'Claire Martin', role: 'investigator', organisation: 'Hospital REI' },
      reason: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('is found in the list by site and by status, page by page', async () => {
    const all = await api.read<Items>('/v1/patients', { as: SPONSOR });
    expect(all.items.map((item) => [item['patient'], item['status']])).toEqual([
      ['NAN-001', 'withdrawn'],
      ['REI-001', 'died'],
    ]);
    const first = await api.read<Items>('/v1/patients?limit=1', { as: SPONSOR });
    const second = await api.read<Items>(`/v1/patients?limit=1&cursor=${first.next!}`, { as: SPONSOR });
    expect([first.items, second.items, second.next]).toEqual([[all.items[0]], [all.items[1]], undefined]);
    const dead = await api.read<Items>('/v1/patients?status=died&site=REI', { as: SPONSOR });
    expect(dead.items).toEqual([all.items[1]]);
  });
});

describe('the trial, after the whole course', () => {
  it('has the target in force, its sites, and everybody counted', async () => {
    const trial = await api.read<Record<string, unknown>>('/v1/trial');
    expect(trial).toMatchObject({
      recruitmentTarget: 40,
      protocolVersion: '2.1',
      accrual: { target: 40, randomized: 1 },
      patientsByStatus: { died: 1, withdrawn: 1 },
      position: await api.lastPosition(),
    });
    const sites = await api.read<Record<string, unknown>[]>('/v1/sites');
    expect(sites.map(({ code, isOpen, open }) => [code, isOpen, open])).toEqual([
      ['REI', true, [{ from: '2009-06-01' }]],
      ['NAN', false, [{ from: '2009-06-01', to: '2011-11-16' }]],
    ]);
  });

  it('has a flow of participants and an endpoint, pooled', async () => {
    expect(await api.read('/v1/reports/participant-flow')).toMatchObject({
      ...{ consented: 2, assessedForEligibility: 2, randomized: 1, harvested: 1, implanted: 1, analysed: 1 },
    });
    expect(await api.read('/v1/reports/primary-endpoint', { as: STATISTICIAN })).toMatchObject({
      ...{ implanted: 1, evaluable: 1, majorAmputations: 0, deaths: 0, survivedWithoutMajorAmputation: 1 },
    });
  });

  it('[ICH-E9] shows outcomes to statisticians and inspectors alone before the lock, also pooled', async () => {
    for (const path of ['primary-endpoint', 'statistics', 'statistics/document', 'statistics/table']) {
      const { status, body } = await api.get<{ code: string }>(`/v1/reports/${path}`, { as: someoneIn('monitor') });
      expect([path, status, body.code]).toEqual([path, 409, 'outcomes-not-open']);
    }
  });

  it('has a statistical report as of any event, as figures, as a document, and as a table with a script', async () => {
    interface Statistics {
      readonly position: number;
      readonly root: string;
      readonly report: { readonly groups: string[]; readonly outcomes: { readonly endpoint: { time: number } }[] };
    }
    const read = (query = '') => api.read<Statistics>(`/v1/reports/statistics${query}`, { as: STATISTICIAN });
    const now = await read();
    expect(now.report.groups).toEqual(['all patients']);
    expect(now.report.outcomes.map(({ endpoint }) => endpoint.time)).toEqual([184]);
    expect(now.root).toMatch(/^[0-9a-f]{64}$/);
    const earlier = await read('?position=3');
    expect([earlier.position, earlier.report.outcomes]).toEqual([3, []]);
    expect((await read(`?position=${now.position}`)).root).toBe(now.root);
    const text = async (path: string) => (await api.get(`/v1/reports/statistics/${path}`, { as: STATISTICIAN })).text;
    expect(await text('document')).toContain(now.root);
    expect(await text('document')).toContain('<svg');
    expect((await text('table')).split('\r\n')).toHaveLength(3);
    expect(await text('script')).toContain('library(survival)');
    const beyond = await api.get('/v1/reports/statistics?position=100000', { as: STATISTICIAN });
    expect([beyond.status, beyond.body.code]).toEqual([404, 'beyond-the-end']);
  });

  it('shows what a command did to whoever asks for at least its position', async () => {
    const { items } = await api.read<Items>(
      `/v1/audit-log?atLeast=${visit.position}&patient=${patient}&order=oldest-first`,
    );
    expect(items.map(({ position }) => position)).toContain(visit.position);
  });
});

describe('free texts', () => {
  const sentences = async (role: 'investigator' | 'monitor' | 'blinded-statistician') => {
    const { items } = await api.read<Items>('/v1/audit-log?limit=200', { as: someoneIn(role) });
    return items.map(({ sentence }) => String(sentence)).join('\n');
  };

  it('[EMA-621-blind] leave the site after 7 days; the monitor and the safety officer read them at once', async () => {
    for (const role of ['investigator', 'monitor', 'blinded-statistician'] as const) {
      expect(await sentences(role)).toContain(SECRET_TEXT);
    }
    const fresh = { ...BODIES.adverseEventNews, narrative: 'his daughter called' };
    const { events } = await api.record(`/v1/patients/${patient}/adverse-events/1/follow-ups`, fresh);
    for (const [role, isShown] of [
      ['investigator', true],
      ['monitor', true],
      ['safety-officer', true],
      ['data-manager', false],
      ['blinded-statistician', false],
      ['inspector', false],
    ] as const) {
      const { text } = await api.get(`/v1/patients/${patient}`, { as: someoneIn(role) });
      expect([role, text.includes('his daughter called')]).toEqual([role, isShown]);
    }
    const review = { event: events[0], field: '/data/narrative', verdict: 'release' };
    await api.record(`/v1/patients/${patient}/text-reviews`, review, { as: someoneIn('monitor') });
    const released = await api.get(`/v1/patients/${patient}`, { as: someoneIn('inspector') });
    expect(released.text).toContain('his daughter called');
  });

  it('[EMA-621-blind] that a monitor has flagged are shown to those alone who may know arms, and to their author', async () => {
    const telling = { ...BODIES.adverseEventNews, narrative: 'the syringe looked yellow' };
    const { events } = await api.record(`/v1/patients/${patient}/adverse-events/1/follow-ups`, telling);
    const review = { event: events[0], field: '/data/narrative', verdict: 'flag' };
    await api.record(`/v1/patients/${patient}/text-reviews`, review, { as: someoneIn('monitor') });
    for (const [role, isShown] of [
      ['cell-therapy-unit', true],
      ['investigator', true],
      ['study-coordinator', false],
      ['safety-officer', false],
      ['monitor', false],
    ] as const) {
      const { text } = await api.get(`/v1/patients/${patient}`, { as: someoneIn(role) });
      expect([role, text.includes('the syringe looked yellow')]).toEqual([role, isShown]);
    }
    const again = await api.post(
      `/v1/patients/${patient}/text-reviews`,
      { ...review, verdict: 'release' },
      { as: someoneIn('monitor') },
    );
    expect((again.body as { code: string }).code).toBe('text-already-reviewed');
  });

  it('are corrected as texts: both stand in the sentence of the correction, neither in the ledger', async () => {
    const { entries } = await api.read<PatientBody>(`/v1/patients/${patient}`);
    const { id } = entries.find(({ type }) => type === 'Amputated')!;
    const { position } = await api.record(`/v1/patients/${patient}/corrections`, {
      correctedEvent: id,
      field: '/comment',
      newValue: 'healed slowly',
      reason: 'said so by the surgeon',
    });
    const { items } = await api.read<Items>(`/v1/audit-log?atLeast=${position}&type=DataCorrected&limit=1`);
    expect(items[0]!['sentence']).toContain('from “healed well” to “healed slowly”');
    expect(items[0]!['sentence']).toContain('Reason (other): “said so by the surgeon”.');
    const ledger = JSON.stringify(await api.records());
    for (const text of ['healed slowly', 'healed well', SECRET_TEXT]) expect(ledger).not.toContain(text);
  });
});

describe('the audit log', () => {
  it('[P11-10e] tells each event as a sentence, by the clock of the server and of the site', async () => {
    const { items } = await api.read<Items>(`/v1/audit-log?type=Harvested&patient=${patient}`);
    expect(items.map(({ sentence }) => sentence)).toEqual([
      expect.stringMatching(
        /^On 2011-03-02 at 09:00:00 UTC \(10:00:00 at the site\), Claire Martin \(investigator, Hospital REI\) recorded that /,
      ),
    ]);
  });

  it('is filtered by patient, site, person, type and period, and read page by page in either order', async () => {
    const positionsOf = async (query: string) =>
      (await api.read<Items>(`/v1/audit-log?limit=200&${query}`, { as: SPONSOR })).items.map(({ position }) =>
        Number(position),
      );
    const records = await api.records();
    const where = (fits: (record: (typeof records)[number]) => boolean) =>
      records.flatMap((record, position) => (fits(record) ? [position] : [])).toReversed();
    expect(await positionsOf('patient=NAN-001')).toEqual(where(({ stream }) => stream === 'patient-NAN-001'));
    const UNIT = ['RandomizationListCommitted', 'ProductReleased'];
    expect(await positionsOf('person=cell-therapy-unit')).toEqual(where(({ type }) => UNIT.includes(type)));
    expect(await positionsOf(`from=2011-03-02T00:00:00Z&before=2011-03-03T00:00:00Z`)).toEqual(
      where(({ metadata }) => metadata.recordedAt.startsWith('2011-03-02')),
    );
    const read: number[] = [];
    for (let query: string | undefined = 'limit=7&order=oldest-first'; query !== undefined;) {
      const page: Items = await api.read(`/v1/audit-log?${query}`, { as: SPONSOR });
      read.push(...page.items.map(({ position }) => Number(position)));
      query = page.next === undefined ? undefined : `limit=7&order=oldest-first&cursor=${page.next}`;
    }
    expect(read).toEqual(records.map((_, position) => position));
  });
});
