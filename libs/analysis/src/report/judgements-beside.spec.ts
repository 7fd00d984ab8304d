import { describe, expect, it } from '@jest/globals';
import { patientEvent, patientHistory, patientStateOf } from '@bali/trial/testing';
import { judgementsBeside } from './judgements-beside.js';

const patient = 'REI-001';
const REPORTED = patientEvent('AdverseEventReported', { severity: 'mild', relatedTo: 'harvest' });
const NEWS = patientEvent('AdverseEventFollowedUp', { severity: 'moderate', relatedTo: 'not-related' });
const events = [...patientHistory({ until: 'completed' }), REPORTED, NEWS, patientEvent('Died', { cause: 'unknown' })];
const RECORD = { patient, state: patientStateOf(events), timeZone: 'Europe/Paris' };
const beside = (judgement: Omit<Parameters<typeof judgementsBeside>[1][number], 'patient'>) =>
  judgementsBeside([RECORD], [{ patient, ...judgement }]);

describe('a judgement of somebody who knew the arm', () => {
  it('stands beside the last blinded judgement of the adverse event', () => {
    expect(beside({ adverseEvent: { number: 1, severity: 'severe', relatedTo: 'implanted-product' } })).toEqual([
      {
        ...{ patient, about: 'adverse event 1', blinded: 'moderate, not related' },
        byWhoKnew: 'severe, implanted product',
      },
    ]);
  });

  it('stands beside the cause of death, and beside the visit', () => {
    expect(beside({ causeOfDeath: { cause: 'cardiovascular' } })).toEqual([
      { patient, about: 'cause of death', blinded: 'unknown', byWhoKnew: 'cardiovascular' },
    ]);
    const [found] = beside({ findings: { foundOn: '2026-04-11', visit: 'M1', restPain: 'yes' } });
    expect(found?.blinded).toMatch(/^assessed blinded on 2026-/);
    expect(found?.byWhoKnew).toBe('rest pain: yes');
  });

  it('says that nobody blinded has judged it, and is nothing for a patient who is not in the report', () => {
    const [found] = beside({ adverseEvent: { number: 7, severity: 'mild', relatedTo: 'anaesthesia' } });
    expect(found).not.toHaveProperty('blinded');
    expect(judgementsBeside([], [{ patient, causeOfDeath: { cause: 'infection' } }])).toEqual([]);
    expect(beside({})).toEqual([]);
  });
});
