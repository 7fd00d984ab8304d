import { someoneIn } from '@bali/identity/testing';
import { SampleLedger } from '@bali/inspection/testing';
import type { PackageJob } from '@bali/queries';
import { describe, expect, it } from '@jest/globals';
import { startInspectionApi } from '../../testing/index.js';

const INSPECTOR = { as: someoneIn('inspector') };
const UNBLINDED = { as: someoneIn('inspector-with-sealed-access') };

describe('a package that is asked for now', () => {
  it('[EMA-621-file] has everything of the trial that was acknowledged before: the log is signed first', async () => {
    await using api = await startInspectionApi(20);
    await api.fill(new SampleLedger(23), 20);
    api.signs = true;
    const { status, body } = await api.post<PackageJob>('/v1/packages', { ledger: 'trial', reason: 'x' }, INSPECTOR);
    expect(status).toBe(201);
    expect(body.treeSize).toBe(23);
    expect(body).not.toHaveProperty('missing');
  });

  it('[EMA-621-file] says how many events are not in it, why and what to do, where nothing is signed here', async () => {
    await using api = await startInspectionApi(20);
    await api.fill(new SampleLedger(23), 20);
    const { body } = await api.post<PackageJob>('/v1/packages', { ledger: 'trial', reason: 'x' }, INSPECTOR);
    expect(body).toMatchObject({ treeSize: 20, missing: 3 });
    expect(body.missingBecause).toMatch(/^A package ends at a signed checkpoint, .* ask for another package then\.$/);
    expect(await api.read(`/v1/packages/${body.id}`, INSPECTOR)).toMatchObject({ missing: 3 });
  });

  it('[EMA-621-blind] signs no other ledger because it is read, and says what is missing', async () => {
    await using api = await startInspectionApi(20);
    await api.sign('access');
    api.signs = true;
    const before = (await api.accessRecords()).length;
    await api.read('/v1/ledgers', UNBLINDED);
    const signedIn = (await api.accessRecords()).length - before;
    const { body } = await api.post<PackageJob>('/v1/packages', { ledger: 'access', reason: 'x' }, UNBLINDED);
    expect(signedIn).toBeGreaterThan(0);
    expect(body).toMatchObject({ treeSize: before, missing: signedIn });
    expect(body.missingBecause).toContain('Nothing is signed because this ledger is read.');
  });
});
