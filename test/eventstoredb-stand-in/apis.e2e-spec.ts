import type { LedgerPlace } from '@bali/event-store';
import { SampleLedger } from '@bali/inspection/testing';
import { type DataDirectory, dataDirectory, storeLocationIn } from '@bali/installation';
import { describe, expect, it } from '@jest/globals';
import { InspectionApiUnderTest } from '@bali-app/inspection-api/testing';
import { BODIES, openTrial, someoneIn, startSiteApi } from '@bali-app/site-api/testing';
import { writeForeign } from './open-against.js';
import { EventStoreStandIn } from './stand-in.js';

/** A data directory whose ledgers are in the stand-in. @param patienceMs how long it waits for it. Default: as usual. */
function inCluster(standIn: EventStoreStandIn, patienceMs?: number): (path: string) => DataDirectory {
  const store = storeLocationIn(standIn.connectionString);
  if (store === undefined) throw new Error('no good connection string');
  const open = (place: LedgerPlace) => store.open({ ...place, ...(patienceMs !== undefined && { patienceMs }) });
  return (path) => dataDirectory(path, { ...store, open });
}

describe('a site API whose cluster is away', () => {
  it('is not ready, says which part is down, and is ready again by itself', async () => {
    await using standIn = await EventStoreStandIn.start();
    await using api = await startSiteApi('2011-02-14T10:00:00.000Z', 'one', inCluster(standIn));
    await openTrial(api);
    const readiness = async () => {
      const { status, body } = await api.get('/health/ready', { as: null });
      return { status, body };
    };
    const followers = { projections: 'up', 'sealed-projections': 'up', completion: 'up', 'transparency-logs': 'up' };
    const checks = {
      store: 'up',
      ...followers,
      files: 'up',
      signing: 'up',
      alarms: 'up',
      'free-texts': 'up',
      'ledgers-as-written': 'up',
    };
    const isReady = { status: 200, body: { status: 'up', checks } };
    expect(await readiness()).toEqual(isReady);
    standIn.goAway();
    expect(await readiness()).toEqual({
      status: 503,
      body: { status: 'down', checks: { ...checks, store: 'down' } },
    });
    expect(await api.read('/health/live', { as: null })).toEqual({ status: 'up' });
    await standIn.comeBack();
    let found = await readiness();
    while (found.status !== 200) found = await readiness();
    expect(found).toEqual(isReady);
    expect((await api.post('/v1/patients', BODIES.consent)).status).toBe(201);
  });
});

describe('an API whose cluster has no longer what was seen there', () => {
  const REFUSED = { status: 503, headers: '60', code: 'ledger-refused' };
  const seen = (answer: { status: number; headers: Headers; body: { code: string } }) => ({
    status: answer.status,
    headers: answer.headers.get('retry-after'),
    code: answer.body.code,
  });

  it('[P11-10c] refuses what the site API is asked in the middle of it, with a way out and without a number', async () => {
    await using standIn = await EventStoreStandIn.start();
    await using api = await startSiteApi('2011-02-14T10:00:00.000Z', 'one', inCluster(standIn, 50));
    await openTrial(api);
    standIn.streams.forget('bali.trial.events', 1);
    const answer = await api.post('/v1/patients', BODIES.consent);
    expect(seen(answer)).toEqual(REFUSED);
    const line = api.log.lines().find(({ code }) => code === 'ledger-refused');
    expect(JSON.stringify(line)).toMatch(/does not hold the last event that this installation has seen there/);
    expect((await api.get('/health/ready', { as: null })).status).toBe(503);
  });

  it('[P11-10c] refuses what the inspection API is asked', async () => {
    await using standIn = await EventStoreStandIn.start();
    await using api = new InspectionApiUnderTest(inCluster(standIn, 50));
    await api.fill(new SampleLedger(40));
    await api.start();
    expect((await api.get('/v1/audit-log')).status).toBe(200);
    standIn.streams.forget('bali.trial.events', 1);
    expect(seen(await api.get('/v1/audit-log'))).toEqual(REFUSED);
  });
});

describe('what others write into the store of an API', () => {
  it('[P11-10a] is counted, and told to operators, by the first instance that meets it', async () => {
    await using standIn = await EventStoreStandIn.start();
    await using api = await startSiteApi('2011-02-14T10:00:00.000Z', 'one', inCluster(standIn));
    await openTrial(api);
    const { signing } = api.api.resources.logs.trial;
    await signing.sign();
    writeForeign(standIn, 'bali.trial.checkpoints', 'CheckpointKept', 'null');
    await api.record('/v1/patients', BODIES.consent);
    await signing.sign();
    expect([...signing.state.failures]).toEqual([]);
    const metrics = await api.get('/metrics', { as: someoneIn('administrator') });
    expect(metrics.text).toContain('store_foreign_events_total{ledger="trial"} 1');
    expect(metrics.text).toContain('store_foreign_events_total{ledger="sealed"} 0');
    expect(api.log.lines().filter(({ level, stream }) => level === 'error' && stream !== undefined)).toEqual([
      expect.objectContaining({ ledger: 'trial', stream: 'bali.trial.checkpoints' }),
    ]);
  });
});
