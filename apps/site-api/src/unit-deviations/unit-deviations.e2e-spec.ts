import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { UnitDeviationsView } from '@bali/commands';
import {
  BODIES,
  bringPatients,
  openTrial,
  signatureFor,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '../../testing/index.js';

const ASSESSOR = { as: someoneIn('deviation-assessor') };
const SPONSOR = { as: someoneIn('sponsor-coordinator') };
const UNIT = { as: someoneIn('cell-therapy-unit') };
const LIST = '/v1/unit-deviations';
const JUDGE = '/v1/unit-deviations/judgements';
const SIGNED = signatureFor('unit-deviations');
const SAID = 'the courier had lost its way';

let api: SiteApiUnderTest;
let patients: readonly string[];

const list = async (as = ASSESSOR) => (await api.get<UnitDeviationsView & { code?: string }>(LIST, as)).body;
const judge = async (body: object) => {
  const { status, body: answered } = await api.post(JUDGE, { ...body, ...SIGNED }, ASSESSOR);
  return status === 201 ? 'recorded' : answered.code;
};
const unblind = async () => {
  const body = { reason: 'the plan is signed', ...signatureFor('trial-unblinding') };
  const { status, body: answered } = await api.post('/v1/trial/unblinding', body, SPONSOR);
  return status === 201 ? 'recorded' : answered.code;
};
/** Of the sealed ledger: how many records there are. */
const sealedRecords = async () => (await api.api.resources.sealedLedger.lastPosition()) + 1;

beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  patients = await bringPatients(api, ['implanted', 'implanted']);
  const deviation = { foundAt: '2011-03-03T08:00:00Z', kind: 'transport', description: SAID };
  api.clock.set('2011-03-03T09:00:00.000Z');
  await api.record(`/v1/cell-therapy/patients/${patients[0]}/records`, { deviation }, UNIT);
  api.clock.set('2011-11-14T10:00:00.000Z');
  for (const patient of patients) {
    await api.record(`/v1/patients/${patient}/consent-withdrawal`, BODIES.withdrawal);
    await api.record(`/v1/patients/${patient}/sign-off`, signatureFor('sign-off'));
  }
  await api.record('/v1/trial/unit-statement', signatureFor('unit-statement'), UNIT);
});
afterAll(() => api[Symbol.asyncDispose]());

describe('what deviated in the cell therapy unit', () => {
  it('[R3-316r] stays sealed until the lock, then is shown to those who judge it, and to nobody who is blinded', async () => {
    expect((await list()).code).toBe('database-not-locked');
    expect(await judge({ judgements: [] })).toBe('database-not-locked');
    await api.record('/v1/trial/database-lock', signatureFor('database-lock'), SPONSOR);
    const shown = await list();
    expect(shown.judgement).toBeUndefined();
    expect(shown.patients.map(({ patient }) => patient)).toEqual(patients.toSorted());
    const [first] = shown.patients.find(({ patient }) => patient === patients[0])?.deviations ?? [];
    expect(first).toMatchObject({ kind: 'transport', description: SAID });
    expect((await list(SPONSOR)).code).toBe('trial-not-unblinded');
    for (const role of ['monitor', 'data-manager', 'blinded-statistician', 'investigator', 'inspector'] as const) {
      expect((await api.get(LIST, { as: someoneIn(role) })).status).toBe(403);
    }
    expect((await api.get('/v1/patients', ASSESSOR)).status).toBe(403);
  });

  it('[R3-316r] is judged before the trial is unblinded: each deviation, signed, and as many records as patients', async () => {
    await api.record('/v1/trial/analysis-plan', BODIES.analysisPlan, SPONSOR);
    expect(await unblind()).toBe('unit-deviations-not-judged');
    expect(await judge({ judgements: [] })).toBe('deviations-not-judged');
    const judgements = (await list()).patients.flatMap(({ patient, deviations }) =>
      deviations.map(({ record }) => ({ patient, record, severity: 'major', perProtocol: 'excluded' })),
    );
    const unsigned = await api.post(JUDGE, { judgements }, ASSESSOR);
    expect([unsigned.status, unsigned.body.code]).toEqual([422, 'signature-missing']);
    const before = await sealedRecords();
    expect(await judge({ judgements, text: 'the cells were late' })).toBe('recorded');
    expect((await sealedRecords()) - before).toBe(1 + patients.length);
    const told = (await api.records()).at(-1);
    expect([told?.type, told?.data]).toEqual(['UnitDeviationsJudged', {}]);
    expect(await list()).toMatchObject({ notJudged: 0, judgement: { text: 'the cells were late' } });
    const open = await api.get(`/v1/audit-log?type=UnitDeviationsJudged`, SPONSOR);
    expect(open.text).not.toMatch(/cells were|courier|excluded/);
    expect(api.log.text()).not.toMatch(/unit-deviations[^}]*deviation-assessor|courier/);
  });

  it('[R3-316r] keeps its patients out of the per-protocol population by arm, and the pooled report as it was', async () => {
    const pooled = () => api.read<Statistics>('/v1/reports/statistics', { as: someoneIn('blinded-statistician') });
    const before = (await pooled()).report.populations;
    expect(await unblind()).toBe('recorded');
    expect(await judge({ judgements: [] })).toBe('trial-unblinded');
    expect((await list(SPONSOR)).patients).toHaveLength(patients.length);
    const { report, unitDeviations } = await api.read<Statistics>('/v1/reports/statistics/by-arm', {
      as: someoneIn('unblinded-statistician'),
    });
    expect(unitDeviations?.deviations).toEqual([
      expect.objectContaining({ patient: patients[0], severity: 'major', perProtocol: 'excluded' }),
    ]);
    const inProtocol = (one: Statistics['report']) =>
      one.populations.reduce((sum, { perProtocol }) => sum + perProtocol, 0);
    expect([inProtocol(report), inProtocol((await pooled()).report)]).toEqual([1, 2]);
    expect((await pooled()).report.populations).toEqual(before);
  });
});

interface Statistics {
  readonly report: { readonly populations: readonly { readonly group: string; readonly perProtocol: number }[] };
  readonly unitDeviations?: { readonly judgedAt?: string; readonly deviations: readonly object[] };
}
