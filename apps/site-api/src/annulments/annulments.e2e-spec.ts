import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SIGNATURES } from '@bali/trial';
import {
  BODIES,
  bringPatient,
  LONG_AFTER,
  openTrial,
  PASSWORD,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '../../testing/index.js';

let api: SiteApiUnderTest;
let patient: string;
const path = (rest: string) => `/v1/patients/${patient}/${rest}`;
const MONITOR = someoneIn('monitor');
const signed = { meaning: SIGNATURES['annulment-request'].meaning, password: PASSWORD };

interface Chart {
  readonly status: string;
  readonly entries: readonly { readonly id: string; readonly type: string }[];
  readonly struck?: readonly { readonly id: string; readonly annulled: { readonly reasonCode: string } }[];
}
const chart = () => api.read<Chart>(`/v1/patients/${patient}`);

beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  patient = await bringPatient(api, 'M1');
  api.clock.set(LONG_AFTER);
});
afterAll(() => api[Symbol.asyncDispose]());

describe('an annulment', () => {
  it('[R3-424] [P11-10e] takes an entry out of the record, and every view shows it struck through', async () => {
    const { events } = await api.record(path('revascularizations'), BODIES.revascularization);
    const body = { entries: events, reasonCode: 'entered-twice', reason: 'the surgeon and the nurse wrote it down' };
    await api.record(path('annulments'), body);
    const { entries, struck } = await chart();
    expect(entries.map(({ id }) => id)).not.toContain(events[0]);
    expect(struck).toMatchObject([{ id: events[0], annulled: { reasonCode: 'entered-twice' } }]);
    const timeline = await api.read<readonly { id: string; annulled?: object }[]>(path('timeline'));
    expect(timeline.find(({ id }) => id === events[0])).toMatchObject({
      annulled: { reasonCode: 'entered-twice', recordedBy: { role: 'investigator' } },
    });
    const fields = await api.read<readonly { annulledBy?: string }[]>(path(`fields?event=${events[0] ?? ''}`));
    expect(fields.length).toBeGreaterThan(2);
    expect(fields.every(({ annulledBy }) => annulledBy !== undefined)).toBe(true);
    const log = await api.read<{ items: readonly { id: string; sentence: string }[] }>(
      `/v1/audit-log?patient=${patient}`,
    );
    const sentence = log.items.find(({ id }) => id === events[0])?.sentence;
    expect(sentence).toMatch(/Annulled on \d{4}-\d\d-\d\d \(.*\): entered twice\.$/);
  });

  it('of what was entered by mistake again is entered anew, and names it', async () => {
    const { events } = await api.record(path('revascularizations'), {
      ...BODIES.revascularization,
      procedure: 'stent',
    });
    const body = { entries: events, reasonCode: 'other', reason: 'annulled in error' };
    await api.record(path('annulments'), body);
    const again = { ...BODIES.revascularization, procedure: 'stent', replaces: events[0] };
    const entered = await api.record(path('revascularizations'), again);
    expect(entered.events).toHaveLength(2);
    expect((await chart()).struck?.at(-1)).toMatchObject({ id: events[0], enteredAgain: entered.events[0] });
  });

  it('of a death takes two people: the investigator signs, the monitor confirms', async () => {
    const { events } = await api.record(path('death'), BODIES.death);
    const body = { entries: events, reasonCode: 'wrong-patient', reason: 'the patient in the next bed' };
    const alone = await api.post(path('annulments'), body);
    expect([alone.status, (alone.body as { code: string }).code]).toEqual([409, 'two-people-needed']);
    const unsigned = await api.post(path('annulment-requests'), body);
    expect((unsigned.body as { code: string }).code).toBe('signature-missing');
    const asked = await api.record(path('annulment-requests'), { ...body, signature: signed });
    expect((await chart()).status).toBe('died');
    const confirmation = path(`annulment-requests/${asked.events[0] ?? ''}/confirmation`);
    expect((await api.post(confirmation, {})).status).toBe(403);
    await api.record(confirmation, { reasonCode: 'wrong-patient', reason: 'seen in the file' }, { as: MONITOR });
    expect((await chart()).status).toBe('in-follow-up');
  });

  it('names what rests on an entry, and asks for ids, a code and a reason', async () => {
    const harvest = (await chart()).entries.find(({ type }) => type === 'Harvested')?.id;
    const body = { entries: [harvest], reasonCode: 'did-not-happen', reason: 'another day' };
    const refused = await api.post(path('annulments'), body);
    expect(refused.body).toMatchObject({ code: 'needed-by-others', errors: [{ field: '/entries' }] });
    expect((await api.post(path('annulments'), { ...body, entries: ['1'] })).status).toBe(422);
    expect((await api.post(path('annulments'), { ...body, entries: [] })).status).toBe(422);
    expect((await api.post(path('annulments'), { ...body, reasonCode: undefined })).status).toBe(422);
    const without = await api.post(path('annulments'), { ...body, reason: undefined });
    expect([without.status, (without.body as { code: string }).code]).toEqual([422, 'reason-missing']);
  });

  it('is refused to another site, and to a person who may only read', async () => {
    const revascularized = (await chart()).entries.find(({ type }) => type === 'Revascularized')?.id;
    const body = { entries: [revascularized], reasonCode: 'did-not-happen', reason: 'it did not' };
    for (const as of [someoneIn('investigator', 'NAN'), MONITOR, someoneIn('inspector')]) {
      expect((await api.post(path('annulments'), body, { as })).status).toBe(403);
    }
  });
});
