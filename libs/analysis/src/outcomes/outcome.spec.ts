import { type PatientEvent, patientStream } from '@bali/trial';
import {
  patientEvent,
  patientHistory,
  patientStateOf,
  recordId,
  trialHistory,
  trialStateOf,
} from '@bali/trial/testing';
import { describe, expect, it } from '@jest/globals';
import type { OutcomeContext } from './definitions.js';
import { withMissing } from '../report/missing-outcomes.js';
import { patientOutcome } from './patient-outcome.js';

const CONTEXT: OutcomeContext = { trial: trialStateOf(trialHistory()), timeZone: 'Europe/Paris', asOf: '2027-06-01' };
/** Implanted on 10 March 2026: the 6 months end on 10 September. */
const IMPLANTED = patientHistory({ until: 'implanted' });
const M6 = patientEvent('FollowUpAssessed', { visit: 'M6', assessedOn: '2026-09-10' });
const died = (diedOn: string) => patientEvent('Died', { diedOn });
const amputated = (performedOn: string, side: 'left' | 'right' = 'left') =>
  patientEvent('Amputated', { performedOn, side, level: 'below-knee' });

const outcomeOf = (events: readonly PatientEvent[], context: Partial<OutcomeContext> = {}) =>
  patientOutcome('REI-001', patientStateOf(events), { ...CONTEXT, ...context })!;
const endOf = (events: readonly PatientEvent[]) => {
  const { time, end, on } = outcomeOf(events).endpoint;
  return [time, end, on];
};

describe('[ICH-E9] the primary endpoint of a patient', () => {
  it('is censored after 184 days, where a contact on the last day or later found the patient without it', () => {
    expect(endOf([...IMPLANTED, M6])).toEqual([184, 'censored', '2026-09-10']);
    const later = patientEvent('FollowUpAssessed', { visit: 'M6', assessedOn: '2026-09-20' });
    expect(endOf([...IMPLANTED, later])).toEqual([184, 'censored', '2026-09-10']);
    expect(outcomeOf([...IMPLANTED, M6])).toMatchObject({ isEvaluable: true, isWindowClosed: true });
  });

  it('is censored on the last day on which life and limb are known', () => {
    const early = patientEvent('FollowUpAssessed', { visit: 'M6', assessedOn: '2026-09-09' });
    expect(endOf([...IMPLANTED, early])).toEqual([183, 'censored', '2026-09-09']);
    expect(endOf(IMPLANTED)).toEqual([0, 'censored', '2026-03-10']);
    expect(outcomeOf(IMPLANTED).isEvaluable).toBe(false);
    const unknownLimb = patientEvent('FollowUpAssessed', {
      ...{ visit: 'M6', assessedOn: '2026-09-10' },
      limbs: { left: { amputated: 'not-known' }, right: { amputated: 'no' } },
    });
    expect(endOf([...IMPLANTED, unknownLimb])).toEqual([0, 'censored', '2026-03-10']);
    expect(outcomeOf([...IMPLANTED, unknownLimb]).death.time).toBe(184);
  });

  it('is death or a major amputation until the last day of the 6 months, whichever comes first', () => {
    expect(endOf([...IMPLANTED, amputated('2026-05-10'), died('2026-06-10')])).toEqual([
      61,
      'amputation',
      '2026-05-10',
    ]);
    expect(endOf([...IMPLANTED, died('2026-09-10')])).toEqual([184, 'death', '2026-09-10']);
    expect(endOf([...IMPLANTED, amputated('2026-05-10'), died('2026-05-10')])[1]).toBe('amputation');
    const { death } = outcomeOf([...IMPLANTED, amputated('2026-05-10'), died('2026-06-10')]);
    expect([death.time, death.end]).toEqual([92, 'death']);
  });

  it('is not reached after the 6 months, and shows that it was not reached before', () => {
    expect(endOf([...IMPLANTED, amputated('2026-09-11')])).toEqual([184, 'censored', '2026-09-10']);
    // Whoever died later was alive; nobody knows of the limb.
    const dead = outcomeOf([...IMPLANTED, died('2026-12-01')]);
    expect([dead.death.time, dead.death.end, dead.endpoint.time]).toEqual([184, 'censored', 0]);
  });

  it('is of the index limb, and an amputation of the other one stands in a sensitivity analysis', () => {
    const outcome = outcomeOf([...IMPLANTED, amputated('2026-05-10', 'right'), M6]);
    expect(outcome.endpoint.end).toBe('censored');
    expect(outcome.sensitivities['of either limb']).toMatchObject({ time: 61, end: 'amputation' });
    const toe = patientEvent('Amputated', { performedOn: '2026-05-10', side: 'left', level: 'toe' });
    const minor = outcomeOf([...IMPLANTED, toe, M6]);
    expect(minor.endpoint.end).toBe('censored');
    expect(minor.sensitivities['any amputation or revascularization']).toMatchObject({ time: 61, end: 'amputation' });
  });

  it('counts from the randomization on: before time zero at day 0', () => {
    const randomized = patientHistory({ until: 'randomized' });
    const outcome = outcomeOf([...randomized, died('2026-03-12')]);
    expect(outcome).toMatchObject({ hasTimeZeroOfImplantation: false, populations: { safety: false } });
    expect(outcome.endpoint.time).toBe(outcome.sensitivities['from the randomization']?.time);
    const between = outcomeOf([...IMPLANTED, amputated(outcome.randomizedOn)]);
    expect([between.endpoint.time, between.endpoint.end]).toEqual([0, 'amputation']);
  });

  it('takes the middle of the possible days of a date that is known in part, and both ends beside it', () => {
    const outcome = outcomeOf([...IMPLANTED, died('2026-06')]);
    expect(outcome.endpoint).toMatchObject({ on: '2026-06-15', precision: 'month', end: 'death' });
    expect(outcome.sensitivities['partly known dates on their first day']?.on).toBe('2026-06-01');
    expect(outcome.sensitivities['partly known dates on their last day']?.on).toBe('2026-06-30');
    const seen = patientEvent('FollowUpAssessed', { visit: 'M3', assessedOn: '2026-06-20' });
    expect(outcomeOf([...IMPLANTED, seen, died('2026-06')]).endpoint.on).toBe('2026-06-25');
  });

  it('is as adjudicators judged it, and as the site recorded it in a sensitivity analysis', () => {
    const events = [...IMPLANTED, amputated('2026-05-10')];
    const entry = recordId(patientStream('REI-001'), events.length - 1);
    const judged = patientEvent('EndpointAdjudicated', { entry, side: 'left', performedOn: '2026-05-12' });
    const outcome = outcomeOf([...events, judged]);
    expect([outcome.endpoint.time, outcome.sensitivities['as the sites recorded it']?.time]).toEqual([63, 61]);
    expect(outcome.endpoint.records).toEqual([entry, recordId(patientStream('REI-001'), events.length)]);
    const toe = patientEvent('EndpointAdjudicated', { ...judged.data, level: 'toe' });
    expect(endOf([...events, toe, M6])[1]).toBe('censored');
  });

  it('names the records that it follows from', () => {
    const events = [...IMPLANTED, amputated('2026-05-10')];
    expect(outcomeOf(events).endpoint.records).toEqual([recordId(patientStream('REI-001'), events.length - 1)]);
  });

  it('is in no proportion before the window of the 6-month visit has closed', () => {
    expect(outcomeOf([...IMPLANTED, died('2026-04-01')], { asOf: '2026-09-01' }).isWindowClosed).toBe(false);
  });

  it('is of nobody who is not randomized', () => {
    const state = patientStateOf(patientHistory({ until: 'confirmed' }));
    expect(patientOutcome('REI-001', state, CONTEXT)).toBeUndefined();
  });
});

describe('what is missing of the endpoint', () => {
  const lost = outcomeOf([...IMPLANTED, patientEvent('FollowUpAssessed', { visit: 'M3', assessedOn: '2026-06-10' })]);
  const taken = (...[takenFor, group, isPooled]: [Parameters<typeof withMissing>[1], string, boolean]) => {
    const { time, end } = withMissing(lost, takenFor, group, isPooled);
    return [time, end];
  };

  it('is taken for an event on the last day known, for none, and for the worst case of either arm', () => {
    expect([lost.isWindowClosed, lost.isEvaluable]).toEqual([true, false]);
    expect(taken('event', 'placebo', false)).toEqual([92, 'death']);
    expect(taken('no-event', 'cells', false)).toEqual([184, 'censored']);
    expect(taken('worst-case', 'cells', false)).toEqual([92, 'death']);
    expect(taken('worst-case', 'placebo', false)).toEqual([184, 'censored']);
    expect(taken('worst-case', 'all patients', true)).toEqual([92, 'death']);
  });

  it('is nothing of a patient whose endpoint is known, or whose window has not closed', () => {
    const known = outcomeOf([...IMPLANTED, M6]);
    expect(withMissing(known, 'event', 'cells', false)).toBe(known.endpoint);
    const early = outcomeOf(IMPLANTED, { asOf: '2026-09-01' });
    expect(withMissing(early, 'event', 'cells', false)).toBe(early.endpoint);
  });
});
