import { describe, expect, it } from '@jest/globals';
import {
  commandFor,
  correction,
  given,
  patientEvent,
  patientHistory,
  patientStateOf,
  recordId,
  SAMPLE_DATA,
  STEPS,
  trialEvent,
  trialHistory,
} from '@bali/trial/testing';
import { ELIGIBLE_ANSWERS } from '@bali/trial';
import type { DecidedEvent } from '@bali/schema';
import { withValueAt } from '@bali/schema';
import { all, last, type PatientEventType, patientStream, statusOf } from '../index.js';

const COMPLETED = patientHistory({ until: 'completed' });
const STREAM = patientStream('REI-001');

/** Every event of a patient once, in an order that could have been. */
const EVERYTHING = [
  ...COMPLETED,
  patientEvent('Amputated'),
  patientEvent('Revascularized'),
  patientEvent('AdverseEventReported'),
  patientEvent('AdverseEventFollowedUp'),
  patientEvent('PatientTransferred'),
  patientEvent('ConsentRenewed'),
  patientEvent('LostToFollowUp', { lastContactOn: '2026-10-01' }),
  patientEvent('ConsentWithdrawn', { withdrawnOn: '2026-10-01' }),
  patientEvent('Died', { awareAt: '2026-10-17T09:00:00+02:00' }),
];

/** A history after a correction was accepted. */
function corrected(events: readonly DecidedEvent[], type: string, field: string, value?: unknown): DecidedEvent[] {
  const { decision } = given(events).when(correction(events, type, field, value));
  if ('refusal' in decision) throw new Error(decision.refusal.sentence);
  return [...events, ...decision.events];
}

const dataOf = (events: readonly DecidedEvent[], type: PatientEventType) => last(patientStateOf(events), type)?.data;

/** Each field that a person enters, and another value that it could have had. */
const CORRECTABLE: readonly (readonly [PatientEventType, field: string, value: unknown])[] = [
  ['ConsentGiven', '/yearOfBirth', 1954],
  ['ConsentGiven', '/sex', 'male'],
  ['ConsentGiven', '/consentedOn', '2026-03-01'],
  ['ConsentGiven', '/informationVersion', '3.1'],
  ['PatientScreened', '/screenedOn', '2026-03-03'],
  ['PatientScreened', '/answers/diabetes/hba1cPercent', '7.4'],
  ['PatientScreened', '/answers/recentInfarction/myocardial/lastOn', '2023-06-15'],
  ['BaselineAssessed', '/assessedOn', '2026-03-03'],
  ['BaselineAssessed', '/indexLimb', 'right'],
  ['BaselineAssessed', '/toePressure', { notDone: 'not-measurable' }],
  ['BaselineAssessed', '/serology/hiv', 'indeterminate'],
  ['Harvested', '/harvestedAt', '2026-03-10T09:45:00+01:00'],
  ['Harvested', '/volumeMl', 480],
  ['Harvested', '/anaesthesia', 'regional'],
  ['Harvested', '/complications', 'ab'.repeat(32)],
  ['ProductReleased', '/releasedAt', '2026-03-10T12:45:00+01:00'],
  ['Implanted', '/implantedAt', '2026-03-10T14:15:00+01:00'],
  ['Implanted', '/limb', 'right'],
  ['FollowUpAssessed', '/assessedOn', '2026-04-11'],
  ['FollowUpAssessed', '/restPain', { notDone: 'patient-refused' }],
  ['FollowUpAssessed', '/ulcers/value', 'yes'],
  ['FollowUpAssessed', '/ankleBrachialIndex/value', '0.43'],
  ['FollowUpAssessed', '/tcPO2/value', 29],
  ['FollowUpAssessed', '/toePressure', { value: 31 }],
  ['FollowUpAssessed', '/comment', 'ab'.repeat(32)],
  ['Amputated', '/performedOn', '2026-05-03'],
  ['Amputated', '/side', 'right'],
  ['Amputated', '/level', 'ray'],
  ['Amputated', '/indication', 'infection'],
  ['Revascularized', '/performedOn', '2026-05-06'],
  ['Revascularized', '/procedure', 'stent'],
  ['AdverseEventReported', '/termAsReported', 'cd'.repeat(32)],
  ['AdverseEventReported', '/startedOn', '2026-03-10'],
  ['AdverseEventReported', '/endedOn', '2026-03-18'],
  ['AdverseEventReported', '/severity', 'moderate'],
  ['AdverseEventReported', '/seriousness', ['hospitalisation']],
  ['AdverseEventReported', '/relatedTo', 'not-related'],
  ['AdverseEventReported', '/outcome', 'recovered'],
  ['AdverseEventFollowedUp', '/assessedOn', '2026-03-21'],
  ['AdverseEventFollowedUp', '/endedOn', undefined],
  ['PatientTransferred', '/transferredOn', '2026-05-03'],
  ['PatientTransferred', '/toSite', 'NAN'],
  ['ConsentRenewed', '/renewedOn', '2026-05-05'],
  ['ConsentRenewed', '/to', ['treatment', 'follow-up']],
  ['ConsentWithdrawn', '/withdrawnOn', '2026-10-02'],
  ['ConsentWithdrawn', '/from', ['treatment']],
  ['LostToFollowUp', '/lastContactOn', '2026-09-30'],
  ['FollowUpCompleted', '/completedOn', '2026-09-11'],
  ['Died', '/diedOn', '2026-10-16'],
  ['Died', '/cause', 'infection'],
];

describe('[R3-424] a correction', () => {
  it.each(CORRECTABLE)('of %s %s', (type, field, value) => {
    const event = EVERYTHING.find((one) => one.type === type)!;
    const before = EVERYTHING.indexOf(event);
    const after = corrected(EVERYTHING, type, field, value);
    const entry = patientStateOf(after).entries.find(({ id }) => id === recordId(STREAM, before));
    expect(entry?.data).toEqual(withValueAt(event.data, field, value));
    expect(entry?.corrected).toEqual([field]);
    expect(patientStateOf(after).entries).toHaveLength(EVERYTHING.length);
  });

  it('is met by every event whose data somebody enters', () => {
    const met = new Set(CORRECTABLE.map(([type]) => type));
    expect(EVERYTHING.map(({ type }) => type).filter((type) => !met.has(type))).toEqual([
      'EligibilityConfirmed',
      'Randomized',
    ]);
  });

  it('[EMA-621-field] names the event, the field, the old and the new value', () => {
    given(COMPLETED)
      .when(correction(COMPLETED, 'Harvested', '/volumeMl', 480))
      .expectEvents({
        type: 'DataCorrected',
        data: {
          correctedEvent: recordId(STREAM, STEPS.indexOf('harvested')),
          correctedType: 'Harvested',
          field: '/volumeMl',
          oldValue: 500,
          newValue: 480,
          computed: false,
        },
      });
  });

  it('[P11-10e] of a correction keeps both: the value before the last one is the old value of the last one', () => {
    const once = corrected(COMPLETED, 'Harvested', '/volumeMl', 480);
    const twice = corrected(once, 'Harvested', '/volumeMl', 490);
    expect(twice.slice(-2).map(({ data }) => data)).toMatchObject([
      { oldValue: 500, newValue: 480 },
      { oldValue: 480, newValue: 490 },
    ]);
    expect(dataOf(twice, 'Harvested')).toMatchObject({ volumeMl: 490 });
    expect(last(patientStateOf(twice), 'Harvested')?.corrected).toEqual(['/volumeMl']);
  });

  it('needs a reason', () => {
    given(COMPLETED)
      .when(correction(COMPLETED, 'Harvested', '/volumeMl', 480), { reason: null })
      .expectRefusal('reason-missing', '/reason');
  });

  it('is possible after the end, and after death', () => {
    const died = [...COMPLETED, patientEvent('Died')];
    given(died)
      .when(correction(died, 'Harvested', '/volumeMl', 480))
      .expectAccepted();
  });
});

describe('what identifies a record, or was computed or drawn', () => {
  it.each([
    ['ConsentGiven', '/patient', 'REI-002'],
    ['ConsentGiven', '/site', 'NAN'],
    ['PatientScreened', '/verdict', 'not-eligible'],
    ['PatientScreened', '/failed', ['diabetes']],
    ['PatientScreened', '/failed/0', 'diabetes'],
    ['PatientScreened', '/notAssessed', ['diabetes']],
    ['Randomized', '/stratum', 'REI'],
    ['Randomized', '/slot', 1],
    ['AdverseEventReported', '/number', 2],
    ['AdverseEventReported', '/term', 'Haematoma'],
    ['AdverseEventFollowedUp', '/number', 2],
  ])('is not corrected: %s %s', (type, field, value) => {
    given(EVERYTHING)
      .when(correction(EVERYTHING, type, field, value))
      .expectRefusal('field-not-correctable', '/field');
  });

  it.each(['', '/', 'patient', 'xpatient', '//patient', '/patient/', '/pa~0tient', '#/patient', '/__proto__', '/a b'])(
    'is not reached by what is no pointer to a field: %j',
    (field) => {
      given(COMPLETED)
        .when(correction(COMPLETED, 'ConsentGiven', field, 'NAN-001'))
        .expectRefusal('field-unknown', '/field');
    },
  );

  it('is not reached by replacing the whole event', () => {
    given(COMPLETED)
      .when(correction(COMPLETED, 'ConsentGiven', '', { ...SAMPLE_DATA.ConsentGiven, patient: 'NAN-001' }))
      .expectRefusal('field-unknown');
  });

  it.each(['/constructor', '/toString', '/hasOwnProperty/call', '/prototype'])(
    'is not reached by what every object inherits: %s',
    (field) => {
      given(COMPLETED)
        .when(correction(COMPLETED, 'Harvested', field, 'x'))
        .expectRefusal('invalid-value', '/newValue');
    },
  );
});

describe('taking out what is not there', () => {
  it.each(['/constructor', '/complications'])('changes nothing: %s', (field) => {
    given(COMPLETED)
      .when(correction(COMPLETED, 'Harvested', field))
      .expectRefusal('value-unchanged', '/newValue');
  });
});

describe('a wrong correction', () => {
  it.each([
    ['a field that there is not', 'Harvested', '/volume', 480, 'invalid-value'],
    ['a place after the end of a list', 'AdverseEventReported', '/seriousness/3', 'death', 'field-unknown'],
    ['a place of a list that is written oddly', 'AdverseEventReported', '/seriousness/00', 'death', 'field-unknown'],
    ['something inside of a value', 'Harvested', '/volumeMl/unit', 'mL', 'invalid-value'],
    ['a value that is asked for taken out', 'Harvested', '/volumeMl', undefined, 'invalid-value'],
    ['a number as text', 'Harvested', '/volumeMl', '480', 'invalid-value'],
    ['a number that is none', 'Harvested', '/volumeMl', Number.NaN, 'invalid-value'],
    ['an impossible number', 'Harvested', '/volumeMl', 1501, 'invalid-value'],
    ['a day that there is not', 'FollowUpAssessed', '/assessedOn', '2026-02-30', 'invalid-value'],
    ['a text with a lone surrogate', 'ConsentGiven', '/informationVersion', 'a\ud800', 'invalid-value'],
    ['two lines', 'ConsentGiven', '/informationVersion', 'a\nb', 'invalid-value'],
    ['nothing but spaces', 'ConsentGiven', '/informationVersion', '   ', 'invalid-value'],
    [
      'a measurement that is there and not done',
      'FollowUpAssessed',
      '/tcPO2',
      { value: 1, notDone: 'other' },
      'invalid-value',
    ],
    ['the same value', 'Harvested', '/volumeMl', 500, 'value-unchanged'],
    [
      'the same group, in another order',
      'PatientScreened',
      '/answers/diabetes',
      { proliferativeRetinopathy: 'no', hba1cPercent: '7.1', present: 'yes' },
      'value-unchanged',
    ],
    ['an index of 40', 'FollowUpAssessed', '/ankleBrachialIndex/value', '40', 'implausible-value'],
    ['a day in the future', 'Died', '/diedOn', '2027-03-01', 'in-the-future'],
    ['a visit that there is not', 'FollowUpAssessed', '/visit', 'M12', 'visit-unknown'],
    ['a visit that is recorded already', 'FollowUpAssessed', '/visit', 'M3', 'visit-already-recorded'],
    [
      'an outcome that the seriousness contradicts',
      'AdverseEventReported',
      '/outcome',
      'fatal',
      'seriousness-and-outcome-differ',
    ],
  ] as const)('is refused: %s', (_, type, field, value, code) => {
    given(EVERYTHING)
      .when(correction(EVERYTHING, type, field, value))
      .expectRefusal(code);
  });

  it.each([
    ['ConsentGiven', '/consentedOn', '2026-03-05', 'before-consent'],
    ['ConsentGiven', '/consentedOn', '2026-01-14', 'site-not-open'],
    ['PatientScreened', '/screenedOn', '2026-03-06', 'out-of-order'],
    ['Harvested', '/harvestedAt', '2026-03-11T09:30:00+01:00', 'out-of-order'],
    ['Harvested', '/harvestedAt', '2026-03-09T09:30:00+01:00', 'not-the-day-of-the-harvest'],
    ['Implanted', '/implantedAt', '2026-03-10T12:00:00+01:00', 'out-of-order'],
    ['FollowUpAssessed', '/assessedOn', '2026-03-09', 'visit-before-window'],
    ['FollowUpAssessed', '/assessedOn', '2026-03-02', 'out-of-order'],
    ['FollowUpCompleted', '/completedOn', '2026-09-09', 'out-of-order'],
    ['AdverseEventReported', '/startedOn', '2026-03-21', 'out-of-order'],
    ['AdverseEventFollowedUp', '/endedOn', '2026-03-10', 'out-of-order'],
    ['AdverseEventFollowedUp', '/endedOn', '2026-03-21', 'out-of-order'],
    ['Died', '/diedOn', '2026-09-09', 'patient-died'],
  ] as const)('that would contradict the record is refused: %s %s to %s', (type, field, value, code) => {
    given(EVERYTHING)
      .when(correction(EVERYTHING, type, field, value))
      .expectRefusal(code, '/newValue');
  });
});

describe('a measurement', () => {
  const without = COMPLETED.map((event) =>
    event.type === 'FollowUpAssessed' && event.data.visit === 'M1'
      ? { ...event, data: withValueAt(event.data, '/tcPO2', undefined) }
      : event,
  );
  const firstVisit = (events: readonly DecidedEvent[]) => all(patientStateOf(events), 'FollowUpAssessed')[0]?.data;

  it('goes from a value to not done', () => {
    expect(firstVisit(corrected(COMPLETED, 'FollowUpAssessed', '/tcPO2', { notDone: 'other' }))?.tcPO2).toEqual({
      notDone: 'other',
    });
  });

  it('goes from not done to a value', () => {
    expect(firstVisit(corrected(COMPLETED, 'FollowUpAssessed', '/toePressure', { value: 30 }))?.toePressure).toEqual({
      value: 30,
    });
  });

  it('goes from not entered to a value: then there is no old one', () => {
    const after = corrected(without, 'FollowUpAssessed', '/tcPO2', { value: 28 });
    expect(after.at(-1)?.data).not.toHaveProperty('oldValue');
    expect(firstVisit(after)?.tcPO2).toEqual({ value: 28 });
  });

  it('goes from a value to not entered: then there is no new one', () => {
    const after = corrected(COMPLETED, 'FollowUpAssessed', '/tcPO2');
    expect(after.at(-1)?.data).not.toHaveProperty('newValue');
    expect(firstVisit(after)).not.toHaveProperty('tcPO2');
  });
});

describe('a corrected screening', () => {
  it('has its verdict corrected along, marked as computed', () => {
    const after = corrected(COMPLETED, 'PatientScreened', '/answers/diabetes/hba1cPercent', '7.6');
    expect(after.slice(COMPLETED.length).map(({ data }) => data)).toMatchObject([
      { field: '/answers/diabetes/hba1cPercent', oldValue: '7.1', newValue: '7.6', computed: false },
      { field: '/verdict', oldValue: 'eligible', newValue: 'not-eligible', computed: true },
      { field: '/failed', oldValue: [], newValue: ['diabetes'], computed: true },
    ]);
    expect(dataOf(after, 'PatientScreened')).toMatchObject({ verdict: 'not-eligible', failed: ['diabetes'] });
    expect(statusOf(patientStateOf(after))).toBe('completed');
  });

  it('has another verdict when its date alone is corrected', () => {
    const infarction = { myocardial: { occurred: 'no' }, brain: { occurred: 'yes', lastOn: '2025-12-03' } } as const;
    const answers = { ...ELIGIBLE_ANSWERS, recentInfarction: infarction };
    const screened = [...patientHistory({ until: 'consented' }), patientEvent('PatientScreened', { answers })];
    const after = corrected(screened, 'PatientScreened', '/screenedOn', '2026-03-03');
    expect(statusOf(patientStateOf(after))).toBe('not-eligible');
  });

  it('has nothing else corrected when the verdict stays', () => {
    const after = corrected(COMPLETED, 'PatientScreened', '/answers/diabetes/hba1cPercent', '7.0');
    expect(after).toHaveLength(COMPLETED.length + 1);
  });
});

describe('a value', () => {
  const screened = patientHistory({ until: 'screened' });
  const INFARCTION = '/answers/recentInfarction/myocardial/lastOn';

  it('is judged by one rule, whether it is entered or corrected', () => {
    const data = SAMPLE_DATA.PatientScreened;
    const screening = withValueAt(data, INFARCTION, '0850-01-01') as typeof data;
    given(patientHistory({ until: 'consented' }))
      .when(commandFor(patientEvent('PatientScreened', screening)))
      .expectRefusal('invalid-value', INFARCTION);
    given(screened)
      .when(correction(screened, 'PatientScreened', INFARCTION, '0850-01-01'))
      .expectRefusal('invalid-value', '/newValue');
  });

  it.each([
    ['ConsentGiven', '/informationVersion', '3.0\u2028'],
    ['ConsentGiven', '/informationVersion', '3.0\u0085'],
    ['ConsentGiven', '/consentedOn', '1899-12-31'],
  ])('that nobody could enter is no correction either: %s %s', (type, field, value) => {
    given(screened)
      .when(correction(screened, type, field, value))
      .expectRefusal('invalid-value', '/newValue');
  });

  it('that was stored before there was such a rule does not stand against the correction of another', () => {
    const old = screened.map((event) =>
      event.type === 'PatientScreened' ? { ...event, data: withValueAt(event.data, INFARCTION, '0850-01-01') } : event,
    );
    given(old)
      .when(correction(old, 'PatientScreened', '/answers/malignantDisease', 'yes'))
      .expectAccepted();
  });
});

describe('the verdict on an old screening', () => {
  const amended = trialHistory(trialEvent('VisitScheduleAmended', { protocolVersion: '3.0', amendedOn: '2026-06-02' }));
  const stricter = { hba1cPercentAbove: '7.0', prothrombinTimePercentBelow: '50', infarctionMonths: 3 };
  const limitsOf = (version: string) => (version === '3.0' ? stricter : undefined);
  const screened = patientHistory({ until: 'screened' });

  it('is judged by the limits of its day when an answer is corrected after an amendment', () => {
    const asked = correction(screened, 'PatientScreened', '/answers/diabetes/hba1cPercent', '7.3');
    const { decision } = given(screened, amended).when(asked, { limitsOf });
    expect((decision as { events: readonly unknown[] }).events).toHaveLength(1);
  });

  it('is judged by the limits of the amendment for a screening after it', () => {
    const later = patientEvent('PatientScreened', { screenedOn: '2026-06-03' });
    const { decision } = given(patientHistory({ until: 'consented' }), amended).when(commandFor(later), { limitsOf });
    expect(decision).toMatchObject({ events: [{ data: { verdict: 'not-eligible', failed: ['diabetes'] } }] });
  });
});
