import { FOLLOW_UP_VISITS } from '@bali/protocol';
import {
  patientEvent,
  patientHistory,
  patientStateOf,
  trialEvent,
  trialHistory,
  trialStateOf,
} from '@bali/trial/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { timeZero } from './time-zero.js';
import { endpointWindow, visitWindows, windowsFrom } from './visit-windows.js';

const PARIS = 'Europe/Paris';
const TRIAL = trialStateOf(trialHistory());
const [M1, M3, M6] = FOLLOW_UP_VISITS as [(typeof FOLLOW_UP_VISITS)[number], ...typeof FOLLOW_UP_VISITS];
const amended = (amendedOn: string, ...visits: typeof FOLLOW_UP_VISITS) =>
  trialStateOf(trialHistory(trialEvent('VisitScheduleAmended', { visits: [...visits], amendedOn })));

describe('time zero', () => {
  it('is the day of the first implantation at the site, and the day of the randomization where there is none', () => {
    const randomized = patientHistory({ until: 'released' });
    expect(timeZero(patientStateOf(randomized), PARIS)).toBe('2026-03-04');
    const implanted = patientEvent('Implanted', { implantedAt: '2026-03-10T23:30:00Z' });
    expect(timeZero(patientStateOf([...randomized, implanted]), PARIS)).toBe('2026-03-11');
    expect(timeZero(patientStateOf(patientHistory({ until: 'confirmed' })), PARIS)).toBeUndefined();
  });

  it('is the first of two implantations, in whichever order they were recorded', () => {
    const again = patientEvent('Implanted', { implantedAt: '2026-03-09T10:00:00Z' });
    const state = patientStateOf([...patientHistory({ until: 'implanted' }), again]);
    expect(timeZero(state, PARIS)).toBe('2026-03-09');
  });
});

describe("a patient's visits", () => {
  it('are counted from time zero, with the days before and after that count', () => {
    const windows = visitWindows(patientStateOf(patientHistory({ until: 'implanted' })), TRIAL, PARIS);
    expect(windows.map(({ visit, opensOn, target, closesOn }) => [visit.code, opensOn, target, closesOn])).toEqual([
      ['M1', '2026-04-03', '2026-04-10', '2026-04-17'],
      ['M3', '2026-05-27', '2026-06-10', '2026-06-24'],
      ['M6', '2026-08-20', '2026-09-10', '2026-10-01'],
    ]);
    expect(visitWindows(patientStateOf(patientHistory({ until: 'confirmed' })), TRIAL, PARIS)).toEqual([]);
  });

  it.each([
    ['31 January, of which February has none', '2026-01-31', ['2026-02-28', '2026-04-30', '2026-07-31']],
    ['31 January of a leap year', '2028-01-31', ['2028-02-29', '2028-04-30', '2028-07-31']],
    ['31 August', '2026-08-31', ['2026-09-30', '2026-11-30', '2027-02-28']],
    ['the day on which summer time begins', '2026-03-29', ['2026-04-29', '2026-06-29', '2026-09-29']],
  ])('fall on the last day of a shorter month: from %s', (_, zero, targets) => {
    expect(windowsFrom(zero, TRIAL).map(({ target }) => target)).toEqual(targets);
  });

  it('come each from the schedule that is in force on its own day', () => {
    const M9 = { code: 'M9', title: '9 months', monthsAfterImplantation: 9, windowDays: 30 };
    const trial = amended('2026-06-01', { ...M6!, windowDays: 7 }, M9);
    const windows = windowsFrom('2026-03-10', trial);
    expect(windows.map(({ visit, opensOn }) => [visit.code, opensOn])).toEqual([
      ['M1', '2026-04-03'],
      ['M6', '2026-09-03'],
      ['M9', '2026-11-10'],
    ]);
  });

  it('keep the earlier day where an amendment moves a visit over the day on which it takes effect', () => {
    const later = amended('2026-06-20', M1, { ...M3!, monthsAfterImplantation: 4 }, M6!);
    expect(windowsFrom('2026-03-10', later).map(({ target }) => target)).toEqual([
      '2026-04-10',
      '2026-06-10',
      '2026-09-10',
    ]);
  });

  it('always have that of the endpoint, whatever was amended when', () => {
    const day = fc.integer({ min: 1, max: 364 }).map((n) => new Date(Date.UTC(2026, 0, n)).toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, fc.array(day, { maxLength: 4 }), (zero, amendments) => {
        const events = amendments.map((amendedOn, place) =>
          trialEvent('VisitScheduleAmended', { amendedOn, visits: [{ ...M6!, code: `E${place}` }] }),
        );
        const windows = windowsFrom(zero, trialStateOf(trialHistory(...events)));
        expect(endpointWindow(windows)).toBeDefined();
        expect(new Set(windows.map(({ visit }) => visit.code)).size).toBe(windows.length);
      }),
    );
  });
});
