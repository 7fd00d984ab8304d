import { ARM_BLOCK_BYTES } from '@bali/shared-routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROLE_IDS } from '@bali/access';
import type { BoardMeetingsView, BoardSafetyView, StatisticsView } from '@bali/queries';
import { bringPatients, openTrial, type SiteApiUnderTest, someoneIn, startSiteApi } from '../../testing/index.js';

const BOARD = { as: someoneIn('data-monitoring-board') };
const SPONSOR = { as: someoneIn('sponsor-coordinator') };
const AT = '2011-03-04T10:00:00.000Z';

let api: SiteApiUnderTest;

beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  const [patient = ''] = await bringPatients(api, ['implanted', 'implanted']);
  api.clock.set(AT);
  await api.record(
    `/v1/patients/${patient}/adverse-events`,
    {
      ...{ termAsReported: 'haematoma', awareAt: AT, startedOn: '2011-03-03', seriousness: ['hospitalisation'] },
      outcome: 'recovering',
    },
    { as: someoneIn('study-coordinator') },
  );
});
afterAll(() => api[Symbol.asyncDispose]());

const meetings = async () => (await api.get<BoardMeetingsView>('/v1/board/meetings', SPONSOR)).body;
const recommend = (body: object) => api.post<{ code?: string }>('/v1/board/recommendations', body, BOARD);

describe('the data monitoring board', () => {
  it('[EMA-621-access] reads adverse events by arm while the trial is blinded, and each reading is recorded as a look', async () => {
    const { status, body } = await api.get<BoardSafetyView>('/v1/board/safety-tables', BOARD);
    expect(status).toBe(200);
    expect(body.safety.reduce((sum, { events }) => sum + events, 0)).toBe(1);
    expect(body.lines).toMatchObject([{ number: 1, isSerious: true }]);
    expect(['cells', 'placebo']).toContain(body.lines[0]?.group);
    expect(body).not.toHaveProperty('primary');
    const earlier = body.position - 1;
    expect((await api.get<BoardSafetyView>(`/v1/board/safety-tables?position=${earlier}`, BOARD)).body.lines).toEqual(
      [],
    );
    expect((await meetings()).looks).toMatchObject([
      { tables: 'safety', position: body.position, by: { role: 'data-monitoring-board' } },
      { tables: 'safety', position: earlier },
    ]);
  });

  it('reads the endpoint by arm, which is another look', async () => {
    const { body } = await api.get<StatisticsView>('/v1/board/report', BOARD);
    expect(body.report.outcomes).toHaveLength(2);
    expect(body.report.groups.every((group) => ['cells', 'placebo'].includes(group))).toBe(true);
    const document = await api.fetch('/v1/board/report/document', {}, BOARD.as);
    const text = await document.text();
    expect(text).toContain('Statistical report');
    // Nor does its length tell anything to somebody who sees no more than that.
    expect(Buffer.byteLength(text) % ARM_BLOCK_BYTES.records).toBe(0);
    expect((await meetings()).looks.map(({ tables }) => tables)).toEqual(['safety', 'safety', 'report', 'report']);
    const { status, body: problem } = await api.get<{ code: string }>('/v1/board/report?position=99999', BOARD);
    expect([status, problem.code]).toEqual([404, 'beyond-the-end']);
    expect((await meetings()).looks).toHaveLength(4);
  });

  it('[P11-10d] is the one role that reads them', async () => {
    const others = ROLE_IDS.filter((role) => role !== 'data-monitoring-board');
    for (const role of others) {
      expect([role, (await api.get('/v1/board/safety-tables', { as: someoneIn(role) })).status]).toEqual([role, 403]);
    }
    expect((await meetings()).looks).toHaveLength(4);
  });

  it('says to everybody what it recommends, as of what it looked at, and nothing of why', async () => {
    const [look] = (await meetings()).looks;
    const said = { metOn: '2011-03-04', position: look?.position ?? 0, recommendation: 'continue' };
    const refused = async (body: object) => {
      const { status, body: problem } = await recommend(body);
      return [status, problem.code];
    };
    expect(await refused({ ...said, position: said.position + 1000 })).toEqual([409, 'board-has-not-looked']);
    expect(await refused({ ...said, metOn: '2011-03-05' })).toEqual([422, 'in-the-future']);
    expect(await refused({ ...said, recommendation: 'continue-with-changes' })).toEqual([422, 'value-missing']);
    expect(await refused({ ...said, changes: ['consent-form'] })).toEqual([409, 'changes-not-recommended']);
    expect(await refused({ ...said, text: 'the cells do better' })).toEqual([422, 'invalid-input']);
    expect((await recommend(said)).status).toBe(201);
    const { body } = await api.get('/v1/board/recommendations', { as: someoneIn('investigator') });
    expect(body).toMatchObject([said]);
    expect((await meetings()).recommendations).toMatchObject([said]);
  });
});
