import { expect, it } from '@jest/globals';
import { MemoryEventStore, openedTrial, RunnerFixture } from '@bali/projections/testing';
import { trialStateProjection } from '../trial-state/trial-state-projection.js';
import { deviationListQuery, deviationPage } from './deviation-list.js';

const NOW = '2026-06-01T10:00:00.000Z';

function reported() {
  const history = openedTrial();
  for (const patient of ['REI-001', 'NAN-001']) {
    const consent = { patient, site: patient.slice(0, 3), yearOfBirth: 1940, sex: 'female', consentedOn: '2009-05-04' };
    history.patient(patient, 'ConsentGiven', { ...consent, informationVersion: '2.0' });
    for (const number of [1, 2]) {
      const said = {
        number,
        kind: 'procedure',
        occurredOn: '2009-05-05',
        description: 'ab'.repeat(32),
        reportedBy: 'm',
      };
      history.patient(patient, 'DeviationReported', said);
    }
    const assessed = { deviation: 'reported:1', severity: 'minor', perProtocol: 'kept', assessedBy: 's' };
    history.patient(patient, 'DeviationAssessed', assessed);
  }
  return history;
}

const list = async (records: ReturnType<typeof reported>['records'], filter: object = {}) => {
  await using fixture = new RunnerFixture();
  const runner = await fixture.start(new MemoryEventStore(records), [trialStateProjection]);
  return deviationPage(runner, { asOf: NOW, ...filter }, undefined, 10).map(
    ({ patient, deviation }) =>
      `${patient} ${deviation.key.split(':')[0] ?? ''} ${deviation.assessment?.severity ?? ''}`,
  );
};

it('lists deviations by site, kind and assessment, by patient, as the records show them', async () => {
  const { records } = reported();
  expect(await list(records)).toHaveLength(4);
  expect(await list(records, { sites: ['NAN'] })).toEqual(['NAN-001 reported minor', 'NAN-001 reported ']);
  expect(await list(records, { sites: [] })).toEqual([]);
  expect(await list(records, { isAssessed: false })).toEqual(['NAN-001 reported ', 'REI-001 reported ']);
  expect(await list(records, { kind: 'visit-missed' })).toEqual([]);
});

it('judges every patient anew when another form was in force, also of patients of whom nothing new is recorded', async () => {
  const history = reported();
  const form = { document: 'consent-form', approvedByEthicsOn: '2009-04-01', site: 'REI' };
  history.trial('VersionPutInForce', { ...form, version: '3.0', inForceFrom: '2009-05-01' });
  expect(await list(history.records, { kind: 'outdated-consent-form' })).toEqual(['REI-001 outdated-consent-form ']);
});

it.each([
  [{ isAssessed: false }, /deviation_by_assessed/],
  [{ kind: 'visit-missed' }, /deviation_by_kind/],
  [{ sites: ['REI'] }, /deviation_by_site/],
])('reads %j from an index, in order', async (filter, index) => {
  await using fixture = new RunnerFixture();
  const runner = await fixture.start(new MemoryEventStore(reported().records), [trialStateProjection]);
  const { sql, parameters } = deviationListQuery({ asOf: NOW, ...filter }, undefined, 10);
  const plan = runner.reader.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters);
  const steps = plan.map((step) => String(step['detail']));
  expect(steps).toHaveLength(1);
  expect(steps[0]).toMatch(index);
});
