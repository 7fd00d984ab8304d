import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import {
  type Answer,
  BODIES,
  bringPatient,
  openTrial,
  PASSWORD,
  type RecordedBody,
  signatureFor,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '../testing/index.js';

const NARRATIVE = 'The daughter, Odile Fontaine, called at midnight';
const SIGNED = signatureFor('serious-adverse-event');
const REQUEST_ID = '0f6f9f6e-33f0-4a2e-8b0f-0d4d3f0a1c11';

let api: SiteApiUnderTest;
let answer: Answer<RecordedBody>;

beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  const patient = await bringPatient(api, 'implanted');
  api.clock.set('2011-03-04T07:30:00.123Z');
  const headers = {
    'x-request-id': REQUEST_ID,
    'user-agent': 'site-client/1.4',
    date: 'Thu, 01 Jan 1970 00:00:00 GMT',
  };
  answer = await api.post<RecordedBody>(
    `/v1/patients/${patient}/adverse-events`,
    { ...BODIES.adverseEvent, narrative: NARRATIVE, reason: 'told by Odile Fontaine', ...SIGNED },
    { headers, as: someoneIn('investigator') },
  );
});
afterAll(() => api[Symbol.asyncDispose]());

const recorded = async () => (await api.records())[answer.body.position]!;

describe('the record of an entry', () => {
  it("[P11-10e] has the server's time, whatever the client says, and who it was", async () => {
    const { metadata } = await recorded();
    expect(metadata.recordedAt).toBe('2011-03-04T07:30:00.123Z');
    expect(metadata.actor).toEqual({
      ...{
        userId: 'investigator.rei',
        name: 'Claire Martin',
        role: 'investigator',
        organisation: 'Hospital REI',
      },
    });
  });

  it('[EMA-45] has when it happened beside when it was stored', async () => {
    const { data, metadata } = await recorded();
    expect(data).toMatchObject({ startedOn: '2011-03-03' });
    expect(metadata.recordedAt.slice(0, 10)).toBe('2011-03-04');
  });

  it('[P11-10h] has the client and the address that it came from', async () => {
    const { metadata } = await recorded();
    expect(metadata.source).toEqual({ client: 'site-client/1.4', ip: '127.0.0.1' });
  });

  it('[P11-10k] has the version and commit of the software', async () => {
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    const { metadata } = await recorded();
    expect(metadata.software.version).toBe(version);
    expect(metadata.software.commit).toMatch(/^([0-9a-f]{40}|unknown)$/);
  });

  it("has the request's id, which is in the answer and in the log as well", async () => {
    expect(answer.headers.get('x-request-id')).toBe(REQUEST_ID);
    expect((await recorded()).metadata.correlationId).toBe(REQUEST_ID);
    const [line] = api.log.lines().filter(({ requestId }) => requestId === REQUEST_ID);
    expect(line).toMatchObject({ method: 'POST', route: '/v1/patients/:patient/adverse-events', status: 201 });
  });
});

describe('what is nobody else’s business', () => {
  it('is in no leaf of the ledger, no line of the log and no metric', async () => {
    const metrics = await api.get('/metrics', { as: someoneIn('administrator') });
    expect(metrics.text).toContain('commands_total{command="ReportAdverseEvent",outcome="recorded"} 1');
    const ledger = JSON.stringify([await api.records(), await api.accessRecords()]);
    for (const text of [NARRATIVE, 'Fontaine', 'told by', PASSWORD]) {
      expect([ledger.includes(text), api.log.text().includes(text), metrics.text.includes(text)]).toEqual([
        false,
        false,
        false,
      ]);
    }
    for (const name of ['REI-001', 'Claire', 'investigator.rei']) expect(metrics.text).not.toContain(name);
    expect(api.log.text()).not.toContain('REI-001');
  });

  it('is kept apart: who reads the metrics reads no clinical data, and the other way round', async () => {
    expect((await api.get('/metrics')).status).toBe(403);
    expect((await api.get('/v1/patients', { as: someoneIn('administrator') })).status).toBe(403);
  });
});

describe('health', () => {
  it('is told to anyone, and readiness by part', async () => {
    expect(await api.read('/health/live', { as: null })).toEqual({ status: 'up' });
    const followers = { projections: 'up', 'sealed-projections': 'up', completion: 'up', 'transparency-logs': 'up' };
    const ledgers = { store: 'up', files: 'up', signing: 'up', 'free-texts': 'up', 'ledgers-as-written': 'up' };
    const checks = { ...ledgers, ...followers, alarms: 'up' };
    expect(await api.read('/health/ready', { as: null })).toEqual({ status: 'up', checks });
  });
});
