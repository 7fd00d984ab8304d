import {
  BODIES,
  bringPatient,
  judgeUnitDeviations,
  openTrial,
  PASSWORD,
  signatureFor,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '@bali-app/site-api/testing';
import { ARM_BLOCK_BYTES } from '@bali/shared-routes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const TOLD = someoneIn('investigator');
const SPONSOR = someoneIn('sponsor-coordinator');
const UNIT = someoneIn('cell-therapy-unit');
const SECRET = 'the rash is one that cells give';
const EMERGENCY = { reason: 'a shock', ...signatureFor('emergency-unblinding') };
const JUDGED = { severity: 'severe', relatedTo: 'implanted-product', expected: 'no' };
const SIGNED = signatureFor('sealed-judgement');

let api: SiteApiUnderTest;
let patient: string;
let unblinding: string;

beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  patient = await bringPatient(api, 'implanted');
  const { events } = await api.record(path('emergency-unblinding'), EMERGENCY);
  unblinding = events[0] ?? '';
});
afterAll(() => api[Symbol.asyncDispose]());

const path = (rest: string) => `/v1/patients/${patient}/${rest}`;
const seal = (body: object, as = TOLD, key?: string) =>
  api.post(path('sealed-judgements'), body, { as, ...(key && { key }) });

describe('somebody who was told an arm', () => {
  it('[R3-414] assesses the impact of the unblinding sealed, with the answer that everybody gets', async () => {
    const body = { unblinding, impact: 'treatment-changed', assessment: SECRET };
    const first = await api.post(path('unblinding-impact-assessments'), body, { key: 'impact' });
    const again = await api.post(path('unblinding-impact-assessments'), body, { key: 'impact' });
    expect([first.status, again.status, again.text]).toEqual([201, 201, first.text]);
    const record = (await api.records()).at(-1)!;
    expect([record.type, record.data]).toEqual(['UnblindingImpactAssessed', { unblinding }]);
    expect(Object.keys(first.body)).toEqual(['patient', 'revision', 'position', 'events']);
    const register = await api.read<{ kind: string; impactAssessedAt?: string }[]>('/v1/unblinding-register', {
      as: SPONSOR,
    });
    expect(register.find(({ kind }) => kind === 'emergency')?.impactAssessedAt).toBe(record.metadata.recordedAt);
  });

  it('seals what they judge of an adverse event, signed, while its facts are where everybody reads them', async () => {
    const refused = [
      await seal({ adverseEvent: { number: 9, ...JUDGED }, ...SIGNED }),
      await seal({ adverseEvent: { number: 1, ...JUDGED } }),
      await seal({ ...SIGNED }),
      await seal({ remark: { about: 'deviation' }, ...SIGNED }),
      await seal({ adverseEvent: { number: 1, ...JUDGED }, ...SIGNED }, someoneIn('study-coordinator')),
      await seal({ adverseEvent: { number: 1, ...JUDGED }, ...SIGNED }, SPONSOR),
      await seal({ adverseEvent: { number: 1, ...JUDGED }, ...SIGNED }, someoneIn('investigator', 'NAN')),
    ];
    expect(refused.map(({ status, body }) => `${status} ${body.code}`)).toEqual([
      ...['409 adverse-event-unknown', '409 adverse-event-unknown', '422 invalid-input', '422 invalid-input'],
      ...['409 arm-not-told', '403 not-permitted', '403 another-site'],
    ]);
    const findings = { foundOn: '2011-04-04', visit: 'M1', ulcers: 'no', ankleBrachialIndex: '0.62' };
    expect((await seal({ findings })).body.code).toBe('signature-missing');
    const answer = await seal({ findings, text: SECRET, ...SIGNED }, TOLD, 'findings');
    expect([answer.status, (await seal({ findings, text: SECRET, ...SIGNED }, TOLD, 'findings')).text]).toEqual([
      201,
      answer.text,
    ]);
    const record = (await api.records()).at(-1)!;
    expect([record.type, record.data]).toEqual(['JudgementSealed', { of: 'findings' }]);
    expect(record.metadata.signature).toMatchObject({ name: TOLD.name, method: 'password' });
  });

  it('[EMA-621-blind] shows nobody what was judged before the trial is unblinded, not even to its author', async () => {
    for (const as of [TOLD, SPONSOR, someoneIn('monitor'), someoneIn('unblinded-statistician')]) {
      const answers = await Promise.all(
        ['/v1/trial/sealed-judgements', '/v1/audit-log', path('').slice(0, -1), path('timeline')].map((one) =>
          api.get(one, { as }),
        ),
      );
      for (const { text } of answers) expect(text).not.toMatch(/treatment-changed|rash|0\.62/);
    }
    const early = await api.get('/v1/trial/sealed-judgements', { as: SPONSOR });
    expect([early.status, early.body.code]).toEqual([409, 'trial-not-unblinded']);
    expect(api.log.text()).not.toMatch(/rash|treatment-changed/);
  });

  it('is read beside the blinded assessments once the trial is unblinded, and that is in the access ledger first', async () => {
    api.clock.set('2011-10-03T10:00:00.000Z');
    await api.record(path('consent-withdrawal'), BODIES.withdrawal);
    await api.record(path('sign-off'), signatureFor('sign-off', { password: PASSWORD }));
    await api.record('/v1/trial/unit-statement', signatureFor('unit-statement'), { as: UNIT });
    await api.record('/v1/trial/database-lock', signatureFor('database-lock'), { as: SPONSOR });
    const unblind = { reason: 'the plan is signed', ...signatureFor('trial-unblinding') };
    const early = await api.post('/v1/trial/unblinding', unblind, { as: SPONSOR, key: 'without-a-plan' });
    expect([early.status, early.body.code]).toEqual([409, 'analysis-plan-not-fixed']);
    await api.record('/v1/trial/analysis-plan', BODIES.analysisPlan, { as: SPONSOR });
    await judgeUnitDeviations(api);
    await api.record('/v1/trial/unblinding', unblind, { as: SPONSOR });
    const opened = await api.get<object[]>('/v1/trial/sealed-judgements', { as: SPONSOR });
    expect(opened.body).toEqual([
      expect.objectContaining({ patient, impact: { unblinding, on: 'treatment-changed' }, text: SECRET }),
      expect.objectContaining({ patient, findings: expect.objectContaining({ ulcers: 'no' }), text: SECRET }),
    ]);
    expect(opened.body[0]).toMatchObject({ judgedBy: { userId: TOLD.userId } });
    expect(Buffer.byteLength(opened.text) % 65_536).toBe(0);
    expect((await api.accessRecords()).at(-1)).toMatchObject({ data: { what: 'sealed-judgements' } });
  });

  it('[EMA-621-access] and the statistical report by arm as well, with every reading in the access ledger', async () => {
    const asked = { as: someoneIn('unblinded-statistician') };
    interface ByArm {
      readonly report: {
        readonly groups: readonly string[];
        readonly populations: readonly { group: string }[];
        readonly cells?: readonly object[];
      };
      readonly judgedByWhoKnew?: readonly object[];
    }
    // What cannot be shown is refused before an arm is looked up: the ledger says of nobody that they read what they were not shown.
    const read = async () =>
      (await api.accessRecords()).filter(({ type }) => type === 'SealedDataRead').map(({ id }) => id);
    const before = await read();
    const beyond = await api.get('/v1/reports/statistics/by-arm?position=999999', asked);
    expect([beyond.status, await read()]).toEqual([404, before]);
    const { report, judgedByWhoKnew } = await api.read<ByArm>('/v1/reports/statistics/by-arm', asked);
    expect([['cells'], ['placebo']]).toContainEqual(report.groups);
    // What was judged with knowledge of the arm stands beside what was judged blinded; here nobody had seen the patient.
    expect(judgedByWhoKnew).toEqual([
      { patient, about: 'findings at M1 on 2011-04-04', byWhoKnew: 'ulcers: no; ankle-brachial index: 0.62' },
    ]);
    const readings = (await api.accessRecords()).slice(-4).map(({ data }) => (data as { readonly what: string }).what);
    expect(readings.toSorted()).toEqual(['allocations', 'cells', 'sealed-judgements', 'unit-deviations']);
    expect(report.cells).toBeInstanceOf(Array);
    const { text } = await api.get('/v1/reports/statistics/by-arm/document', asked);
    expect(Buffer.byteLength(text) % ARM_BLOCK_BYTES.records).toBe(0);
    expect(text).toContain(report.groups[0]);
    expect(text).toContain('Judged by people who knew the arm');
    expect(text).toContain(`Allocation: ${report.groups[0] ?? ''} (n = 1)`);
    // The lock opens the outcomes of all patients together, and to nobody an arm.
    const pooled = await api.read<ByArm>('/v1/reports/statistics', { as: someoneIn('monitor') });
    const { groups, cells } = pooled.report;
    expect([groups, cells, pooled.judgedByWhoKnew]).toEqual([['all patients'], undefined, undefined]);
    const refused = await api.get('/v1/reports/statistics/by-arm', { as: someoneIn('monitor') });
    expect([refused.status, refused.body.code]).toEqual([403, 'not-permitted']);
  });

  it('[EMA-621-access] and so is who looked at the arm of a patient', async () => {
    for (const as of [SPONSOR, someoneIn('unblinded-statistician')]) {
      const readings = await api.read<readonly { person: { userId: string } }[]>(path('arm-readings'), { as });
      expect(readings.map(({ person }) => person.userId)).toEqual(
        expect.arrayContaining([TOLD.userId, SPONSOR.userId]),
      );
    }
  });
});
