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
import { type EndpointDefinition, type OutcomeContext, PRIMARY } from './definitions.js';
import { periodOf, timeToDeath, timeToEndpoint } from './time-to-event.js';

const CONTEXT: OutcomeContext = { trial: trialStateOf(trialHistory()), timeZone: 'Europe/Paris', asOf: '2027-06-01' };
/** Implanted on 10 March 2026: the 6 months end on 10 September. */
const IMPLANTED = patientHistory({ until: 'implanted' });
const ZERO = '2026-03-10';
const LAST = '2026-09-10';
const WIDE: EndpointDefinition = { ...PRIMARY, events: 'any-amputation-or-revascularization' };

const amputated = (performedOn: string, changes: object = {}) =>
  patientEvent('Amputated', { performedOn, side: 'left', level: 'below-knee', ...changes });
const revascularized = (performedOn: string, side: 'left' | 'right' = 'left') =>
  patientEvent('Revascularized', { performedOn, side });
const died = (diedOn: string) => patientEvent('Died', { diedOn });
const contact = (contactedOn: string, changes: object = {}) => patientEvent('ContactMade', { contactedOn, ...changes });

const endpoint = (events: readonly PatientEvent[], definition = PRIMARY) =>
  timeToEndpoint(patientStateOf(events), CONTEXT, definition);
const toDeath = (events: readonly PatientEvent[]) => timeToDeath(patientStateOf(events), CONTEXT, PRIMARY);
/** The record of an event by its place in the history. */
const idAt = (place: number) => recordId(patientStream('REI-001'), place);
const NEXT = IMPLANTED.length;

describe('the period of an endpoint', () => {
  it('begins at time zero, or at the randomization, and is none before a randomization', () => {
    const state = patientStateOf(IMPLANTED);
    expect(periodOf(state, CONTEXT)).toEqual({ from: ZERO, until: LAST });
    const fromRandomization = periodOf(state, CONTEXT, 'randomization');
    expect(fromRandomization?.from).toMatch(/^2026-03-0\d$/);
    expect(periodOf(patientStateOf(patientHistory({ until: 'confirmed' })), CONTEXT)).toBeUndefined();
    expect(endpoint(patientHistory({ until: 'confirmed' }))).toBeUndefined();
    expect(toDeath(patientHistory({ until: 'confirmed' }))).toBeUndefined();
  });
});

describe('the time to the endpoint', () => {
  it('is to the first event, in whichever order they were entered', () => {
    const two = [...IMPLANTED, amputated('2026-06-10'), amputated('2026-05-10', { level: 'above-knee' })];
    expect(endpoint(two)).toMatchObject({ on: '2026-05-10', time: 61, records: [idAt(NEXT + 1)] });
    expect(endpoint([...IMPLANTED, amputated('2026-06-10')])).toMatchObject({ time: 92, records: [idAt(NEXT)] });
  });

  it('counts an event on the last day of the 6 months, and none on the day after', () => {
    expect(endpoint([...IMPLANTED, amputated(LAST)])).toMatchObject({ end: 'amputation', on: LAST, time: 184 });
    expect(endpoint([...IMPLANTED, died(LAST)])).toMatchObject({ end: 'death', on: LAST });
    expect(endpoint([...IMPLANTED, amputated('2026-09-11')])).toEqual({
      ...{ end: 'censored', on: LAST, time: 184, precision: 'day' },
      records: [idAt(NEXT)],
    });
  });

  it('is censored at the beginning, where the patient is known no longer than that', () => {
    expect(endpoint(IMPLANTED)).toEqual({
      ...{ end: 'censored', on: ZERO, time: 0, precision: 'day' },
      records: [idAt(NEXT - 1)],
    });
  });

  it('is censored on the last day on which life and limb are known', () => {
    expect(endpoint([...IMPLANTED, contact('2026-06-10')])).toEqual({
      ...{ end: 'censored', on: '2026-06-10', time: 92, precision: 'day' },
      records: [idAt(NEXT)],
    });
    expect(endpoint([...IMPLANTED, contact(LAST)])).toMatchObject({ time: 184, on: LAST, records: [idAt(NEXT)] });
    expect(endpoint([...IMPLANTED, contact('2026-09-09')])).toMatchObject({ time: 183, on: '2026-09-09' });
    const ofLife = contact('2026-06-10', { limbs: { left: { amputated: 'not-known' }, right: { amputated: 'no' } } });
    expect(endpoint([...IMPLANTED, ofLife])).toMatchObject({ on: ZERO, time: 0 });
  });

  it('is of the index limb alone, or of both', () => {
    const right = [...IMPLANTED, amputated('2026-05-10', { side: 'right' })];
    expect(endpoint(right)?.end).toBe('censored');
    expect(endpoint(right, { ...PRIMARY, limbs: 'either-limb' })).toMatchObject({ end: 'amputation', time: 61 });
  });

  it('takes revascularizations and minor amputations where they are events, of the same limb', () => {
    const opened = [...IMPLANTED, revascularized('2026-05-10')];
    expect(endpoint(opened)?.end).toBe('censored');
    expect(endpoint(opened, WIDE)).toMatchObject({ end: 'amputation', on: '2026-05-10' });
    expect(endpoint([...IMPLANTED, revascularized('2026-05-10', 'right')], WIDE)?.end).toBe('censored');
    const toe = [...IMPLANTED, amputated('2026-05-10', { level: 'toe' })];
    expect([endpoint(toe)?.end, endpoint(toe, WIDE)?.end]).toEqual(['censored', 'amputation']);
  });

  it('counts no operation before the randomization, and one between it and time zero at day 0', () => {
    const { from = '' } = periodOf(patientStateOf(IMPLANTED), CONTEXT, 'randomization') ?? {};
    expect(endpoint([...IMPLANTED, revascularized('2026-01-10')], WIDE)?.end).toBe('censored');
    expect(endpoint([...IMPLANTED, amputated(from)])).toMatchObject({ end: 'amputation', time: 0, on: from });
  });

  it('takes a date that is known in part for a day on which it can have been', () => {
    const last = { ...WIDE, imputation: 'last' } as const;
    const beforeDeath = [...IMPLANTED, revascularized('2026-06'), died('2026-06-10')];
    expect(endpoint(beforeDeath, last)).toMatchObject({ end: 'amputation', on: '2026-06-10', precision: 'month' });
    const first = { ...WIDE, imputation: 'first' } as const;
    const { from } = periodOf(patientStateOf(IMPLANTED), CONTEXT, 'randomization') ?? {};
    expect(endpoint([...IMPLANTED, revascularized('2026-03')], first)).toMatchObject({ on: from, time: 0 });
  });
});

describe('the time to death', () => {
  it('is to the death within the 6 months, whatever was amputated', () => {
    const both = [...IMPLANTED, amputated('2026-05-10'), died('2026-06-10')];
    expect(toDeath(both)).toMatchObject({ end: 'death', on: '2026-06-10', time: 92, records: [idAt(NEXT + 1)] });
    expect(toDeath([...IMPLANTED, died(LAST)])).toMatchObject({ end: 'death', time: 184 });
  });

  it('is censored by a later death, which shows that the patient lived until then', () => {
    expect(toDeath([...IMPLANTED, died('2026-09-11')])).toEqual({
      ...{ end: 'censored', on: LAST, time: 184, precision: 'day' },
      records: [idAt(NEXT)],
    });
  });

  it('is censored on the last day of life that is known, of whichever limb nothing is', () => {
    const ofLife = contact('2026-06-10', { limbs: { left: { amputated: 'not-known' }, right: { amputated: 'no' } } });
    expect(toDeath([...IMPLANTED, ofLife])).toMatchObject({ end: 'censored', on: '2026-06-10', time: 92 });
    expect(toDeath(IMPLANTED)).toMatchObject({ end: 'censored', on: ZERO, time: 0 });
  });
});
