import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditEntry } from '@bali/projections';
import type { Receipt } from '@bali/queries';
import { existsSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import {
  BODIES,
  bringPatient,
  openTrial,
  type RecordedBody,
  signatureFor,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '../../testing/index.js';

const NAME = 'Odile Fontaine-Mercier';
const NARRATIVE = `The daughter, ${NAME}, called at midnight`;
const DATA_MANAGER = { as: someoneIn('data-manager') };

let api: SiteApiUnderTest;
let patient: string;
let event: string;
const request = (field = '/data/narrative', redactedEvent = event) => ({ redactedEvent, field, why: 'names-a-person' });
const redactions = () => `/v1/patients/${patient}/redactions`;

/** Every byte that the installation has of the ledger: the file and SQLite's beside it, and everything made from it. */
function bytesOnDisk(): Buffer {
  const { ledgers, projections, sealedProjections, path } = api.directory;
  const files = [...Object.values(ledgers), projections, sealedProjections, `${path}/log-trial.db`];
  const all = files.flatMap((file) => ['', '-wal', '-shm', '-journal'].map((suffix) => file + suffix));
  return Buffer.concat(all.filter((file) => existsSync(file)).map((file) => readFileSync(file)));
}

async function report(narrative: string): Promise<RecordedBody> {
  const body = { ...BODIES.adverseEvent, narrative, ...signatureFor('serious-adverse-event') };
  const answer = await api.post<RecordedBody>(`/v1/patients/${patient}/adverse-events`, body);
  expect([answer.status, answer.text]).toEqual([201, answer.text]);
  return answer.body;
}

const told = async (): Promise<string> => {
  const page = await api.read<{ items: AuditEntry[] }>(`/v1/audit-log?patient=${patient}`, {
    as: someoneIn('monitor'),
  });
  return page.items.map(({ sentence }) => sentence).join('\n');
};

beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  patient = await bringPatient(api, 'implanted');
  api.clock.set('2011-03-04T07:30:00.123Z');
  event = (await report(NARRATIVE)).events[0]!;
  await report('The patient was seen at the ward');
});
afterAll(() => api[Symbol.asyncDispose]());

describe('the audit log', () => {
  it('shows a mark that turns the direction of writing as what it is', async () => {
    await report('seen \u202eat the ward');
    const sentences = await told();
    expect(sentences).toContain('seen \\u202eat the ward');
    expect(sentences).not.toContain('\u202e');
  });
});

describe('the redaction of a free text', () => {
  it('is refused to whoever wrote it, and for what is no free text', async () => {
    expect((await api.post(redactions(), request())).body.code).toBe('not-permitted');
    const codeOf = async (body: object) => (await api.post(redactions(), body, DATA_MANAGER)).body.code;
    expect(await codeOf(request('/data/term'))).toBe('text-unknown');
    expect(await codeOf(request('/metadata/reason'))).toBe('text-unknown');
    expect(await codeOf(request('/data/narrative', '00000000-0000-5000-8000-000000000000'))).toBe('text-unknown');
    const nearby = await api.post(redactions(), request('/data/term'), DATA_MANAGER);
    expect(nearby.body.detail).toContain('It has free texts at /data/narrative, /data/termAsReported.');
    const short = await api.post(redactions(), request('/termAsReported'), DATA_MANAGER);
    expect(short.body).toMatchObject({
      code: 'invalid-input',
      errors: [{ field: '/field', message: expect.stringContaining('/data/termAsReported') }],
    });
    expect(await codeOf({ ...request(), why: 'because' })).toBe('invalid-input');
    expect(await codeOf({ ...request(), field: '/stream' })).toBe('invalid-input');
    expect(bytesOnDisk().includes(NAME)).toBe(true);
    expect(await told()).toContain(NARRATIVE);
  });

  it('[R3-422b] leaves no byte of the text or its salt on the disk, and says who, when, why and what', async () => {
    const before = await api.read<Receipt>(`/v1/patients/${patient}/receipts/${event}`);
    const salt = saltOf(before);
    const sent = { key: 'redaction-1', ...DATA_MANAGER };
    const first = await api.post<RecordedBody>(redactions(), { ...request(), reason: 'asked for by the site' }, sent);
    expect([first.status, first.text]).toEqual([201, first.text]);
    expect(bytesOnDisk().includes(NAME)).toBe(false);
    expect(bytesOnDisk().includes(salt)).toBe(false);
    expect(await told()).not.toContain(NAME);
    expect(await told()).toContain('narrative: [redacted]');
    expect(await told()).toMatch(
      new RegExp(
        `\\(data manager, [^)]*\\) redacted the free text /data/narrative of event ${event}, because it names a person`,
      ),
    );
    expect(await told()).toContain('The patient was seen at the ward');
    const again = await api.post<RecordedBody>(redactions(), { ...request(), reason: 'asked for by the site' }, sent);
    expect(again.body).toEqual(first.body);
    expect((await api.post(redactions(), request(), DATA_MANAGER)).body.code).toBe('already-redacted');
    // The record stands as it was: the same leaf, in the same place.
    expect((await api.read<Receipt>(`/v1/patients/${patient}/receipts/${event}`)).leaf).toBe(before.leaf);
  });

  it('[R3-422b] reaches what an adverse event, a medicine and a disease are called', async () => {
    const name = 'Honorine Tessier';
    const at = (path: string) => `/v1/patients/${patient}/${path}`;
    const sent = [
      [at('adverse-events'), { ...BODIES.adverseEvent, seriousness: [], termAsReported: `${name} fell` }],
      [at('concomitant-treatments'), { kind: 'other', medicine: `that of ${name}`, startedOn: '2009' }],
      [at('diagnoses'), { disease: 'other', diagnosis: `as ${name} had it`, diagnosedOn: '2009-05' }],
    ] as const;
    const fields = ['/data/termAsReported', '/data/medicine', '/data/diagnosis'];
    for (const [place, [path, body]] of sent.entries()) {
      const { events } = await api.record(path, body);
      expect(await told()).toContain(name);
      expect(JSON.stringify(await api.records())).not.toContain(name);
      await api.record(redactions(), request(fields[place], events[0]), DATA_MANAGER);
      expect(bytesOnDisk().includes(name)).toBe(false);
      expect(await told()).not.toContain(name);
    }
  });

  it('[R3-422b] is finished at the next start when the process ended before the text was erased', async () => {
    const { events } = await report(NARRATIVE);
    const [record] = (await api.records()).filter(({ id }) => id === events[0]);
    const hash = (record!.data as { narrative: string }).narrative;
    const kept = (await api.api.resources.trialLedger.readTexts([hash])).authentic.get(hash)!;
    await api.post(redactions(), request('/data/narrative', events[0]), DATA_MANAGER);
    expect(bytesOnDisk().includes(NAME)).toBe(false);
    await api.api.resources.trialLedger.keepTexts([kept]);
    expect(bytesOnDisk().includes(NAME)).toBe(true);
    await api.restart();
    expect(bytesOnDisk().includes(NAME)).toBe(false);
    expect(await told()).not.toContain(NAME);
  });
});

/** The salt of the text, as it stands beside the ledger. */
function saltOf({ leaf }: Receipt): string {
  const { data } = JSON.parse(Buffer.from(leaf, 'base64').toString()) as { data: { narrative: string } };
  const database = new DatabaseSync(api.directory.ledgers.trial, { readOnly: true });
  const row = database.prepare('SELECT salt FROM text WHERE hash = ?').get(data.narrative);
  database.close();
  return String(row!['salt']);
}
