import { withPrefix } from '@bali/event-store/testing';
import { dataDirectory, storeLocationIn } from '@bali/installation';
import { describe, expect, it } from '@jest/globals';
import { BODIES, openTrial, startSiteApi } from '@bali-app/site-api/testing';
import { EventStoreStandIn } from './stand-in.js';

describe('a site API whose cluster is away', () => {
  it('is not ready, says which part is down, and is ready again by itself', async () => {
    await using standIn = await EventStoreStandIn.start();
    const store = storeLocationIn(withPrefix(standIn.connectionString, 'readiness'));
    if (store === undefined) throw new Error('no good connection string');
    await using api = await startSiteApi('2011-02-14T10:00:00.000Z', 'one', (path) => dataDirectory(path, store));
    await openTrial(api);
    const readiness = async () => {
      const { status, body } = await api.get('/health/ready', { as: null });
      return { status, body };
    };
    const followers = { projections: 'up', 'sealed-projections': 'up', completion: 'up', 'transparency-logs': 'up' };
    const checks = { store: 'up', ...followers, signing: 'up' };
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
