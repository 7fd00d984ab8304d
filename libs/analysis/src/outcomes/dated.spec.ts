import type { PatientEvent } from '@bali/trial';
import { patientEvent, patientHistory, patientStateOf, trialHistory, trialStateOf } from '@bali/trial/testing';
import { describe, expect, it } from '@jest/globals';
import { dated, deathOf, lastKnown } from './dated.js';
import type { OutcomeContext } from './definitions.js';

const CONTEXT: OutcomeContext = { trial: trialStateOf(trialHistory()), timeZone: 'Europe/Paris', asOf: '2027-06-01' };
/** Randomized on 3 March 2026, harvested and implanted on the 10th. */
const RANDOMIZED = patientHistory({ until: 'randomized' });
const IMPLANTED = patientHistory({ until: 'implanted' });
const NO = { amputated: 'no' } as const;
const contact = (contactedOn: string, changes: object = {}) => patientEvent('ContactMade', { contactedOn, ...changes });

const knownOf = (events: readonly PatientEvent[], limbs: readonly ('left' | 'right')[] = []) =>
  lastKnown(patientStateOf(events), CONTEXT, limbs)?.on;

describe('the last day on which a patient is known', () => {
  it('is that of the treatment, as far as it came', () => {
    expect(knownOf(patientHistory({ until: 'confirmed' }))).toBeUndefined();
    const randomizedOn = knownOf(RANDOMIZED) ?? '';
    expect(randomizedOn).toMatch(/^2026-03-0\d$/);
    expect(knownOf(patientHistory({ until: 'harvested' }))).toBe('2026-03-10');
    expect(knownOf(IMPLANTED)).toBe('2026-03-10');
  });

  it('is that of the last contact that found the patient alive, in whichever order they were entered', () => {
    expect(knownOf([...IMPLANTED, contact('2026-05-20'), contact('2026-04-20')])).toBe('2026-05-20');
    expect(knownOf([...IMPLANTED, contact('2026-04-20'), contact('2026-05-20')])).toBe('2026-05-20');
    const notKnown = contact('2026-06-20', { vitalStatus: 'not-known', informant: 'relative' });
    expect(knownOf([...IMPLANTED, contact('2026-05-20'), notKnown])).toBe('2026-05-20');
  });

  it('is, of a limb, that of the last contact that tells of it', () => {
    const left = contact('2026-05-20', { limbs: { left: NO, right: { amputated: 'not-known' } } });
    expect(knownOf([...IMPLANTED, left], ['left'])).toBe('2026-05-20');
    expect(knownOf([...IMPLANTED, left], ['right'])).toBe('2026-03-10');
    expect(knownOf([...IMPLANTED, left], ['left', 'right'])).toBe('2026-03-10');
  });

  it('is what whoever lost sight of the patient says, of life and of no limb', () => {
    const lost = [...IMPLANTED, patientEvent('LostToFollowUp', { lastContactOn: '2026-06-30' })];
    expect(knownOf(lost)).toBe('2026-06-30');
    expect(knownOf(lost, ['left'])).toBe('2026-03-10');
  });
});

describe('the day of what is known in part', () => {
  const entry = { id: 'an entry', recordedAt: '2026-11-10T09:00:00.000Z' };
  const NONE = { from: undefined, until: undefined };

  it('is one of its days, as the analysis takes it', () => {
    const on = (imputation: 'first' | 'middle' | 'last') => dated(entry, '2026-06', NONE, CONTEXT, imputation).on;
    expect([on('first'), on('middle'), on('last')]).toEqual(['2026-06-01', '2026-06-15', '2026-06-30']);
  });

  it('is none after what is known to be later: another end, the day of its record, the day of the analysis', () => {
    const last = (changes: object, context = CONTEXT) =>
      dated(entry, '2026', { ...NONE, ...changes }, context, 'last').on;
    expect(last({})).toBe('2026-11-10');
    expect(last({ until: '2026-08-01' })).toBe('2026-08-01');
    expect(last({}, { ...CONTEXT, asOf: '2026-07-01' })).toBe('2026-07-01');
    expect(last({ until: '2026-08-01' }, { ...CONTEXT, asOf: '2026-07-01' })).toBe('2026-07-01');
  });

  it('is, of a death, none before the patient was last known to live', () => {
    const died = patientEvent('Died', { diedOn: '2026-05', where: 'elsewhere', knownFrom: 'family' });
    const state = patientStateOf([...IMPLANTED, contact('2026-05-20'), died]);
    expect(deathOf(state, CONTEXT, 'first')).toMatchObject({ on: '2026-05-20', precision: 'month' });
    expect(deathOf(patientStateOf([...IMPLANTED, died]), CONTEXT, 'first')?.on).toBe('2026-05-01');
    expect(deathOf(patientStateOf(IMPLANTED), CONTEXT, 'first')).toBeUndefined();
  });
});
