import { describe, expect, it } from '@jest/globals';
import {
  commandFor,
  given,
  patientEvent,
  patientHistory,
  patientStateOf,
  STEPS,
  trialHistory,
} from '@bali/trial/testing';
import { ELIGIBLE_ANSWERS } from '@bali/trial';
import { PATIENT_EVENTS } from './patient-events.js';
import { type PatientEventType, statusOf } from '../index.js';

const COURSE = patientHistory({ until: 'completed' });

/** A visit does not need the visits before it; baseline, screening and confirmation are all needed by the randomization alone. */
const NOT_NEEDED: Partial<Record<PatientEventType, PatientEventType>> = {
  FollowUpAssessed: 'FollowUpAssessed',
  BaselineAssessed: 'PatientScreened',
  EligibilityConfirmed: 'BaselineAssessed',
};

describe('the planned way of a patient', () => {
  it.each(STEPS.map((step, index) => [index, step] as const))('step %i: %s', (index, step) => {
    const event = COURSE[index]!;
    expect(patientHistory({ until: step }).at(-1)).toEqual(event);
    given(COURSE.slice(0, index)).when(commandFor(event)).expectEvents(event);
  });

  it.each([
    ['consented', 'consented'],
    ['screened', 'eligible'],
    ['baseline', 'eligible'],
    ['confirmed', 'eligible'],
    ['randomized', 'randomized'],
    ['harvested', 'harvested'],
    ['released', 'product-released'],
    ['implanted', 'in-follow-up'],
    ['M6', 'in-follow-up'],
    ['completed', 'completed'],
  ] as const)('who is %s has the status %s', (until, status) => {
    expect(statusOf(patientStateOf(patientHistory({ until })))).toBe(status);
  });

  it.each(STEPS.slice(1).map((step, index) => [step, index + 1] as const))(
    '[P11-10f] %s is refused before its turn',
    (_, index) => {
      const event = COURSE[index]!;
      // All else needs every step before.
      const before = COURSE.slice(0, index).filter(({ type }) => NOT_NEEDED[event.type] !== type);
      for (const taken of before.keys()) {
        const { decision } = given(before.slice(0, taken)).when(commandFor(event));
        expect([taken, decision]).toEqual([taken, { refusal: expect.anything() }]);
      }
    },
  );

  it('[P11-10f] no step of it is taken twice', () => {
    for (const event of COURSE) {
      const { decision } = given(COURSE).when(commandFor(event));
      expect([event.type, decision]).toEqual([event.type, { refusal: expect.anything() }]);
    }
  });
});

describe('what may happen at any time', () => {
  const anyTime: readonly PatientEventType[] = [
    'Amputated',
    'Revascularized',
    'AdverseEventReported',
    'PatientTransferred',
    'ConsentRenewed',
    'ConsentWithdrawn',
    'LostToFollowUp',
    'Died',
  ];

  it.each(anyTime)('%s is recorded at every step from the consent', (type) => {
    for (const until of STEPS.slice(0, -1)) {
      const event = patientEvent(type);
      const { decision } = given(patientHistory({ until })).when(commandFor(event));
      expect('events' in decision && decision.events[0]).toMatchObject(event);
    }
  });

  it('news of an adverse event, once it is reported', () => {
    const event = patientEvent('AdverseEventFollowedUp');
    given([...COURSE, patientEvent('AdverseEventReported')])
      .when(commandFor(event))
      .expectEvents(event);
  });

  it('adverse events are numbered for each patient', () => {
    const first = patientEvent('AdverseEventReported');
    given([...COURSE, first])
      .when(commandFor(first))
      .expectEvents({ type: first.type, data: { ...first.data, number: 2 } });
  });

  it('an adverse event during the screening belongs to the record, one before the consent does not', () => {
    const screened = patientHistory({ until: 'screened' });
    given(screened)
      .when(commandFor(patientEvent('AdverseEventReported', { startedOn: '2026-03-02' })))
      .expectAccepted();
    given(screened)
      .when(commandFor(patientEvent('AdverseEventReported', { startedOn: '2026-03-01' })))
      .expectRefusal('before-consent', '/startedOn');
  });

  it('two toes on one day are two amputations: the second is told apart by its comment', () => {
    const comment = '5a'.repeat(32);
    given([...COURSE, patientEvent('Amputated')])
      .when(commandFor(patientEvent('Amputated', { comment })))
      .expectAccepted();
  });

  it('together with what other tests show these are all events of a patient', () => {
    const elsewhere = [
      ...[
        'SamePerson',
        'AdverseEventFollowedUp',
        'PatientSignedOff',
        'PatientUnblinded',
        'UnblindingImpactAssessed',
        'VisitMissed',
      ],
      'JudgementSealed',
      ...['ReleaseWithdrawn', 'ImplantationNotDone', 'MicrobiologyAlert', 'MicrobiologyAlertAcknowledged'],
      'ContactMade',
      ...['DiagnosisRecorded', 'ConcomitantTreatmentRecorded', 'ConcomitantTreatmentChanged'],
      ...['AnnulmentRequested', 'AnnulmentDeclined', 'ErratumAcknowledged'],
      ...['QueryRaised', 'QueryAnswered', 'QueryClosed', 'QueryReopened'],
      ...['DeviationReported', 'DeviationAssessed', 'EndpointAdjudicated'],
      'SourceDataVerified',
      ...['AdverseEventAssessed', 'HandedToUnblindedSafety', 'CaseClosed', 'Coded'],
    ];
    const met = new Set([...COURSE.map(({ type }) => type), ...anyTime, ...elsewhere]);
    expect([...met].toSorted()).toEqual(Object.keys(PATIENT_EVENTS).toSorted());
  });
});

describe('a screening', () => {
  const consented = patientHistory({ until: 'consented' });
  const screening = (answers: Partial<typeof ELIGIBLE_ANSWERS>, screenedOn = '2026-03-04') =>
    commandFor(patientEvent('PatientScreened', { screenedOn, answers: { ...ELIGIBLE_ANSWERS, ...answers } }));

  it('has the verdict that the software computes, whatever a client says', () => {
    const { decision } = given(consented).when(screening({ malignantDisease: 'yes', prothrombinTime: {} }));
    expect(decision).toMatchObject({
      events: [{ data: { verdict: 'not-eligible', failed: ['malignantDisease'], notAssessed: ['prothrombinTime'] } }],
    });
    const claimed = {
      type: 'ScreenPatient',
      data: {
        screenedOn: '2026-03-04',
        answers: { ...ELIGIBLE_ANSWERS, malignantDisease: 'yes' },
        verdict: 'eligible',
      },
    } as const;
    const { decision: judged } = given(consented).when(claimed);
    expect(judged).toMatchObject({ events: [{ data: { verdict: 'not-eligible' } }] });
  });

  it('may be repeated until the randomization, and the latest one counts', () => {
    const notEligible = patientEvent('PatientScreened', { verdict: 'not-eligible', failed: ['ongoingInfection'] });
    const later = patientEvent('PatientScreened', { screenedOn: '2026-04-04' });
    given([...consented, notEligible])
      .when(screening({}, '2026-04-04'))
      .expectAccepted();
    given([...consented, notEligible, later])
      .when({ type: 'ConfirmEligibility', data: {} })
      .expectAccepted();
  });

  it('of an earlier day, recorded late, does not overrule a later one', () => {
    const notEligible = patientEvent('PatientScreened', {
      screenedOn: '2026-03-06',
      answers: { ...ELIGIBLE_ANSWERS, ongoingInfection: 'yes' },
      verdict: 'not-eligible',
      failed: ['ongoingInfection'],
    });
    const lateRecorded = [...consented, notEligible, patientEvent('PatientScreened')];
    expect(statusOf(patientStateOf(lateRecorded))).toBe('not-eligible');
    given(lateRecorded)
      .when(commandFor(patientEvent('Randomized')))
      .expectRefusal('patient-not-eligible');
  });

  it.each([
    [
      'HbA1c',
      { diabetes: { present: 'yes', hba1cPercent: '1.9', proliferativeRetinopathy: 'no' } },
      '/answers/diabetes/hba1cPercent',
    ],
    [
      'HbA1c',
      { diabetes: { present: 'yes', hba1cPercent: '25.1', proliferativeRetinopathy: 'no' } },
      '/answers/diabetes/hba1cPercent',
    ],
    ['prothrombin time', { prothrombinTime: { percent: '200.1' } }, '/answers/prothrombinTime/percent'],
  ] as const)('with an impossible %s is refused', (_, answers, field) => {
    given(consented).when(screening(answers)).expectRefusal('implausible-value', field);
  });

  it('does not take place after an infarction that is still to come', () => {
    const brain = { occurred: 'yes', lastOn: '2026-03-05' } as const;
    given(consented)
      .when(screening({ recentInfarction: { myocardial: { occurred: 'no' }, brain } }))
      .expectRefusal('out-of-order', '/answers/recentInfarction/brain/lastOn');
  });

  it('has no date of an infarction that did not occur', () => {
    const myocardial = { occurred: 'no', lastOn: '2020-03-05' } as const;
    given(consented)
      .when(screening({ recentInfarction: { myocardial, brain: { occurred: 'no' } } }))
      .expectRefusal('implausible-value', '/answers/recentInfarction/myocardial/lastOn');
  });
});

describe('a patient of another site', () => {
  it('is recorded at that site, by its opening and its clock', () => {
    const trial = trialHistory().filter((event) => event.type !== 'SiteOpened' || event.data.site !== 'NAN');
    const consent = patientEvent('ConsentGiven', { patient: 'NAN-001', site: 'NAN' });
    given([]).when(commandFor(consent)).expectEvents(consent);
    given([], trial).when(commandFor(consent)).expectRefusal('site-unknown');
  });
});
