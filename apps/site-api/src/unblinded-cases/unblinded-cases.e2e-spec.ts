import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenedCase, UnblindedCase } from '@bali/commands';
import {
  bringPatients,
  openTrial,
  readCells,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '../../testing/index.js';

const OFFICER = someoneIn('unblinded-safety-officer');
const BLINDED_OFFICER = someoneIn('safety-officer');
const INVESTIGATOR = someoneIn('investigator');

let api: SiteApiUnderTest;
let patient: string;
const ofCase = (rest: string) => `/v1/patients/${patient}/adverse-events/1/${rest}`;
const RECORDS = 'unblinded-case/records';

beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  [patient = ''] = await bringPatients(api, ['implanted']);
  api.clock.set('2011-03-04T10:00:00.000Z');
  await api.record(
    `/v1/patients/${patient}/adverse-events`,
    {
      ...{ termAsReported: 'haematoma', awareAt: '2011-03-04T09:20:00+01:00', startedOn: '2011-03-03' },
      ...{ seriousness: ['hospitalisation'], severity: 'moderate', relatedTo: 'harvest', outcome: 'recovering' },
    },
    { as: INVESTIGATOR },
  );
});
afterAll(() => api[Symbol.asyncDispose]());

const open = (as = OFFICER) => api.get<OpenedCase & { code?: string }>(ofCase('unblinded-case'), { as });
const made = async (body: object) =>
  (await api.post<{ record: string }>(ofCase(RECORDS), body, { as: OFFICER })).body.record;
const refused = async (body: object, as = OFFICER) => {
  const { status, body: problem } = await api.post<{ code: string }>(ofCase(RECORDS), body, { as });
  return [status, problem.code];
};
const toDo = async () => {
  const { body } = await api.get<readonly UnblindedCase[]>('/v1/unblinded-cases', { as: OFFICER });
  return body.flatMap((one) => one.toDo.map(({ what, kind, dueOn }) => [what, kind, dueOn]));
};
/** How much the trial ledger has, which nothing of all this may lengthen. */
const ledgerSize = () => api.lastPosition();

describe('an unblinding for a report, by a role apart', () => {
  const decision = { decidedOn: '2011-03-07', conclusion: 'to-be-reported' };
  const initial = { sentAt: '2011-03-07T12:00:00+01:00', kind: 'initial', to: 'authorities', reference: 'BALI-1' };

  it('[CTR-42] comes once the sponsor has assessed the case, under a signature, and handed it over', async () => {
    expect((await open()).body.code).toBe('case-not-handed-over');
    expect(await refused({ decision: { ...decision, decidedOn: '2011-03-04' } })).toEqual([
      409,
      'case-not-handed-over',
    ]);
    const assessment = { relatedTo: 'harvest', expectedness: 'unexpected' };
    const unsigned = await api.post<{ code: string }>(ofCase('assessments'), assessment, { as: BLINDED_OFFICER });
    expect([unsigned.status, unsigned.body.code]).toEqual([422, 'signature-missing']);
    await api.record(ofCase('assessments'), assessment, { as: BLINDED_OFFICER });
    await api.record(ofCase('handover'), {}, { as: BLINDED_OFFICER });
    for (const as of [BLINDED_OFFICER, INVESTIGATOR, someoneIn('sponsor-coordinator'), someoneIn('monitor')]) {
      expect((await open(as)).status).toBe(403);
    }
  });

  it('[R3-316fg] [EMA-621-access] tells what was given, and says in the sealed ledger for which case it was told', async () => {
    const before = await ledgerSize();
    const { status, body } = await open();
    const { arm } = await readCells(api, patient);
    expect(status).toBe(200);
    expect(body.inWords.product).toContain(arm === 'A' ? 'placebo' : 'mononuclear cells');
    expect(body.inFrench.product).toContain(arm === 'A' ? 'placebo' : 'cellules mononucléées');
    expect(body.toDo).toEqual([{ what: 'decision', dueOn: '2011-03-19' }]);
    expect(await ledgerSize()).toBe(before);
  });

  it('[CTR-42] keeps sealed what was decided, what was sent, and its receipt', async () => {
    const before = await ledgerSize();
    api.clock.set('2011-03-07T11:30:00.000Z');
    expect(await refused({ sending: initial })).toEqual([409, 'case-not-decided']);
    expect(await refused({ decision, sending: initial })).toEqual([422, 'invalid-input']);
    expect(await refused({ decision: { ...decision, decidedOn: '2011-03-08' } })).toEqual([422, 'in-the-future']);
    await made({ decision, text: 'cells were given' });
    expect(await toDo()).toEqual([['sending', 'initial', '2011-03-19']]);
    expect(await refused({ sending: { ...initial, to: 'nobody' } })).toEqual([422, 'invalid-value']);
    const sent = await made({ sending: initial });
    expect(await toDo()).toEqual([['receipt', undefined, '2011-03-14']]);
    const receipt = {
      sending: sent,
      receivedAt: '2011-03-07T12:20:00+01:00',
      answer: 'acknowledged',
      reference: 'EV-7',
    };
    expect(await refused({ receipt: { ...receipt, receivedAt: '2011-03-07T11:59:00+01:00' } })).toEqual([
      409,
      'out-of-order',
    ]);
    expect(await refused({ receipt: { ...receipt, sending: '00000000-0000-5000-8000-000000000000' } })).toEqual([
      ...[409, 'event-unknown'],
    ]);
    const received = await made({ receipt });
    expect(await toDo()).toEqual([]);
    const takenBack = { takenBack: { record: sent }, reason: 'sent for another case' };
    expect(await refused(takenBack)).toEqual([409, 'needed-by-others']);
    await made({ takenBack: { record: received }, reason: 'of another case' });
    await made(takenBack);
    expect(await refused(takenBack)).toEqual([409, 'already-annulled']);
    expect(await toDo()).toEqual([['sending', 'initial', '2011-03-19']]);
    expect(await ledgerSize()).toBe(before);
  });

  it('takes as many records where nothing is sent', async () => {
    await made({ decision: { ...decision, conclusion: 'not-to-be-reported' } });
    expect(await toDo()).toEqual([]);
    expect(await refused({ sending: initial })).toEqual([409, 'case-not-decided']);
    const nothing = await made({ sending: { sentAt: '2011-03-07T12:10:00+01:00', kind: 'none', to: 'nobody' } });
    const none = { sending: nothing, receivedAt: '2011-03-07T12:10:00+01:00', answer: 'none-expected' };
    await made({ receipt: none });
    expect(await toDo()).toEqual([]);
  });

  it('[P11-10d] is read by the sponsor once the trial is unblinded, and not before', async () => {
    const { status, body } = await api.get<{ code: string }>('/v1/unblinded-cases', {
      as: someoneIn('sponsor-coordinator'),
    });
    expect([status, body.code]).toEqual([409, 'trial-not-unblinded']);
    expect((await api.get('/v1/unblinded-cases', { as: BLINDED_OFFICER })).status).toBe(403);
  });
});
