import type { Person } from '@bali/access';
import { openSealedRecord, SEALED_STREAM } from '@bali/blinding';
import type { OpenRecordClock } from '@bali/commands';
import { patience } from '@bali/event-store/testing';
import { type LedgerRecord, recordOf } from '@bali/ledger';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  bringPatient,
  LONG_AFTER,
  openTrial,
  signatureFor,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '../../testing/index.js';

const TOLD = someoneIn('investigator');
const OFFICER = someoneIn('unblinded-safety-officer');
const ANOTHER = { ...TOLD, userId: 'investigator.2', name: 'Another one' };
const SERIOUS = {
  ...{ startedOn: '2011-10-01', awareAt: '2011-10-02T08:00:00+02:00', seriousness: ['hospitalisation'] },
  ...{ severity: 'severe', relatedTo: 'anaesthesia', outcome: 'recovering' },
} as const;

let api: SiteApiUnderTest;
let path: string;

interface Shown {
  readonly id: string;
  readonly text?: string;
  readonly dueAt?: string;
  readonly takenBackBy?: string;
}

beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  const patient = await bringPatient(api, 'completed');
  api.clock.set(LONG_AFTER);
  await api.record(`/v1/patients/${patient}/sign-off`, signatureFor('sign-off'));
  const planned = { reason: 'the cells may be used', ...signatureFor('planned-unblinding') };
  await api.record(`/v1/patients/${patient}/planned-unblinding`, planned);
  path = `/v1/patients/${patient}/open-records`;
});
afterAll(() => api[Symbol.asyncDispose]());

/** As it is opened with the key of the sealed ledger. */
async function lastSealed(): Promise<LedgerRecord> {
  const { sealedLedger, sealingKeys } = api.api.resources;
  const stored = (await sealedLedger.readStream(SEALED_STREAM)).at(-1);
  return openSealedRecord(recordOf(stored!.leaf), sealingKeys);
}

describe('what happens because of the arm', () => {
  it('[EMA-621-blind] is recorded sealed by whoever was told it as planned, and nothing else says that it was', async () => {
    const before = (await api.records()).length;
    const body = { adverseEvent: SERIOUS, text: 'chest pain' };
    const unsigned = await api.post<{ code: string }>(path, body, { as: TOLD });
    expect([unsigned.status, unsigned.body.code]).toEqual([422, 'signature-missing']);
    const signature = signatureFor('serious-adverse-event');
    const answer = await api.post<{ record: string }>(path, { ...body, ...signature }, { as: TOLD });
    expect([answer.status, Object.keys(answer.body)]).toEqual([201, ['record']]);
    expect((await api.records()).length).toBe(before);
    expect(await lastSealed()).toMatchObject({
      ...{ type: 'OpenRecordMade', metadata: { signature: { name: TOLD.name, method: 'password' } } },
    });
    const [shown] = await api.read<readonly Shown[]>(path);
    expect(shown).toMatchObject({ id: answer.body.record, text: 'chest pain', adverseEvent: SERIOUS });
    // Recorded long after it was due: whoever may read it sees that.
    expect(shown).toMatchObject({ dueAt: '2011-10-03T06:00:00.000Z', isLate: true });
    const unit = await api.get(path, { as: someoneIn('cell-therapy-unit') });
    expect(unit.body).toMatchObject([{ id: answer.body.record }]);
  });

  it('is refused to whoever was not told it, to read and to write, and to the sponsor before the unblinding', async () => {
    const codeOf = ({ status, body }: { status: number; body: { code: string } }) => [status, body.code];
    const followUp = { seenOn: '2011-10-04', way: 'visit', vitalStatus: 'alive' };
    expect(codeOf(await api.post(path, { followUp }, { as: ANOTHER }))).toEqual([409, 'arm-not-told']);
    expect(codeOf(await api.get(path, { as: ANOTHER }))).toEqual([409, 'arm-not-told']);
    expect(codeOf(await api.get(path, { as: someoneIn('sponsor-coordinator') }))).toEqual([409, 'trial-not-unblinded']);
    expect(codeOf(await api.post(path, { followUp }, { as: someoneIn('monitor') }))).toEqual([403, 'not-permitted']);
    expect(codeOf(await api.post(path, { text: 'nothing else' }, { as: TOLD }))).toEqual([422, 'invalid-input']);
  });

  it('[R3-422b] has a text that can be erased, and says so; one that is gone without a redaction is an alarm', async () => {
    const followUp = { seenOn: '2011-10-04', way: 'visit', vitalStatus: 'alive' };
    const made = await api.post<{ record: string }>(path, { followUp, text: 'seen with Mrs Dupont' }, { as: TOLD });
    const textOf = async () => (await api.read<readonly Shown[]>(path)).find(({ id }) => id === made.body.record)?.text;
    const { sealedLedger } = api.api.resources;
    const readTexts = sealedLedger.readTexts.bind(sealedLedger);
    sealedLedger.readTexts = () => Promise.resolve({ authentic: new Map(), altered: new Set() });
    expect(await textOf()).toBe('[missing]');
    expect(api.log.text()).toContain('a free text beside the sealed ledger is missing or altered');
    sealedLedger.readTexts = readTexts;
    expect(await textOf()).toBe('seen with Mrs Dupont');
    const redaction = { redactedEvent: made.body.record, field: '/data/text', why: 'names-a-person' };
    await api.record('/v1/cell-therapy/redactions', redaction, { as: someoneIn('cell-therapy-unit') });
    expect(await textOf()).toBe('[redacted]');
  });

  it('that was wrong is taken back, once and for a reason, and stays to be seen', async () => {
    const treatment = {
      treatedAt: '2011-10-01T09:00:00+02:00',
      limb: 'left',
      what: 'cells-used',
      anaesthesia: 'general',
    };
    const made = await api.post<{ record: string }>(path, { treatment }, { as: TOLD });
    const back = { takenBack: { record: made.body.record } };
    expect((await api.post(path, back, { as: TOLD })).body.code).toBe('reason-missing');
    const taken = await api.post<{ record: string }>(path, { ...back, reason: 'of another patient' }, { as: TOLD });
    expect(taken.status).toBe(201);
    const again = await api.post(path, { ...back, reason: 'once more' }, { as: TOLD });
    expect([again.status, again.body.code]).toEqual([409, 'already-annulled']);
    const shown = await api.read<readonly Shown[]>(path);
    expect(shown.find(({ id }) => id === made.body.record)?.takenBackBy).toBe(taken.body.record);
  });
});

/** What the feed of somebody is told of open records, when it is opened now. */
async function reminderOf(as: Person): Promise<string | undefined> {
  const stop = new AbortController();
  const response = await api.fetch('/v1/events', { signal: AbortSignal.any([stop.signal, patience()]) }, as);
  let text = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes('open-record-reminder') && text.endsWith('\n\n')) break;
  }
  stop.abort();
  return /event: open-record-reminder\ndata: (.*)\n/u.exec(text)?.[1];
}

describe('the clock of a serious adverse event in an open record', () => {
  const clocks = () => api.read<readonly OpenRecordClock[]>('/v1/open-record-clocks', { as: OFFICER });
  const grave = { ...SERIOUS, seriousness: ['life-threatening'] };
  const reported = { conclusion: 'reported', concludedOn: '2011-12-01' };

  it('[CTR-42] runs from the record for 15 days, or for 7 and 8 more, where it is suspected, and is met by what came of it', async () => {
    const before = (await clocks()).filter(({ metAt }) => metAt === undefined);
    const signature = signatureFor('serious-adverse-event');
    const made = await api.post<{ record: string }>(path, { adverseEvent: grave, ...signature }, { as: TOLD });
    await api.post(path, { adverseEvent: { ...grave, relatedTo: 'not-related' }, ...signature }, { as: TOLD });
    const own = async () => (await clocks()).filter(({ record }) => record === made.body.record);
    expect((await clocks()).length).toBe(before.length + 2);
    const until = { 'seven-days': '2011-12-08', 'eight-more-days': '2011-12-16' };
    expect((await own()).map(({ clock, dueOn, metAt }) => [clock, dueOn, metAt])).toEqual(
      Object.entries(until).map(([clock, dueOn]) => [clock, dueOn, undefined]),
    );
    const report = (body: object) => api.post(`${path}/${made.body.record}/reports`, body, { as: OFFICER });
    expect((await report(reported)).status).toBe(201);
    expect((await own()).map(({ metAt }) => metAt !== undefined)).toEqual([false, true]);
    expect((await report({ ...reported, conclusion: 'not-to-be-reported' })).status).toBe(201);
    expect((await own()).map(({ metAt }) => metAt !== undefined)).toEqual([true, true]);
    expect((await lastSealed()).type).toBe('OpenRecordReported');
  });

  it('is told in the feed of the unblinded safety officer, in a line of one length, and to nobody who is blinded', async () => {
    expect(await reminderOf(OFFICER)).toBe('{"due":"000"}');
    const now = api.clock.now();
    api.clock.set('2011-12-15T10:00:00.000Z');
    expect(await reminderOf(OFFICER)).toBe('{"due":"001"}');
    api.clock.set(now.toISOString());
  });

  it('is refused to others, of an unknown record, and in the future', async () => {
    const [clock] = await clocks();
    const codeOf = async (record: string, body: object, as = OFFICER) => {
      const answer = await api.post(`${path}/${record}/reports`, body, { as });
      return [answer.status, answer.body.code];
    };
    expect(await codeOf('6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a', reported)).toEqual([409, 'event-unknown']);
    expect(await codeOf(clock!.record, { ...reported, concludedOn: '2012-12-01' })).toEqual([422, 'in-the-future']);
    expect(await codeOf(clock!.record, { conclusion: 'reported' })).toEqual([422, 'invalid-input']);
    expect(await codeOf(clock!.record, reported, someoneIn('safety-officer'))).toEqual([403, 'not-permitted']);
    const list = await api.get('/v1/open-record-clocks', { as: someoneIn('sponsor-coordinator') });
    expect([list.status, (list.body as { code: string }).code]).toEqual([409, 'trial-not-unblinded']);
  });
});
