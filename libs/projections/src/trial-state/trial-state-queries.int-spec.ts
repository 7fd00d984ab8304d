import { describe, expect, it } from '@jest/globals';
import { MemoryEventStore, openedTrial, play, RunnerFixture, type SampleCourse } from '@bali/projections/testing';
import { targetInForce } from '@bali/trial';
import { TrialStateQueries, summaryQuery } from './trial-state-queries.js';
import { trialStateProjection } from './trial-state-projection.js';

const course = (patient: string, changes: Partial<SampleCourse> = {}): SampleCourse => ({
  patient,
  consentedOn: '2009-05-11',
  verdict: 'eligible',
  steps: 4,
  visits: 1,
  adverseEvents: 0,
  corrected: false,
  ...changes,
});
const { records } = play(openedTrial(), [
  course('REI-002', { steps: 1 }),
  course('NAN-001', { ending: 'Died' }),
  course('REI-001'),
  course('PAR-001', { verdict: 'not-eligible' }),
  course('REI-003', { ending: 'Died' }),
]);

async function queries(fixture: RunnerFixture) {
  const runner = await fixture.start(new MemoryEventStore(records), [trialStateProjection]);
  return { queries: new TrialStateQueries(runner), reader: runner.reader };
}

describe('the state that is projected', () => {
  it('holds the trial and each patient', async () => {
    await using fixture = new RunnerFixture();
    const { queries: state } = await queries(fixture);
    expect(targetInForce(state.trial())).toBe(110);
    expect(state.patient('REI-002')?.entries.map(({ type }) => type)).toEqual([
      'ConsentGiven',
      'PatientScreened',
      'Randomized',
    ]);
    expect(state.patient('STR-001')).toBeUndefined();
    expect(state.summary('NAN-001')).toMatchObject({ site: 'NAN', status: 'died', visits: [{ visit: 'M1' }] });
  });

  it('lists patients by site and status, in pages', async () => {
    await using fixture = new RunnerFixture();
    const { queries: state } = await queries(fixture);
    const codes = (filter: Parameters<typeof state.summaries>[0]) =>
      state.summaries(filter).map(({ patient }) => patient);
    expect(codes({})).toEqual(['NAN-001', 'PAR-001', 'REI-001', 'REI-002', 'REI-003']);
    expect(codes({ sites: ['REI'] })).toEqual(['REI-001', 'REI-002', 'REI-003']);
    expect(codes({ sites: ['REI', 'NAN'], status: 'died' })).toEqual(['NAN-001', 'REI-003']);
    expect(codes({ sites: [] })).toEqual([]);
    expect(codes({ status: 'not-eligible' })).toEqual(['PAR-001']);

    const first = state.page({ sites: ['REI'] }, undefined, 2);
    expect([first.patients.map(({ patient }) => patient), first.next]).toEqual([['REI-001', 'REI-002'], 'REI-002']);
    const second = state.page({ sites: ['REI'] }, first.next, 2);
    expect([second.patients.map(({ patient }) => patient), second.next]).toEqual([['REI-003'], undefined]);
  });

  it.each([
    [{}, 'SEARCH patient_summary USING PRIMARY KEY (patient>?)'],
    [{ sites: ['REI'] }, 'SEARCH patient_summary USING INDEX patient_summary_by_site (site=? AND patient>?)'],
    [
      { status: 'died' as const },
      'SEARCH patient_summary USING INDEX patient_summary_by_status (status=? AND patient>?)',
    ],
  ])('reads %j from an index, in order', async (filter, expected) => {
    await using fixture = new RunnerFixture();
    const { reader } = await queries(fixture);
    const { sql, parameters } = summaryQuery(filter, '', 10);
    const plan = reader.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters);
    expect(plan.map((step) => step['detail'])).toEqual([expected]);
  });
});
