import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { patience } from '@bali/event-store/testing';
import { someoneIn } from '@bali/identity/testing';
import { bringPatients, openTrial, type SiteApiUnderTest, startSiteApi } from '../testing/index.js';

const OFFICER = someoneIn('safety-officer');
const COORDINATOR = someoneIn('study-coordinator');
const INVESTIGATOR = someoneIn('investigator');

let api: SiteApiUnderTest;
let patient: string;
const events = () => `/v1/patients/${patient}/adverse-events`;

beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  [patient = ''] = await bringPatients(api, ['implanted']);
});
afterAll(() => api[Symbol.asyncDispose]());

interface Line {
  readonly number: number;
  readonly clocks: readonly { readonly clock: string; readonly dueOn: string }[];
}

const refused = async (path: string, body: object, as = OFFICER) => {
  const { status, body: problem } = await api.post<{ code: string }>(path, body, { as });
  return [status, problem.code];
};
const work = async () => {
  const { body } = await api.get<{ items: readonly { what: string; dueOn?: string }[] }>('/v1/work-list', {
    as: OFFICER,
  });
  return body.items.map(({ what, dueOn }) => [what, dueOn]);
};
const listing = async (query = '') =>
  (await api.get<{ position: number; lines: readonly Line[] }>(`/v1/safety/line-listing${query}`, { as: OFFICER }))
    .body;

/** The first reminder of a feed that is opened now. */
async function firstReminder(): Promise<unknown> {
  const stop = new AbortController();
  const response = await api.fetch('/v1/events', { signal: AbortSignal.any([stop.signal, patience()]) }, OFFICER);
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (/^data: .*$/m.test(text)) break;
  }
  stop.abort();
  expect(text).toContain('event: safety-reminder');
  expect(text).not.toContain('id:');
  return JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? '');
}

describe('a day of a safety officer, and the days after it', () => {
  const reported = {
    ...{
      termAsReported: 'haematoma at the iliac crest',
      awareAt: '2011-03-04T09:20:00+01:00',
      startedOn: '2011-03-03',
    },
    ...{ seriousness: ['hospitalisation'], outcome: 'recovering' },
  };
  const judged = { severity: 'moderate', relatedTo: 'harvest' };

  it('[CTR-42] begins with a report that a coordinator sends at once, without a judgement', async () => {
    api.clock.set('2011-03-04T10:00:00.000Z');
    expect(await refused(events(), { ...reported, ...judged }, COORDINATOR)).toEqual([409, 'investigator-judges']);
    await api.record(events(), reported, { as: COORDINATOR });
    expect(await work()).toEqual([]);
    const assessment = { relatedTo: 'harvest', expectedness: 'unexpected' };
    expect(await refused(`${events()}/1/assessments`, assessment)).toEqual([409, 'not-judged-yet']);
  });

  it('[CTR-42] [CTR-A3] goes on with what an investigator has signed, and with the opinion of the sponsor beside it', async () => {
    api.clock.set('2011-03-04T15:00:00.000Z');
    const { termAsReported: _, startedOn: __, ...news } = reported;
    await api.record(
      `${events()}/1/follow-ups`,
      { ...news, ...judged, assessedOn: '2011-03-04' },
      { as: INVESTIGATOR },
    );
    expect(await work()).toEqual([['case-to-assess', '2011-03-19']]);
    const before = (await listing()).position;
    const information = { version: '1.0', inForceFrom: '2011-01-01', reactions: ['Anaemia'] };
    await api.record('/v1/trial/reference-information', information, { as: OFFICER });
    const path = `${events()}/1/assessments`;
    expect(await refused(path, { relatedTo: 'not-related', expectedness: 'unexpected' })).toEqual([
      409,
      'causality-downgraded',
    ]);
    expect(await refused(path, { relatedTo: 'harvest', expectedness: 'expected', reaction: 'Haematoma' })).toEqual([
      ...[409, 'reaction-not-listed'],
    ]);
    await api.record(path, { relatedTo: 'implanted-product', expectedness: 'unexpected' }, { as: OFFICER });
    expect((await listing()).lines).toMatchObject([
      { relatedToByInvestigator: 'harvest', relatedToBySponsor: 'implanted-product', referenceVersion: '1.0' },
    ]);
    // As of before, nobody had assessed it.
    expect((await listing(`?position=${before}`)).lines[0]).not.toHaveProperty('relatedToBySponsor');
    expect((await api.get('/v1/safety/line-listing', { as: INVESTIGATOR })).status).toBe(403);
  });

  it('[CTR-42] hands the case over, is reminded of its clock, and closes it on the last day, whatever came of it', async () => {
    expect(await work()).toEqual([['case-to-hand-over', '2011-03-19']]);
    await api.record(`${events()}/1/handover`, {}, { as: OFFICER });
    expect(await refused(`${events()}/1/handover`, {})).toEqual([409, 'already-handed-over']);
    api.clock.set('2011-03-17T09:00:00.000Z');
    expect(await firstReminder()).toEqual({
      ...{ patient, number: 1, clock: 'fifteen-days', dueAt: '2011-03-19T22:59:59.999Z', isOver: false },
    });
    expect(await refused(`${events()}/1/closure`, {})).toEqual([409, 'clock-still-runs']);
    api.clock.set('2011-03-19T09:00:00.000Z');
    expect(await work()).toEqual([['case-to-close', '2011-03-19']]);
    await api.record(`${events()}/1/closure`, {}, { as: OFFICER });
    expect([await work(), await refused(`${events()}/1/closure`, {})]).toEqual([[], [409, 'case-already-closed']]);
  });

  it('ends with the figures of the year', async () => {
    const { status, body } = await api.get('/v1/safety/annual-figures?from=2011-01-01', { as: OFFICER });
    expect([status, body]).toMatchObject([
      200,
      {
        adverseEvents: 1,
        serious: 1,
        suspectedUnexpectedSerious: 1,
        patientsExposed: 1,
        bySeriousness: { hospitalisation: 1 },
      },
    ]);
  });
});
