import { describe, expect, it } from '@jest/globals';
import { openedTrial, play, type SampleCourse } from '@bali/projections/testing';
import { type PatientSummary, summaryOf } from '../trial-state/patient-summary.js';
import { StateInMemory } from '../trial-state/state-fold.js';
import { accrualOf } from './accrual.js';
import { beforeLock } from './before-lock.js';
import { consortFlowOf } from './consort-flow.js';
import { patientsByStatus } from './patients-by-status.js';
import { endpointStandings, primaryEndpointOf } from './primary-endpoint.js';

/** Implanted on 2009-05-21, so the 6 months end on 2009-11-21, and the last visit's window on 2009-12-12. */
const course = (patient: string, changes: Partial<SampleCourse> = {}): SampleCourse => ({
  patient,
  consentedOn: '2009-05-11',
  verdict: 'eligible',
  steps: 4,
  visits: 3,
  adverseEvents: 0,
  corrected: false,
  ...changes,
});

function stateOf(courses: readonly SampleCourse[]) {
  const fold = new StateInMemory();
  for (const record of play(openedTrial(), courses).records) fold.apply(record);
  const { trial, patients } = fold.state();
  return { trial, patients: Object.entries(patients).map(([patient, state]) => summaryOf(patient, state)) };
}

const AFTER = '2010-06-01';

function standing(changes: Partial<SampleCourse>, asOf = AFTER) {
  const { trial, patients } = stateOf([course('REI-001', changes)]);
  return endpointStandings(trial, patients, asOf)[0]!.standing;
}

describe('the primary endpoint', () => {
  const without = { kind: 'evaluable', majorAmputation: false, death: false };

  it.each<[string, Partial<SampleCourse>, object]>([
    ['seen at 6 months', {}, without],
    ['completed without a contact at its end', { visits: 2, ending: 'FollowUpCompleted' }, { kind: 'visit-overdue' }],
    ['died within the 6 months', { visits: 1, ending: 'Died' }, { ...without, death: true }],
    ['died after the 6 months', { visits: 3, ending: 'Died' }, without],
    ['amputated above the ankle', { visits: 1, amputation: 'below-knee' }, { ...without, majorAmputation: true }],
    ['amputated of a toe', { amputation: 'toe' }, without],
    [
      'amputated and dead',
      { visits: 1, amputation: 'below-knee', ending: 'Died' },
      { kind: 'evaluable', majorAmputation: true, death: true },
    ],
    [
      'amputated, then lost',
      { visits: 1, amputation: 'below-knee', ending: 'LostToFollowUp' },
      { ...without, majorAmputation: true },
    ],
    ['lost before the 6 months', { visits: 1, ending: 'LostToFollowUp' }, { kind: 'lost-to-follow-up' }],
    ['withdrawn before the 6 months', { visits: 2, ending: 'ConsentWithdrawn' }, { kind: 'withdrawn' }],
    ['never seen at 6 months', { visits: 2 }, { kind: 'visit-overdue' }],
    ['not randomized', { steps: 0 }, { kind: 'not-randomized' }],
    ['not implanted, and never heard of', { steps: 3 }, { kind: 'visit-overdue' }],
    ['last seen before, and dead only later', { visits: 2, ending: 'Died' }, { ...without, death: true }],
  ])('of a patient %s', (_, changes, expected) => {
    expect(standing(changes)).toEqual(expected);
  });

  const { trial, patients } = stateOf([course('REI-001')]);
  const changed = (changes: Partial<PatientSummary>, asOf = AFTER) =>
    endpointStandings(trial, [{ ...patients[0]!, ...changes }], asOf)[0]!.standing;

  it('counts an amputation from the day of the randomization to the last day of the 6 months, and none outside', () => {
    const standingOf = (...days: readonly string[]) =>
      changed({
        randomizedAt: '2009-05-18T10:00:00.000Z',
        majorAmputations: days.map((performedOn) => ({ performedOn, side: 'left' })),
      });
    expect(standingOf('2009-05-17')).toEqual(without);
    expect(standingOf('2009-05-17', '2009-05-18')).toEqual({ ...without, majorAmputation: true });
    expect(standingOf('2009-11-21')).toEqual({ ...without, majorAmputation: true });
    expect(standingOf('2009-11-22')).toEqual(without);
    expect(standingOf('2009-11')).toEqual({ ...without, majorAmputation: true });
    expect(standingOf('2009')).toEqual({ ...without, majorAmputation: true });
  });

  it('takes the middle of the days that a date may be of, after the last contact and before the death', () => {
    const alive = (on: string) => ({ contacts: [{ on, isAlive: true, knownLimbs: ['left'] as const }] });
    const dead = { ...without, death: true };
    expect(changed({ diedOn: '2009-11', ...alive('2009-11-05') })).toEqual(dead);
    expect(changed({ diedOn: '2009-11', ...alive('2009-11-25') })).toEqual(without);
    expect(changed({ diedOn: '2009', ...alive('2009-06-25') })).toEqual(dead);
    const amputated = { majorAmputations: [{ performedOn: '2009', side: 'left' as const }] };
    expect(changed({ ...amputated, ...alive('2009-06-25'), diedOn: '2009-07-01' })).toEqual({
      ...dead,
      majorAmputation: true,
    });
  });

  it('is of the index limb: a traumatic amputation of the other one does not count', () => {
    const other = { majorAmputations: [{ performedOn: '2009-07-01', side: 'right' as const }] };
    expect(changed(other)).toEqual(without);
    expect(changed({ ...other, indexLimb: 'right' })).toEqual({ ...without, majorAmputation: true });
  });

  it('is known by a contact in the window or later, if the patient was alive and the index limb known', () => {
    const contact = { on: '2009-10-31', isAlive: true, knownLimbs: ['left'] as const };
    expect(changed({ contacts: [contact] })).toEqual(without);
    expect(changed({ contacts: [{ ...contact, on: '2009-10-30' }] })).toEqual({ kind: 'visit-overdue' });
    expect(changed({ contacts: [{ ...contact, isAlive: false }] })).toEqual({ kind: 'visit-overdue' });
    expect(changed({ contacts: [{ ...contact, knownLimbs: ['right'] }] })).toEqual({ kind: 'visit-overdue' });
    expect(changed({ contacts: [contact], lastContactOn: '2009-10-31' })).toEqual(without);
  });

  it('of a patient who was not implanted is counted from the randomization', () => {
    const { implantedAt: _, ...rest } = patients[0]!;
    const notImplanted = { ...rest, randomizedAt: '2009-05-18T10:00:00.000Z', contacts: [] };
    const [found] = endpointStandings(trial, [{ ...notImplanted, diedOn: '2009-11-18' }], AFTER);
    expect(found!.standing).toEqual({ ...without, death: true });
    const [later] = endpointStandings(trial, [{ ...notImplanted, diedOn: '2009-11-19' }], AFTER);
    expect(later!.standing).toEqual({ kind: 'visit-overdue' });
  });

  it('counts nobody before the window of the 6-month visit has closed, an early death neither', () => {
    const died = { diedOn: '2009-06-01' };
    expect(changed(died, '2009-12-12')).toEqual({ kind: 'follow-up-under-way' });
    expect(changed(died, '2009-12-13')).toEqual({ ...without, death: true });
  });

  it('is overdue only once the window of the last visit has passed', () => {
    expect(standing({ visits: 2 }, '2009-12-12')).toEqual({ kind: 'follow-up-under-way' });
    expect(standing({ visits: 2 }, '2009-12-13')).toEqual({ kind: 'visit-overdue' });
  });

  it('adds up', () => {
    const all = stateOf([
      course('REI-001'),
      course('REI-002', { visits: 1, amputation: 'below-knee', ending: 'Died' }),
      course('REI-003', { visits: 1, ending: 'Died' }),
      course('NAN-001', { visits: 1, ending: 'LostToFollowUp' }),
      course('NAN-002', { visits: 2 }),
      course('NAN-003', { steps: 1 }),
    ]);
    expect(primaryEndpointOf(all.trial, all.patients, AFTER)).toEqual({
      randomized: 6,
      implanted: 5,
      evaluable: 3,
      majorAmputations: 1,
      deaths: 2,
      survivedWithoutMajorAmputation: 1,
      notYetEvaluable: { followUpUnderWay: 0, visitOverdue: 2 },
      censored: { withdrawn: 0, lostToFollowUp: 1 },
    });
  });
});

describe('the flow of patients', () => {
  const { trial, patients } = stateOf([
    course('REI-001'),
    course('REI-002', { visits: 1, ending: 'Died' }),
    course('NAN-001', { steps: 1 }),
    course('NAN-002', { steps: 0 }),
    course('PAR-001', { verdict: 'not-eligible' }),
    course('PAR-002', { verdict: 'not-eligible' }),
    course('STR-001', { verdict: 'not-yet-decidable' }),
  ]);

  it('counts everybody once per stage, and the excluded by criterion', () => {
    const byCriterion = [
      {
        criterion: 'ongoingInfection',
        kind: 'exclusion',
        number: 1,
        sentence: 'ongoing infectious disease',
        patients: 2,
      },
      {
        criterion: 'malignantDisease',
        kind: 'exclusion',
        number: 4,
        sentence: 'history of malignant disease',
        patients: 2,
      },
    ];
    expect(consortFlowOf(trial, patients, AFTER)).toEqual({
      consented: 7,
      assessedForEligibility: 7,
      excluded: { total: 2, byCriterion },
      notYetDecidable: 1,
      eligibleNotRandomized: 1,
      randomized: 3,
      harvested: 2,
      implanted: 2,
      followed: [
        { visit: 'M1', title: '1 month', assessed: 2 },
        { visit: 'M3', title: '3 months', assessed: 1 },
        { visit: 'M6', title: '6 months', assessed: 1 },
      ],
      withdrawn: 0,
      lostToFollowUp: 0,
      died: 1,
      completed: 0,
      analysed: 2,
    });
  });

  it('is told by status too', () => {
    const counts = patientsByStatus(patients);
    expect(counts).toMatchObject({ died: 1, 'in-follow-up': 1, 'not-eligible': 2, completed: 0 });
    expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(patients.length);
  });

  it('is measured against the target in force, by site and month', () => {
    const accrual = accrualOf(trial, patients);
    expect([accrual.target, accrual.randomized]).toEqual([110, 3]);
    expect(accrual.bySite.map(({ site, randomized }) => [site, randomized])).toEqual([
      ['REI', 2],
      ['NAN', 1],
      ['PAR', 0],
      ['MUL', 0],
      ['STR', 0],
    ]);
    expect(accrual.byMonth).toEqual([{ month: '2009-05', randomized: 3, cumulative: 3 }]);
  });
});

describe('what is missing before the lock', () => {
  const missingOf = (changes: Partial<SampleCourse>, asOf = AFTER, more: Partial<PatientSummary> = {}) => {
    const { trial, patients } = stateOf([course('REI-001', changes)]);
    const [found] = beforeLock(trial, [{ ...patients[0]!, ...more }], asOf).patients;
    return found?.missing.map(({ what, visit, isInTheWay }) => [what, visit ?? '', isInTheWay]) ?? [];
  };
  const unsigned = ['not-signed-off', '', true];
  const notEnded = ['participation-not-ended', '', true];
  const unknown = ['not-known-at-six-months', '', false];

  it('is the end of the participation and the sign-off, and what the results lack', () => {
    const M3 = ['visit-not-accounted-for', 'M3', false];
    const M6 = ['visit-not-accounted-for', 'M6', false];
    expect(missingOf({ visits: 1 })).toEqual([M3, M6, unknown, notEnded, unsigned]);
    expect(missingOf({ visits: 1 }, AFTER, { missedVisits: ['M3', 'M6'] })).toEqual([unknown, notEnded, unsigned]);
    expect(missingOf({ visits: 1 }, '2009-09-01')).toEqual([notEnded, unsigned]);
    expect(missingOf({ ending: 'FollowUpCompleted' })).toEqual([unsigned]);
    expect(missingOf({ ending: 'FollowUpCompleted' }, AFTER, { signedOffAt: '2010-01-01T10:00:00Z' })).toEqual([]);
  });

  it('asks for no visit after a death, a withdrawal or a loss, and of nobody who is not randomized', () => {
    for (const ending of ['Died', 'ConsentWithdrawn', 'LostToFollowUp'] as const)
      expect(missingOf({ visits: 1, ending })).toEqual([unsigned]);
    expect(missingOf({ steps: 0 })).toEqual([]);
  });
});
