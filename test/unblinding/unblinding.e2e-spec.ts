import {
  bringPatient,
  openTrial,
  signatureFor,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
  takeStep,
} from '../../apps/site-api/testing/index.js';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('verify_allocation.py', import.meta.url));
const REASON = 'septic shock, the unit must know what was implanted';
const INVESTIGATOR = someoneIn('investigator');
const SPONSOR = someoneIn('sponsor-coordinator');
const EMERGENCY = { reason: REASON, ...signatureFor('emergency-unblinding') };

interface Allocation {
  readonly patient: string;
  readonly arm: string;
  readonly inclusionProof: readonly string[];
}
interface Unblinded {
  readonly code?: string;
  readonly events: readonly string[];
  readonly allocation: Allocation;
}

let api: SiteApiUnderTest;
let patient: string;

beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  patient = await bringPatient(api, 'implanted');
});
afterAll(() => api[Symbol.asyncDispose]());

const path = (rest: string) => `/v1/patients/${patient}/${rest}`;
/** The cell therapy unit reads too: what it prepares, not an allocation. */
const reads = async () =>
  (await api.accessRecords()).filter(({ data }) => (data as { readonly what?: string }).what === 'allocation');

async function verified(allocation: Allocation): Promise<string> {
  if (spawnSync('python3', ['--version']).status !== 0) {
    process.stderr.write('NOT TRIED: there is no python3 here, so no other program verified the allocation.\n');
    return 'not tried';
  }
  const committed = (await api.records()).find(({ type }) => type === 'RandomizationListCommitted');
  const { commitment } = committed!.data as { commitment: string };
  const directory = mkdtempSync(join(tmpdir(), 'bali-'));
  const file = join(directory, 'allocation.json');
  writeFileSync(file, JSON.stringify(allocation));
  const { stdout, stderr } = spawnSync('python3', [PROGRAM, file, commitment], { encoding: 'utf8' });
  rmSync(directory, { recursive: true });
  return (stdout + stderr).trim();
}

describe('an emergency unblinding', () => {
  it('is refused without a reason, a signature or the right, and nothing is written or read', async () => {
    const before = [await api.lastPosition(), (await reads()).length];
    const answers = [
      await api.post(path('emergency-unblinding'), signatureFor('emergency-unblinding')),
      await api.post(path('emergency-unblinding'), { reason: REASON }),
      await api.post(path('emergency-unblinding'), EMERGENCY, { as: someoneIn('study-coordinator') }),
      await api.post(path('emergency-unblinding'), EMERGENCY, { as: SPONSOR }),
      await api.post(path('emergency-unblinding'), EMERGENCY, { as: someoneIn('investigator', 'NAN') }),
      await api.post(path('planned-unblinding'), { reason: REASON, ...signatureFor('planned-unblinding') }),
      await api.get(path('allocation')),
      await api.get('/v1/trial/allocations', { as: SPONSOR }),
    ];
    expect(answers.map(({ status, body }) => `${status} ${body.code}`)).toEqual([
      ...['422 reason-missing', '422 signature-missing', '403 not-permitted', '403 not-permitted', '403 another-site'],
      ...['409 endpoint-not-complete', '403 not-shown-to-you', '409 trial-not-unblinded'],
    ]);
    expect([await api.lastPosition(), (await reads()).length]).toEqual(before);
    for (const { text } of answers) expect(text).not.toMatch(/placebo|"arm"|BM-MNC/);
  });

  it('[R3-315] [R3-414] [EMA-621-access] discloses one arm to one person, written before it is shown, with a proof', async () => {
    const key = 'one-emergency';
    const answer = await api.post<Unblinded>(path('emergency-unblinding'), EMERGENCY, { key });
    expect(answer.status).toBe(201);
    const { allocation, events } = answer.body;
    expect(allocation).toMatchObject({ patient, arm: expect.stringMatching(/^[AB]$/) });
    expect(await verified(allocation)).toMatch(/^(verified: |not tried)/);
    const other = allocation.arm === 'A' ? 'B' : 'A';
    expect(await verified({ ...allocation, arm: other })).toMatch(/^not (verified: |tried)/);
    const record = (await api.records()).find(({ id }) => id === events[0]);
    expect(record).toMatchObject({
      type: 'PatientUnblinded',
      data: { kind: 'emergency', shownTo: INVESTIGATOR.userId },
    });
    expect(record?.metadata.signature?.name).toBe(INVESTIGATOR.name);
    expect(Object.keys(record!.data as object).toSorted()).toEqual(['kind', 'shownTo']);
    const [read] = await reads();
    expect(read).toMatchObject({
      data: { what: 'allocation', patient },
      metadata: { actor: { userId: INVESTIGATOR.userId } },
    });
    const again = await api.post<Unblinded>(path('emergency-unblinding'), EMERGENCY, { key });
    expect(again.body).toEqual(answer.body);
    expect((await api.read<Allocation>(path('allocation'))).arm).toBe(allocation.arm);
    expect(await reads()).toHaveLength(3);
  });

  it('[EMA-621-blind] lets others see that it happened, and neither what nor why', async () => {
    for (const person of [SPONSOR, someoneIn('monitor'), someoneIn('study-coordinator'), someoneIn('safety-officer')]) {
      const log = await api.get('/v1/audit-log?type=PatientUnblinded', { as: person });
      expect(log.text).toContain(`the arm of patient ${patient} was disclosed to ${INVESTIGATOR.userId}`);
      const shown = await api.get(path('').slice(0, -1), { as: person });
      for (const { text } of [log, shown]) expect(text).not.toMatch(/septic|"arm"|placebo/);
    }
    for (const person of [INVESTIGATOR, someoneIn('cell-therapy-unit')]) {
      expect((await api.get('/v1/audit-log?type=PatientUnblinded', { as: person })).text).toContain(REASON);
    }
    expect(api.log.text()).not.toMatch(/septic/);
  });

  it('[R3-316fg] is in the register, and its person assesses the patient no more', async () => {
    const register = await api.read<object[]>('/v1/unblinding-register', { as: SPONSOR });
    expect(register).toEqual([
      expect.objectContaining({
        patient,
        kind: 'emergency',
        person: expect.objectContaining({ userId: INVESTIGATOR.userId }),
      }),
    ]);
    expect(JSON.stringify(register)).not.toMatch(/"arm"/);
    expect(await api.read('/v1/unblinding-register', { as: someoneIn('investigator', 'NAN') })).toEqual([]);
    await expect(takeStep(api, patient, 'M1')).rejects.toThrow('assessor-unblinded');
  });
});
