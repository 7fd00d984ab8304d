import { expect, it } from '@jest/globals';
import { MemoryEventStore, openedTrial, RunnerFixture } from '@bali/projections/testing';
import { trialStateProjection } from '../trial-state/trial-state-projection.js';
import { queryListQuery, queryPage } from './query-list.js';

function queried() {
  const history = openedTrial();
  for (const patient of ['REI-001', 'NAN-001']) {
    const consent = { patient, site: patient.slice(0, 3), yearOfBirth: 1940, sex: 'female', consentedOn: '2009-05-04' };
    const { id } = history.patient(patient, 'ConsentGiven', { ...consent, informationVersion: '2' });
    for (const number of [1, 2]) {
      const by = { raisedBy: 'm', raisedByRole: number === 1 ? 'monitor' : 'system' };
      history.patient(patient, 'QueryRaised', { number, entry: id, field: '/sex', ...by });
    }
    history.patient(patient, 'QueryClosed', { number: 1 });
  }
  return history.records;
}

it('lists queries by site, status and role, oldest first, page by page, as they stand', async () => {
  await using fixture = new RunnerFixture();
  const runner = await fixture.start(new MemoryEventStore(queried()), [trialStateProjection]);
  const found = (filter: Parameters<typeof queryPage>[1]) =>
    queryPage(runner, filter, undefined, 10).map(({ patient, number }) => `${patient} ${number}`);
  expect(found({})).toEqual(['REI-001 1', 'REI-001 2', 'NAN-001 1', 'NAN-001 2']);
  expect(found({ sites: ['NAN'] })).toEqual(['NAN-001 1', 'NAN-001 2']);
  expect(found({ sites: [] })).toEqual([]);
  expect(found({ sites: ['NAN', 'REI'], status: 'open' })).toEqual(['REI-001 2', 'NAN-001 2']);
  expect(found({ role: 'system', patient: 'REI-001' })).toEqual(['REI-001 2']);
  const [first] = queryPage(runner, {}, undefined, 1);
  const after = [first?.raisedAt ?? '', first?.patient ?? '', first?.number ?? 0] as const;
  expect(queryPage(runner, { status: 'open' }, after, 1)).toMatchObject([{ patient: 'REI-001', number: 2 }]);
  expect(found({ raisedBefore: first?.raisedAt ?? '' })).toEqual([]);
});

it.each([
  [{}, /data_query_by_age/],
  [{ status: 'open' as const }, /data_query_by_status/],
  [{ sites: ['REI'], status: 'open' as const }, /data_query_by_site/],
])('reads %j from an index, in order', async (filter, index) => {
  await using fixture = new RunnerFixture();
  const runner = await fixture.start(new MemoryEventStore(queried()), [trialStateProjection]);
  const { sql, parameters } = queryListQuery(filter, undefined, 10);
  const plan = runner.reader.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters);
  const steps = plan.map((step) => String(step['detail']));
  expect(steps).toHaveLength(1);
  expect(steps[0]).toMatch(index);
});
