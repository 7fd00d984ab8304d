import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import {
  BODIES,
  bringPatient,
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
  await bringPatient(api, 'M6');
  dead = await bringPatient(api, 'M1');
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
    endpoint: await api.read('/v1/reports/primary-endpoint', { as: COORDINATOR }),
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

  it('cannot lock a database whose patients are not signed off', async () => {
    alterProjections();
    const lock = await api.post('/v1/trial/database-lock', {}, { as: COORDINATOR });
    expect([lock.status, lock.body.code]).toEqual([409, 'patients-not-signed-off']);
  });
});
