import { describe, expect, it } from '@jest/globals';
import { History, openedTrial, play } from '@bali/projections/testing';
import { fieldHistory } from './field-history.js';
import { patientTimeline } from './timeline.js';

const ZONE = 'Europe/Paris';

function assessedOnce(): History {
  const history = play(openedTrial(), [
    {
      patient: 'REI-001',
      consentedOn: '2009-05-11',
      verdict: 'eligible',
      steps: 4,
      visits: 1,
      adverseEvents: 0,
      corrected: true,
    },
  ]);
  return history;
}

describe('the history of a field', () => {
  it('[EMA-621-field] begins with the initial entry and tells each correction: who, when, why, old and new value', () => {
    const records = assessedOnce().of('REI-001');
    const [consent, correction] = records;
    expect(fieldHistory(records, { event: consent!.id, field: '/yearOfBirth' })).toEqual([
      {
        event: consent!.id,
        type: 'ConsentGiven',
        field: '/yearOfBirth',
        versions: [
          {
            value: 1940,
            by: consent!.id,
            revision: 0,
            recordedAt: consent!.metadata.recordedAt,
            actor: consent!.metadata.actor,
            computed: false,
          },
          {
            value: 1941,
            by: correction!.id,
            revision: 1,
            recordedAt: correction!.metadata.recordedAt,
            actor: correction!.metadata.actor,
            reason: correction!.metadata.reason,
            computed: false,
          },
        ],
      },
    ]);
  });

  it('follows a value into a measurement that became "not done"', () => {
    const history = assessedOnce();
    const visit = history.records.find(({ type }) => type === 'FollowUpAssessed')!;
    const correction = { correctedEvent: visit.id, correctedType: visit.type, computed: false };
    const notDone = { notDone: 'patient-refused' };
    history.patient('REI-001', 'DataCorrected', {
      ...correction,
      field: '/tcPO2',
      oldValue: { value: 28 },
      newValue: notDone,
    });
    history.patient('REI-001', 'DataCorrected', { ...correction, field: '/ulcers', oldValue: { value: 'no' } });
    const histories = fieldHistory(history.of('REI-001'), { event: visit.id });
    const values = (field: string) => histories.find((one) => one.field === field)?.versions.map(({ value }) => value);
    expect(values('/tcPO2')).toEqual([{ value: 28 }, notDone]);
    expect(values('/tcPO2/value')).toEqual([28, undefined]);
    expect(values('/ulcers')).toEqual([{ value: 'no' }, undefined]);
    expect(values('/restPain/value')).toEqual(['yes']);
  });
});

describe("a patient's timeline", () => {
  it('is in the order in which it happened, with corrections applied and shown', () => {
    const history = assessedOnce();
    history.patient(
      'REI-001',
      'Amputated',
      { performedOn: '2009-05-30', side: 'left', level: 'toe', indication: 'ischemia' },
      { recordedAt: '2009-07-01T10:00:00.000Z' },
    );
    const timeline = patientTimeline(history.of('REI-001'), ZONE);
    expect(timeline.map(({ type }) => type)).toEqual([
      'Randomized',
      'ConsentGiven',
      'PatientScreened',
      'Harvested',
      'ProductReleased',
      'Implanted',
      'Amputated',
      'FollowUpAssessed',
    ]);
    const consent = timeline.find(({ type }) => type === 'ConsentGiven')!;
    expect(consent.data).toMatchObject({ yearOfBirth: 1941 });
    expect(consent.corrected.map(({ field }) => field)).toEqual(['/yearOfBirth']);
  });

  it('[EMA-45] keeps when it happened and when it was recorded, and marks what is late', () => {
    const history = new History();
    const consent = { patient: 'REI-001', site: 'REI', yearOfBirth: 1940, sex: 'male', informationVersion: '2' };
    const told = (consentedOn: string, recordedAt: string) => {
      history.records.length = 0;
      history.patient('REI-001', 'ConsentGiven', { ...consent, consentedOn }, { recordedAt });
      const [entry] = patientTimeline(history.of('REI-001'), ZONE);
      return [entry!.happened, entry!.happenedOn, entry!.recordedAt, entry!.recordedDaysAfter, entry!.late];
    };
    // In Reims it was the 17th already.
    const recordedAt = '2009-05-16T22:30:00.000Z';
    expect(told('2009-05-12', recordedAt)).toEqual(['2009-05-12', '2009-05-12', recordedAt, 5, false]);
    expect(told('2009-05-11', recordedAt)).toEqual(['2009-05-11', '2009-05-11', recordedAt, 6, true]);
  });
});
