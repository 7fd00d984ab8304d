import { alterEventInFile } from '@bali/event-store/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { type InspectionApiUnderTest, startInspectionApi } from '../testing/index.js';

let api: InspectionApiUnderTest;

/** What a person with the disk does: an old event is another one, its tree is as it was, and what is computed is gone. */
beforeAll(async () => {
  api = await startInspectionApi(60);
  await api.stop();
  alterEventInFile(api.directory.ledgers.trial, 9, '"recordedAt":"2', '"recordedAt":"1');
  for (const suffix of ['', '-wal', '-shm']) rmSync(api.directory.inspectionProjections + suffix, { force: true });
  await api.start();
});

afterAll(() => api[Symbol.asyncDispose]());

const REFUSED = [503, 'ledger-held', expect.stringContaining('The trial ledger is held: its events are not those')];

describe('[P11-10a] a trial ledger with an old event that was altered', () => {
  it.each([
    '/v1/replay/state',
    '/v1/replay/state?position=20',
    '/v1/replay/patients',
    '/v1/replay/patients/REI-001',
    '/v1/replay/steps?from=0',
    '/v1/audit-log',
  ])('is the answer of GET %s, in words', async (path) => {
    const { status, body } = await api.get<{ code: string; detail: string }>(path);
    expect([status, body.code, body.detail]).toEqual(REFUSED);
  });

  it('is in no package', async () => {
    const asked = await api.post<{ code: string; detail: string }>('/v1/packages', { ledger: 'trial', reason: 'x' });
    expect([asked.status, asked.body.code, asked.body.detail]).toEqual(REFUSED);
  });
});
