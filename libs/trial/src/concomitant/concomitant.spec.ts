import {
  commandFor,
  correction,
  given,
  patientEvent,
  patientHistory,
  trialEvent,
  trialHistory,
} from '@bali/trial/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isCertainlyBefore } from '@bali/protocol';
import { isLate } from '../index.js';

const IMPLANTED = patientHistory({ until: 'implanted' });
const aspirin = patientEvent('ConcomitantTreatmentRecorded');
const paused = patientEvent('ConcomitantTreatmentChanged');
const diagnosis = patientEvent('DiagnosisRecorded');
const TREATED = [...IMPLANTED, aspirin];

describe('a concomitant treatment', () => {
  it('is recorded from the consent on, and may be older than the consent and the site', () => {
    given(patientHistory({ until: 'consented' }))
      .when(commandFor(aspirin))
      .expectEvents(aspirin);
    given([]).when(commandFor(aspirin)).expectRefusal('patient-unknown');
    const closed = trialHistory(trialEvent('SiteClosed', { closedOn: '2026-05-04' }));
    given(IMPLANTED, closed).when(commandFor(aspirin)).expectAccepted();
    given(IMPLANTED, closed)
      .when(commandFor(patientEvent('ConcomitantTreatmentRecorded', { startedOn: '2026-06' })))
      .expectRefusal('site-not-open', '/startedOn');
  });

  it('is numbered for each patient', () => {
    given(TREATED)
      .when(commandFor(aspirin))
      .expectEvents({ ...aspirin, data: { ...aspirin.data, number: 2 } });
  });

  it('is no late entry, however long ago it began', () => {
    expect(isLate({ ...aspirin, recordedAt: '2026-11-30T10:00:00.000Z' }, 'Europe/Paris')).toBe(false);
  });

  it('says when and why it ended, or neither, and not before it began or in the future', () => {
    const ended = (changes: object) => commandFor({ ...aspirin, data: { ...aspirin.data, ...changes } });
    given(IMPLANTED)
      .when(ended({ endedOn: '2019' }))
      .expectRefusal('value-missing', '/whyEnded');
    given(IMPLANTED)
      .when(ended({ whyEnded: 'planned-end' }))
      .expectRefusal('value-missing', '/endedOn');
    const why = { whyEnded: 'planned-end' };
    given(IMPLANTED)
      .when(ended({ ...why, endedOn: '2019-01' }))
      .expectAccepted();
    given(IMPLANTED)
      .when(ended({ ...why, endedOn: '2018-12-31' }))
      .expectRefusal('out-of-order', '/endedOn');
    given(IMPLANTED)
      .when(ended({ ...why, endedOn: '2027' }))
      .expectRefusal('in-the-future', '/endedOn');
    given(IMPLANTED)
      .when(ended({ ...why, endedOn: '2026-12-31' }))
      .expectRefusal('in-the-future', '/endedOn');
    given(IMPLANTED)
      .when(ended({ ...why, endedOn: '2026' }))
      .expectAccepted();
  });

  it('names an adverse event that there is, if it names one', () => {
    given(IMPLANTED)
      .when(commandFor({ ...aspirin, data: { ...aspirin.data, adverseEvent: 1 } }))
      .expectRefusal('adverse-event-unknown', '/adverseEvent');
  });

  it('is not recorded to have begun after the death or a withdrawal', () => {
    const later = commandFor(patientEvent('ConcomitantTreatmentRecorded', { startedOn: '2026-06' }));
    given([...IMPLANTED, patientEvent('Died', { diedOn: '2026-05-04' })])
      .when(later)
      .expectRefusal('patient-died', '/startedOn');
    given([...IMPLANTED, patientEvent('ConsentWithdrawn', { withdrawnOn: '2026-05-04' })])
      .when(later)
      .expectRefusal('consent-withdrawn', '/startedOn');
  });
});

describe('a change of a concomitant treatment', () => {
  it('is of a treatment that is recorded, and not before that began', () => {
    given(IMPLANTED).when(commandFor(paused)).expectRefusal('treatment-unknown', '/number');
    given(TREATED).when(commandFor(paused)).expectEvents(paused);
    given(TREATED)
      .when(commandFor(patientEvent('ConcomitantTreatmentChanged', { changedOn: '2018' })))
      .expectRefusal('out-of-order', '/changedOn');
  });

  it('does not follow the end, unless the treatment was resumed', () => {
    const ended = patientEvent('ConcomitantTreatmentChanged', { changedOn: '2026-04', change: 'ended' });
    const later = patientEvent('ConcomitantTreatmentChanged', { changedOn: '2026-06-01', change: 'dose-changed' });
    const resumed = patientEvent('ConcomitantTreatmentChanged', { changedOn: '2026-05', change: 'resumed' });
    given([...TREATED, ended])
      .when(commandFor(later))
      .expectRefusal('treatment-ended', '/changedOn');
    given([...TREATED, ended])
      .when(commandFor({ ...later, data: { ...later.data, changedOn: '2026-04-20' } }))
      .expectAccepted();
    given([...TREATED, ended, resumed])
      .when(commandFor(later))
      .expectAccepted();
  });

  it('is held to the same when it is corrected', () => {
    const history = [...TREATED, paused];
    given(history)
      .when(correction(history, 'ConcomitantTreatmentChanged', '/changedOn', '2018-12'))
      .expectRefusal('out-of-order', '/newValue');
    given(history)
      .when(correction(history, 'ConcomitantTreatmentChanged', '/changedOn', '2026'))
      .expectAccepted();
    given(history)
      .when(correction(history, 'ConcomitantTreatmentChanged', '/number', 2))
      .expectRefusal('field-not-correctable');
  });

  it('is refused for its date only if no possible day fits', () => {
    const day = fc
      .integer({ min: Date.parse('2016-01-01'), max: Date.parse('2026-11-01') })
      .map((milliseconds) => new Date(milliseconds).toISOString().slice(0, 10));
    const partial = fc.tuple(day, fc.constantFrom(4, 7, 10)).map(([date, length]) => date.slice(0, length));
    fc.assert(
      fc.property(partial, partial, (startedOn, changedOn) => {
        const history = [...IMPLANTED, patientEvent('ConcomitantTreatmentRecorded', { startedOn })];
        const { decision } = given(history).when(
          commandFor(patientEvent('ConcomitantTreatmentChanged', { changedOn })),
        );
        expect('refusal' in decision).toBe(isCertainlyBefore(changedOn, startedOn));
      }),
      { numRuns: 60 },
    );
  });
});

describe('a diagnosis', () => {
  it('is dated as far as it is known, and is named if it is none of the list', () => {
    for (const diagnosedOn of ['1999', '2025-11', '2026-02-14']) {
      const event = patientEvent('DiagnosisRecorded', { diagnosedOn });
      given(IMPLANTED).when(commandFor(event)).expectEvents(event);
    }
    given(IMPLANTED)
      .when(commandFor(patientEvent('DiagnosisRecorded', { disease: 'other' })))
      .expectRefusal('value-missing', '/diagnosis');
    for (const diagnosedOn of ['2019-13', '2019-02-30', '0850', '1899']) {
      given(IMPLANTED)
        .when(commandFor({ ...diagnosis, data: { ...diagnosis.data, diagnosedOn } }))
        .expectRefusal('invalid-value', '/diagnosedOn');
    }
    given(IMPLANTED)
      .when(commandFor(patientEvent('DiagnosisRecorded', { diagnosedOn: '2027' })))
      .expectRefusal('in-the-future', '/diagnosedOn');
  });
});
