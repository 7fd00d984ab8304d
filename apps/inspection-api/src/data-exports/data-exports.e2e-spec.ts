import { someoneIn } from '@bali/identity/testing';
import { type ExportJob, ExportJobs } from '@bali/queries';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { type InspectionApiUnderTest, startInspectionApi } from '../../testing/index.js';

const STATISTICIAN = { as: someoneIn('blinded-statistician') };
const UNBLINDED = { as: someoneIn('unblinded-statistician') };
const DATA_MANAGER = { as: someoneIn('data-manager') };
const EVENTS = 120;

let api: InspectionApiUnderTest;
beforeAll(async () => {
  api = await startInspectionApi(EVENTS);
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
});

async function made(body: object, sending = STATISTICIAN): Promise<ExportJob> {
  const asked = await api.post<ExportJob>('/v1/exports', body, sending);
  if (asked.status !== 201) throw new Error(asked.text);
  await api.inject<ExportJobs>(ExportJobs).idle();
  const job = await api.read<ExportJob>(`/v1/exports/${asked.body.id}`, sending);
  if (job.failure !== undefined) throw new Error(job.failure);
  return job;
}

const refusalOf = async (body: object, sending: typeof STATISTICIAN) =>
  (await api.post('/v1/exports', body, sending)).body.code;

describe('exports of the data of the trial', () => {
  it('[EMA-621-file] [P11-10b] are made by a statistician who asks nobody, and are in the access ledger before', async () => {
    const job = await made({ format: 'csv' });
    expect(job).toMatchObject({ status: 'ready', position: EVENTS - 1, arms: 'masked' });
    const recorded = (await api.accessRecords()).filter(({ type }) => type === 'TrialExported');
    expect(recorded.at(-1)).toMatchObject({
      data: { format: 'csv', position: EVENTS - 1, arms: 'masked', export: job.id },
      metadata: { actor: { userId: STATISTICIAN.as.userId } },
    });
    const response = await api.fetch(`/v1/exports/${job.id}/file`, {}, STATISTICIAN.as);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([response.status, bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([
      200,
      job.bytes,
      job.sha256,
    ]);
  });

  it('[EMA-612] of one position have the same bytes, whoever asks; another position has others', async () => {
    const one = await made({ format: 'csv', position: 80 });
    const other = await made({ format: 'csv', position: 80 }, { as: someoneIn('inspector') });
    const later = await made({ format: 'csv', position: 100 });
    expect(other.sha256).toBe(one.sha256);
    expect([later.sha256 === one.sha256, later.root === one.root]).toEqual([false, false]);
  });

  it('[EMA-621-blind] show outcomes before the lock to whoever reads their reports, and arms to nobody', async () => {
    expect(await refusalOf({ format: 'csv' }, DATA_MANAGER)).toBe('outcomes-not-open');
    const answerTo = async (sending: typeof STATISTICIAN) =>
      (await api.post<{ readonly code: string }>('/v1/exports', { format: 'csv', arms: 'shown' }, sending)).body;
    // Without the right it is as if there were no arms, also once there are: the role is asked first.
    expect((await answerTo(STATISTICIAN)).code).toBe('arms-not-open');
    // The number of the request alone is its own.
    expect(await answerTo(STATISTICIAN)).toEqual({ ...(await answerTo(UNBLINDED)), instance: expect.any(String) });
    expect(await refusalOf({ format: 'csv' }, { as: someoneIn('monitor') })).toBe('not-permitted');
    const recorded = (await api.accessRecords()).filter(({ type }) => type === 'TrialExported');
    expect(recorded.map(({ metadata }) => metadata.actor.role)).not.toContain('data-manager');
  });

  it('are refused for an event that is not there, and for a format or a position that is none', async () => {
    expect(await refusalOf({ format: 'csv', position: EVENTS }, STATISTICIAN)).toBe('beyond-the-end');
    expect(await refusalOf({ format: 'sas7bdat' }, STATISTICIAN)).toBe('invalid-input');
    expect(await refusalOf({ format: 'csv', position: -1 }, STATISTICIAN)).toBe('invalid-input');
  });

  it('belong to the person who asked for them, and can be cancelled or taken away', async () => {
    const asked = await api.post<ExportJob>('/v1/exports', { format: 'csv' }, STATISTICIAN);
    const path = `/v1/exports/${asked.body.id}`;
    expect((await api.get(path, UNBLINDED)).status).toBe(404);
    expect((await api.fetch(path, { method: 'DELETE' }, STATISTICIAN.as)).status).toBe(204);
    await api.inject<ExportJobs>(ExportJobs).idle();
    const { status } = await api.fetch(`${path}/file`, {}, STATISTICIAN.as);
    expect([404, 409]).toContain(status);
    const ready = await made({ format: 'csv', position: 60 });
    expect((await api.fetch(`/v1/exports/${ready.id}`, { method: 'DELETE' }, STATISTICIAN.as)).status).toBe(204);
    expect((await api.get(`/v1/exports/${ready.id}`, STATISTICIAN)).status).toBe(404);
  });
});
