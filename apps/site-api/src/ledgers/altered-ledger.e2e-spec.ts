import { alterEventInFile } from '@bali/event-store/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
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
const INVESTIGATOR = someoneIn('investigator');

let api: SiteApiUnderTest;
let patient: string;

/** What a person with the disk does: an old event is another one, its tree is as it was, and what is computed is gone. */
beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  patient = await bringPatient(api, 'M1');
  await api.stop();
  alterEventInFile(api.directory.ledgers.trial, 6, '"recordedAt":"2011-02', '"recordedAt":"2010-02');
  for (const suffix of ['', '-wal', '-shm']) rmSync(api.directory.projections + suffix, { force: true });
  await api.start();
});

afterAll(() => api[Symbol.asyncDispose]());

describe('[P11-10a] a trial ledger with an old event that was altered', () => {
  it.each([
    ['/v1/reports/primary-endpoint', someoneIn('inspector')],
    ['/v1/reports/statistics', someoneIn('inspector')],
    ['/v1/reports/participant-flow', COORDINATOR],
    ['/v1/trial', COORDINATOR],
    ['/v1/audit-log', COORDINATOR],
    ['/v1/unblinding-register', COORDINATOR],
    ['/v1/certified-copies/REI', INVESTIGATOR],
    ['/v1/patients', COORDINATOR],
    // Of what is not verified nobody can say that there is none.
    ['/v1/patients/REI-099', COORDINATOR],
    ['/v1/patients/REI-099/timeline', COORDINATOR],
    ['/v1/patients/REI-001/receipts/00000000-0000-4000-8000-000000000000', INVESTIGATOR],
  ])('is the answer of GET %s, in words', async (path, as) => {
    const { status, body } = await api.get(path, { as });
    expect([status, body.code]).toEqual([503, 'ledger-held']);
    expect(JSON.stringify(body)).toMatch(/The trial ledger is held: its events are not those/);
  });

  it('is named in the log and in the readiness, and takes no command', async () => {
    const readiness = await api.get<{ checks: object }>('/health/ready', { as: null });
    expect(readiness.body.checks).toMatchObject({ 'ledgers-as-written': 'down' });
    expect(api.log.text()).toMatch(/The trial ledger is held: .* Run `bali check`/);
    api.clock.set(LONG_AFTER);
    const { status, body } = await api.post(`/v1/patients/${patient}/death`, BODIES.death);
    expect([status, body.code]).toEqual([503, 'ledger-held']);
  });
});
