import { describe, expect, it } from '@jest/globals';
import { patientEvent, patientHistory, patientStateOf, trialHistory, trialStateOf } from '@bali/trial/testing';
import { type SitePerformance, SitePerformances } from './site-performance.js';

const TRIAL = trialStateOf(trialHistory());
const NOW = '2026-12-01T10:00:00.000Z';

function performanceOf(
  ...courses: readonly (readonly [patient: string, events: Parameters<typeof patientStateOf>[0]])[]
) {
  const performances = new SitePerformances(TRIAL, NOW);
  for (const [patient, events] of courses) {
    performances.add({ patient, site: patient.slice(0, 3), state: patientStateOf(events, patient) });
  }
  const result = performances.result();
  return (site: string): SitePerformance | undefined => result.find((one) => one.site === site);
}

const FAILED = [
  ...patientHistory({ until: 'consented', patient: 'NAN-001' }),
  patientEvent('PatientScreened', { verdict: 'not-eligible', failed: ['malignantDisease', 'ongoingInfection'] }),
];

describe('the performance of sites', () => {
  it('[EMA-622] counts recruitment, failures, delay, missing data, queries and deviations by site and month', () => {
    const missed = [...patientHistory({ until: 'M1' }), patientEvent('VisitMissed'), patientEvent('QueryRaised')];
    const of = performanceOf(['REI-001', missed], ['NAN-001', FAILED]);
    expect(of('NAN')).toMatchObject({
      consented: 1,
      screened: 1,
      failures: 1,
      randomized: 0,
      deviationsPerPatient: null,
    });
    expect(of('NAN')?.failuresByCriterion).toEqual([
      { criterion: 'malignantDisease', patients: 1 },
      { criterion: 'ongoingInfection', patients: 1 },
    ]);
    const reims = of('REI');
    expect(reims).toMatchObject({
      consented: 1,
      randomized: 1,
      failures: 0,
      queries: 1,
      openQueries: 1,
      lateEntries: 0,
    });
    // The visit at 3 months was missed, that at 6 months is not accounted for, and the status at 6 months is not known.
    expect(reims).toMatchObject({ deviations: 3, deviationsPerPatient: 3, measurements: 5, missingMeasurements: 1 });
    expect(reims?.months.map(({ month }) => month)).toEqual(['2026-03', '2026-04', '2026-06', '2026-10']);
    const sum = (name: 'entries' | 'deviations' | 'queries') => reims?.months.reduce((all, one) => all + one[name], 0);
    expect([sum('entries'), sum('deviations'), sum('queries')]).toEqual([reims?.entries, 3, 1]);
    expect(of('PAR')).toMatchObject({
      consented: 0,
      entries: 0,
      medianDelayDays: null,
      queriesPer100Entries: null,
      months: [],
    });
  });

  it('counts what happened where the patient was then', () => {
    const moved = [
      ...patientHistory({ until: 'M1' }),
      patientEvent('PatientTransferred', { transferredOn: '2026-05-04', toSite: 'STR' }),
      patientEvent('FollowUpAssessed', { visit: 'M3', assessedOn: '2026-06-10' }),
    ];
    const of = performanceOf(['REI-001', moved]);
    expect([of('REI')?.measurements, of('STR')?.measurements]).toEqual([5, 5]);
    expect([of('REI')?.randomized, of('STR')?.randomized]).toEqual([1, 0]);
  });
});
