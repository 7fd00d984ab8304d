import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ListedDeviation } from '@bali/queries';
import type { DataQuery, FieldVerification } from '@bali/trial';
import type { WorkItem } from '@bali/projections';
import {
  BODIES,
  bringPatients,
  LONG_AFTER,
  openTrial,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '../../testing/index.js';

let api: SiteApiUnderTest;
let patient: string;
/** Another patient, whose product is not released. */
let harvested: string;
const path = (rest: string) => `/v1/patients/${patient}/${rest}`;
const [MONITOR, DATA_MANAGER, SPONSOR, NURSE] = (
  ['monitor', 'data-manager', 'sponsor-coordinator', 'study-coordinator'] as const
).map((role) => ({ as: someoneIn(role) }));
const STRANGER = { as: someoneIn('investigator', 'NAN') };

interface Listed<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}
type ListedQuery = DataQuery & { readonly ageDays: number; readonly texts: Readonly<Record<string, string>> };

const queries = (search: string, as = MONITOR) => api.read<Listed<ListedQuery>>(`/v1/queries${search}`, as);
const work = async (who = MONITOR, search = '') =>
  (await api.read<Listed<WorkItem>>(`/v1/work-list${search}`, who)).items.filter((item) => item.patient === patient);
const kinds = (items: readonly WorkItem[]) => [...new Set(items.map(({ what }) => what))].toSorted();

/** The keys of the patient's deviations. */
async function deviationKeys(search: string): Promise<readonly string[]> {
  const { items } = await api.read<Listed<ListedDeviation>>(`/v1/deviations${search}`, SPONSOR);
  return items.filter((item) => item.patient === patient).map(({ key }) => key);
}

async function entryOf(type: string): Promise<string> {
  const { entries } = await api.read<{ entries: readonly { id: string; type: string }[] }>(`/v1/patients/${patient}`);
  return entries.findLast((entry) => entry.type === type)?.id ?? '';
}

async function refused(asked: string, body: object, as: object | undefined): Promise<readonly unknown[]> {
  const answer = await api.post(asked, body, as);
  return [answer.status, answer.body.code, answer.body.errors?.[0]?.field];
}

beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  [patient = '', harvested = ''] = await bringPatients(api, ['M1', 'harvested']);
});
afterAll(() => api[Symbol.asyncDispose]());

describe('the day of a monitor', () => {
  it('begins with what there is to be done, and goes on with the verification of a visit', async () => {
    expect(kinds(await work())).toEqual(['source-data-to-verify']);
    await api.record(path('source-data-verifications'), { verdict: 'agrees', visit: 'M1' }, MONITOR);
    const verified = await api.read<readonly FieldVerification[]>(path('source-data-verification'), MONITOR);
    expect(
      verified.filter(({ status }) => status === 'verified').every(({ type }) => type === 'FollowUpAssessed'),
    ).toBe(true);
    expect(await refused(path('source-data-verifications'), { verdict: 'agrees', visit: 'M3' }, MONITOR)).toEqual([
      409,
      'nothing-to-verify',
      '/visit',
    ]);
    expect((await api.post(path('source-data-verifications'), { verdict: 'agrees', visit: 'M1' }, NURSE)).status).toBe(
      403,
    );
  });

  it('raises a query on a field, which the site answers by a correction that breaks the verification', async () => {
    const entry = await entryOf('FollowUpAssessed');
    const asked = { entry, field: '/tcPO2/value', question: 'the source says 38' };
    await api.record(path('queries'), asked, MONITOR);
    expect((await queries('?status=open&site=REI')).items).toMatchObject([
      { number: 1, field: '/tcPO2/value', ageDays: 0 },
    ]);
    expect(kinds(await work(NURSE))).toContain('query-to-answer');
    expect(await refused(path('queries'), { ...asked, field: '/colour' }, MONITOR)).toEqual([
      409,
      'field-unknown',
      '/field',
    ]);
    expect((await api.post(path('queries/1/answers'), { outcome: 'corrected', answer: 'x' }, STRANGER)).body.code).toBe(
      'another-site',
    );
    const correction = {
      correctedEvent: entry,
      field: '/tcPO2',
      newValue: { value: 38 },
      reasonCode: 'query-answered',
      reason: 'as asked',
    };
    await api.record(path('corrections'), correction, NURSE);
    await api.record(path('queries/1/answers'), { outcome: 'corrected', answer: 'yes, 38' }, NURSE);
    const fields = await api.read<readonly { field: string; queries?: unknown; verification?: { status: string } }[]>(
      path(`fields?event=${entry}`),
      MONITOR,
    );
    const ofField = fields.find(({ field }) => field === '/tcPO2/value');
    expect(ofField).toMatchObject({ queries: [{ number: 1, status: 'answered' }], verification: { status: 'broken' } });
    expect(kinds(await work())).toEqual(['query-to-close', 'source-data-to-verify', 'verification-broken']);
  });

  it('closes what is answered, and finds it on the timeline', async () => {
    expect((await api.post(path('queries/1/closure'), {}, DATA_MANAGER)).body.code).toBe('not-your-query');
    await api.record(path('queries/1/closure'), {}, MONITOR);
    const again = { verdict: 'agrees', entries: [{ entry: await entryOf('FollowUpAssessed'), fields: ['/tcPO2'] }] };
    await api.record(path('source-data-verifications'), again, MONITOR);
    expect(kinds(await work())).toEqual(['source-data-to-verify']);
    const timeline = await api.read<readonly { type: string; queries?: readonly object[] }[]>(
      path('timeline'),
      MONITOR,
    );
    expect(timeline.find(({ type }) => type === 'FollowUpAssessed')?.queries).toEqual([
      { number: 1, status: 'closed', field: '/tcPO2/value' },
    ]);
    expect(timeline.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['QueryRaised', 'QueryAnswered', 'QueryClosed']),
    );
  });
});

describe('the day of a data manager', () => {
  it('asks where a visit is, and reads the question and the answer in the list', async () => {
    api.clock.set(LONG_AFTER);
    await api.record(
      path('queries'),
      { missing: { type: 'FollowUpAssessed', visit: 'M3' }, question: 'where is it?' },
      DATA_MANAGER,
    );
    await api.record(path('missed-visits'), { visit: 'M3', missedOn: '2011-06-20', why: 'patient-refused' }, NURSE);
    await api.record(path('queries/2/answers'), { outcome: 'entered', answer: 'the patient did not come' }, NURSE);
    const [query] = (await queries('?role=data-manager&status=answered', DATA_MANAGER)).items;
    expect(Object.values(query?.texts ?? {})).toEqual(['“where is it?”', '“the patient did not come”']);
    await api.record(path('queries/2/closure'), {}, DATA_MANAGER);
    await api.record(path('queries/2/reopening'), { reason: 'the day is missing in the file' }, DATA_MANAGER);
    expect((await queries('?status=open', DATA_MANAGER)).items).toMatchObject([{ number: 2, timesReopened: 1 }]);
  });

  it('closes what the software asked about a value that is right although it is unusual', async () => {
    const entry = await entryOf('Harvested');
    const unusual = { correctedEvent: entry, field: '/volumeMl', newValue: 800, reason: 'weighed twice' };
    expect(await refused(path('corrections'), unusual, NURSE)).toEqual([422, 'edit-check', '/volumeMl']);
    await api.record(path('corrections'), { ...unusual, despite: ['harvest-volume-unusual'] }, NURSE);
    expect((await queries('?role=system', DATA_MANAGER)).items).toMatchObject([
      { number: 3, entry, field: '/volumeMl', check: 'harvest-volume-unusual', raisedBy: 'system' },
    ]);
    await api.record(path('queries/3/answers'), { outcome: 'confirmed', answer: 'weighed twice' }, NURSE);
    await api.record(path('queries/3/closure'), {}, DATA_MANAGER);
  });

  it('reports a deviation beside those that are found, and the sponsor assesses both', async () => {
    await api.record(
      path('deviations'),
      { kind: 'procedure', occurredOn: '2011-03-02', description: 'no gown' },
      DATA_MANAGER,
    );
    expect(await deviationKeys('?assessed=no')).toEqual([
      'visit-missed:M3',
      'visit-not-accounted-for:M6',
      'six-month-status-missing:M6',
      'reported:1',
    ]);
    const { items } = await api.read<Listed<ListedDeviation & { texts: object }>>(
      '/v1/deviations?kind=procedure',
      MONITOR,
    );
    expect(items).toMatchObject([{ description: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
    expect(items[0]!.texts).toEqual({ [items[0]!.description!]: '“no gown”' });
    const assessment = { deviation: 'six-month-status-missing:M6', severity: 'major', perProtocol: 'excluded' };
    await api.record(path('deviation-assessments'), assessment, SPONSOR);
    expect((await api.post(path('deviation-assessments'), assessment, DATA_MANAGER)).status).toBe(403);
    // What made it is put right: it is gone, and what was said of it stays in the ledger.
    await api.record(path('follow-up-visits'), { ...BODIES.visit, visit: 'M6', assessedOn: '2011-09-05' }, NURSE);
    expect(await deviationKeys('')).toEqual(['visit-missed:M3', 'reported:1']);
    expect(await refused(path('deviation-assessments'), assessment, SPONSOR)).toEqual([
      409,
      'deviation-unknown',
      '/deviation',
    ]);
  });

  it('[P11-10d] is not shown to another site, which sees its own patients alone', async () => {
    for (const list of ['/v1/queries', '/v1/deviations', '/v1/work-list']) {
      expect((await api.read<Listed<object>>(list, STRANGER)).items).toEqual([]);
      expect((await api.get(`${list}?site=REI`, STRANGER)).status).toBe(403);
    }
  });
});

describe('the cell therapy unit', () => {
  it('[EMA-621-blind] asks about what it received by topic alone, and everybody reads it alike', async () => {
    const { entries } = await api.read<{ entries: readonly { id: string; type: string }[] }>(
      `/v1/patients/${harvested}`,
    );
    const entry = entries.find(({ type }) => type === 'Harvested')?.id;
    const unit = { as: someoneIn('cell-therapy-unit') };
    const words = { entry, topic: 'label', question: 'whose is it?' };
    expect((await api.post(`/v1/patients/${harvested}/queries`, words, unit)).body.code).toBe('reception-only');
    await api.record(`/v1/patients/${harvested}/queries`, { entry, topic: 'blood-tube' }, unit);
    expect((await queries(`?patient=${harvested}`, NURSE)).items).toMatchObject([
      { topic: 'blood-tube', field: '/bloodTube' },
    ]);
  });
});
