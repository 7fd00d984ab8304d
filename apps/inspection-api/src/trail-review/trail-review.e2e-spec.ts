import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OpenApiDocument } from '@bali/http/testing';
import { someoneIn } from '@bali/identity/testing';
import { TRAIL_CHECKS } from '@bali/trail-review';
import type { OpenAPIObject } from '@nestjs/swagger';
import { type InspectionApiUnderTest, startInspectionApi } from '../../testing/index.js';

const ROOT = '/v1/audit-trail-review';
const MONITOR = someoneIn('monitor');
const DATA_MANAGER = someoneIn('data-manager');

let api: InspectionApiUnderTest;
let document: OpenApiDocument;

beforeAll(async () => {
  api = await startInspectionApi(300);
  document = new OpenApiDocument(await api.read<OpenAPIObject>('/openapi.json', { as: null }));
});
afterAll(() => api[Symbol.asyncDispose]());

interface Check {
  readonly id: string;
  readonly count: number;
  readonly ledgers: readonly string[];
  readonly trend: readonly { readonly count: number }[];
  readonly lastReview?: { readonly verdict: string };
}
interface Overview {
  readonly checks: readonly Check[];
}

async function checkOf(id: string): Promise<Check> {
  const { checks } = await api.read<Overview>(ROOT, { as: MONITOR });
  return checks.find((check) => check.id === id)!;
}

describe('the review of the audit trail', () => {
  it('[EMA-622] shows every check with its count and trend, and as many records as it counts', async () => {
    const { status, body } = await api.get<Overview>(ROOT, { as: MONITOR });
    expect([status, document.differences('readTrailReview', status, body)]).toEqual([200, undefined]);
    expect(body.checks.map(({ id }) => id)).toEqual(TRAIL_CHECKS.map(({ id }) => id));
    for (const { id, count, trend } of body.checks.filter((check) => check.count > 0)) {
      const found = await api.read<{ items: unknown[] }>(`${ROOT}/checks/${id}/records?limit=200`, { as: MONITOR });
      expect(document.differences('listFoundRecords', 200, found)).toBeUndefined();
      expect([id, found.items.length]).toEqual([id, Math.min(count, 200)]);
      expect(trend.reduce((sum, month) => sum + month.count, 0)).toBe(count);
    }
    expect(body.checks.some(({ count }) => count > 0)).toBe(true);
  });

  it('[EMA-622] [P11-10d] shows nothing of the access ledger to whoever does not read the delegation log', async () => {
    const { checks } = await api.read<Overview>(ROOT, { as: DATA_MANAGER });
    expect(checks.flatMap(({ ledgers }) => ledgers).includes('access')).toBe(false);
    expect(await api.get(`${ROOT}/checks/odd-hours/records`, { as: DATA_MANAGER })).toMatchObject({
      ...{ status: 403, body: { code: 'not-permitted' } },
    });
    expect(await api.get(`${ROOT}/checks/no-such-check/records`, { as: DATA_MANAGER })).toMatchObject({ status: 404 });
  });

  it('[EMA-622] records who reviewed what, when, with which verdict, once however often it is sent', async () => {
    const body = {
      ...{ before: api.clock.now().toISOString(), verdict: 'to-be-followed-up', findings: 'The site was closed.' },
      records: [{ ledger: 'trial', position: 12 }],
    };
    const path = `${ROOT}/checks/late-entries/reviews`;
    const first = await api.post(path, body, { as: MONITOR, key: 'a-review' });
    expect([first.status, document.differences('recordTrailReview', 201, first.body)]).toEqual([201, undefined]);
    expect(await api.post(path, body, { as: MONITOR, key: 'a-review' })).toMatchObject({
      status: 201,
      text: first.text,
    });
    const reviews = await api.read<readonly object[]>(`${ROOT}/reviews`, { as: DATA_MANAGER });
    expect(document.differences('listTrailReviews', 200, reviews)).toBeUndefined();
    const { count } = await checkOf('late-entries');
    expect(reviews).toMatchObject([
      { check: 'late-entries', ...body, counted: count, treeSize: 300, person: { userId: MONITOR.userId } },
    ]);
    expect((await checkOf('late-entries')).lastReview).toMatchObject({ verdict: 'to-be-followed-up' });
    const records = (await api.accessRecords()).filter(({ type }) => type === 'AuditTrailReviewed');
    expect(records.map(({ stream }) => stream)).toEqual([`account-${MONITOR.userId}`]);
    expect(JSON.stringify(records)).not.toContain('closed');
  });

  it.each([
    ['the end of time', { before: '2031-01-01T00:00:00.000Z', verdict: 'nothing-found' }, 'review-period-not-over'],
    [
      'a period without a day',
      { from: '2010-01-02T00:00:00.000Z', before: '2010-01-02T00:00:00.000Z', verdict: 'nothing-found' },
      'review-period-empty',
    ],
    ['a verdict without words', { before: '2010-01-02T00:00:00.000Z', verdict: 'explained' }, 'review-needs-findings'],
    [
      'records that nobody follows up',
      {
        ...{ before: '2010-01-02T00:00:00.000Z', verdict: 'explained', findings: 'All is well.' },
        records: [{ ledger: 'trial', position: 0 }],
      },
      'review-names-records',
    ],
    ['no verdict', { before: '2010-01-02T00:00:00.000Z' }, 'invalid-input'],
    ['something unheard of', { before: '2010-01-02T00:00:00.000Z', verdict: 'nothing-found', x: 1 }, 'invalid-input'],
  ])('refuses a review of %s, and records nothing', async (_, body, code) => {
    const before = (await api.accessRecords()).length;
    const answer = await api.post(`${ROOT}/checks/late-entries/reviews`, body, { as: MONITOR });
    expect([answer.status, answer.body.code]).toEqual([422, code]);
    expect(await api.accessRecords()).toHaveLength(before);
  });
});

interface Site {
  readonly site: string;
  readonly consented: number;
  readonly randomized: number;
  readonly entries: number;
  readonly failuresByCriterion: readonly { readonly patients: number }[];
  readonly months: readonly Pick<Site, 'consented' | 'entries'>[];
}

describe('the performance of sites, which the same people watch', () => {
  const PATH = '/v1/reports/site-performance';

  it('is of each site as a whole and by month, and both agree', async () => {
    const { status, body } = await api.get<readonly Site[]>(PATH, { as: MONITOR });
    expect([status, document.differences('readSitePerformance', status, body)]).toEqual([200, undefined]);
    expect(body.reduce((all, { consented }) => all + consented, 0)).toBeGreaterThan(0);
    for (const { site, consented, entries, months } of body) {
      const sum = (name: 'consented' | 'entries') => months.reduce((all, month) => all + month[name], 0);
      expect([site, sum('consented'), sum('entries')]).toEqual([site, consented, entries]);
    }
  });

  it('[P11-10d] is shown to those who compare sites, and to nobody of a site', async () => {
    for (const role of ['sponsor-coordinator', 'data-manager', 'inspector'] as const) {
      expect([role, (await api.get(PATH, { as: someoneIn(role) })).status]).toEqual([role, 200]);
    }
    for (const role of ['investigator', 'safety-officer', 'cell-therapy-unit', 'administrator'] as const) {
      expect([role, (await api.get(PATH, { as: someoneIn(role) })).status]).toEqual([role, 403]);
    }
  });
});
