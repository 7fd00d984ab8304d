import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Metrics } from '@bali/http';
import { Alarms, SCRUBBERS } from '@bali/installation';
import type { Scrubber } from '@bali/projections';
import { DatabaseSync } from 'node:sqlite';
import {
  BODIES,
  bringPatients,
  LONG_AFTER,
  openTrial,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
} from '../../testing/index.js';

const COORDINATOR = someoneIn('sponsor-coordinator');

let api: SiteApiUnderTest;
let dead: string;

/** Two patients who were followed for the 6 months; one of them died. */
beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  [, dead = ''] = await bringPatients(api, ['M6', 'M1']);
  api.clock.set(LONG_AFTER);
  await api.record(`/v1/patients/${dead}/death`, { ...BODIES.death, diedOn: '2011-07-02' });
});

afterAll(() => api[Symbol.asyncDispose]());

/** What a person with the disk does, who wants a death to be unknown and a patient to be signed off. */
function alterProjections(): void {
  using file = new DatabaseSync(api.directory.projections);
  file.exec(`UPDATE patient_summary SET status = 'in-follow-up',
               summary = json_remove(json_set(summary, '$.status', 'in-follow-up', '$.signedOffAt', '2011-11-30T10:00:00.000Z'), '$.diedOn')`);
}

async function reports() {
  return {
    endpoint: await api.read('/v1/reports/primary-endpoint', { as: someoneIn('inspector') }),
    flow: await api.read('/v1/reports/participant-flow', { as: COORDINATOR }),
    trial: await api.read<{ patientsByStatus: object }>('/v1/trial', { as: COORDINATOR }),
  };
}

describe('[P11-10a] projections that somebody altered', () => {
  it('change nothing in the reports and in the accrual, neither at once nor after a restart', async () => {
    const before = await reports();
    expect(before.endpoint).toMatchObject({ evaluable: 2, deaths: 1 });
    alterProjections();
    expect(await reports()).toEqual(before);
    await api.restart();
    alterProjections();
    expect(await reports()).toEqual(before);
  });

  it('are an alarm once they are compared, are made anew, and stay an alarm in the readiness until somebody has seen it', async () => {
    const { app } = api.api;
    const path = `/v1/patients?status=died`;
    expect(await api.read(path, { as: COORDINATOR })).toEqual({ items: [] });
    const ofTrial = app.get<readonly Scrubber[]>(SCRUBBERS).find(({ name }) => name === 'projections.db');
    while (!(await ofTrial!.slice()));
    expect(await api.read(path, { as: COORDINATOR })).toMatchObject({ items: [{ patient: dead }] });
    const details = { file: 'projections.db', table: 'patient_summary', key: 'patient REI-001', what: 'differs' };
    expect(api.log.lines().filter(({ level }) => level === 'error')).toEqual([expect.objectContaining(details)]);
    const metrics = await app.get(Metrics).registry.metrics();
    expect(metrics).toContain('projections_altered_total{file="projections.db"} 1');
    expect(metrics).toContain('projections_altered_total{file="sealed-projections.db"} 0');
    const readiness = async () => (await api.get<{ checks: object }>('/health/ready', { as: null })).body.checks;
    expect(await readiness()).toMatchObject({ projections: 'up', alarms: 'down' });
    await api.restart();
    expect(await readiness()).toMatchObject({ projections: 'up', alarms: 'down' });
    const seen = new Alarms(api.directory.alarms, api.clock.now).seen();
    expect(seen).toEqual([{ about: 'projections.db', raisedAt: LONG_AFTER, details }]);
    expect(await readiness()).toMatchObject({ alarms: 'up' });
  });

  it('cannot lock a database whose patients are not signed off', async () => {
    alterProjections();
    const lock = await api.post('/v1/trial/database-lock', {}, { as: COORDINATOR });
    expect([lock.status, lock.body.code]).toEqual([409, 'patients-not-signed-off']);
  });
});
