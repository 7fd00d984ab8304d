import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { bringPatients, openTrial, type SiteApiUnderTest, someoneIn, startSiteApi } from '../../testing/index.js';

let api: SiteApiUnderTest;
const NURSE = { as: someoneIn('study-coordinator') };

interface Issued {
  readonly feed: string;
  readonly path: string;
}
const issue = async (body: object, sending: object = NURSE) =>
  (await api.post<Issued>('/v1/calendar-feeds', body, sending)).body;
const calendar = async (path: string) => (await api.get(path, { as: null })).text;

beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  await bringPatients(api, ['M1', 'randomized']);
});
afterAll(() => api[Symbol.asyncDispose]());

it('[P11-10d] a calendar shows codes and windows of the visits that are to come, by its token alone, and nothing else', async () => {
  const { path } = await issue({});
  const answer = await api.get(path, { as: null });
  expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
  const lines = answer.text.split('\r\n');
  expect([lines[0], lines.at(-1)]).toEqual(['BEGIN:VCALENDAR', 'END:VCALENDAR']);
  expect(lines).toEqual(
    expect.arrayContaining(['VERSION:2.0', 'SUMMARY:REI-001: visit M3', 'UID:REI-001-M3@NCT00904501']),
  );
  expect(lines).toContain('SUMMARY:REI-002: visit M1');
  // The visit at 1 month is recorded: it is no more to come.
  expect(lines).not.toContain('SUMMARY:REI-001: visit M1');
  const names = new Set(lines.filter((one) => /^[A-Z-]+[:;]/.test(one)).map((one) => one.split(/[:;]/)[0]));
  expect([...names].filter((name) => /DESCRIPTION|ATTENDEE|ORGANIZER|LOCATION|COMMENT/.test(name ?? ''))).toEqual([]);
});

it('its token is kept as a hash, and its issue and its revocation are events of the access ledger', async () => {
  const { feed, path } = await issue({ site: 'REI' });
  const token = path.split('/').at(-1) ?? '';
  const issued = (await api.accessRecords()).findLast(({ type }) => type === 'CalendarFeedIssued');
  expect(issued).toMatchObject({ data: { feed, role: 'study-coordinator', sites: ['REI'] } });
  expect(token.length).toBeGreaterThan(40);
  expect(JSON.stringify(await api.accessRecords()) + api.log.text()).not.toContain(token);
  const others = await api.post(`/v1/calendar-feeds/${feed}/revocation`, {}, { as: someoneIn('monitor') });
  expect(others.body.code).toBe('not-found');
  expect((await api.post(`/v1/calendar-feeds/${feed}/revocation`, {}, NURSE)).status).toBe(204);
  expect(await calendar(path)).not.toContain('REI-');
  expect((await api.post(`/v1/calendar-feeds/${feed}/revocation`, {}, NURSE)).status).toBe(404);
});

it('is of the own sites alone, and empty for a token that nobody has', async () => {
  expect((await api.post('/v1/calendar-feeds', { site: 'NAN' }, NURSE)).status).toBe(403);
  const elsewhere = await issue({}, { as: someoneIn('investigator', 'NAN') });
  expect(await calendar(elsewhere.path)).not.toContain('REI-');
  expect(await calendar('/v1/calendars/unknown')).not.toContain('BEGIN:VEVENT');
  expect(await calendar((await issue({}, { as: someoneIn('monitor') })).path)).toContain('REI-001');
  expect((await api.post('/v1/calendar-feeds', {}, { as: someoneIn('safety-officer') })).status).toBe(403);
});

it('is one of ten at most: the eleventh is refused with those that could be revoked, and then there is room', async () => {
  const as = { as: someoneIn('investigator') };
  const feeds: string[] = [];
  for (let count = 0; count < 10; count += 1) feeds.push((await issue({}, as)).feed);
  const { status, body } = await api.post<{ code: string; detail: string }>('/v1/calendar-feeds', {}, as);
  expect([status, body.code]).toEqual([429, 'too-many-at-once']);
  for (const feed of feeds) expect(body.detail).toContain(feed);
  expect((await api.post(`/v1/calendar-feeds/${feeds[3]}/revocation`, {}, as)).status).toBe(204);
  expect((await api.post('/v1/calendar-feeds', {}, as)).status).toBe(201);
});
