import { describe, expect, it } from '@jest/globals';
import type { LedgerRecord } from '@bali/ledger';
import fc from 'fast-check';
import { decideSlot, evolveSlots, noSlots, slotOf, type Slots, WHOLE_TRIAL } from './slots.js';

/** What becomes of the slots when these patients ask for one after another. */
function slotsAfter(patients: readonly string[], recruitmentTarget = 1_000): Slots {
  return patients.reduce((slots, patient) => {
    const decision = decideSlot({ patient, stratum: WHOLE_TRIAL, recruitmentTarget }, slots);
    if ('refusal' in decision) return slots;
    return decision.events.reduce((before, event) => evolveSlots(before, event as LedgerRecord), slots);
  }, noSlots);
}

describe('the slots of the randomization list', () => {
  it('are taken strictly in order', () => {
    const slots = slotsAfter(['REI-001', 'NAN-001', 'REI-002']);
    expect(['REI-001', 'NAN-001', 'REI-002'].map((patient) => slotOf(slots, patient))).toEqual([0, 1, 2]);
  });

  it('are taken once for a patient, however often it is asked, and never given to another', () => {
    const patient = fc.integer({ min: 1, max: 12 }).map((number) => `REI-${String(number).padStart(3, '0')}`);
    fc.assert(
      fc.property(fc.array(patient, { maxLength: 60 }), (asked) => {
        const slots = slotsAfter(asked);
        expect(slots.patients).toEqual([...new Set(asked)]);
      }),
    );
  });

  it('are refused beyond the recruitment target in force, but one that was taken is still had', () => {
    const slots = slotsAfter(['REI-001', 'REI-002'], 2);
    const ask = (patient: string) => decideSlot({ patient, stratum: WHOLE_TRIAL, recruitmentTarget: 2 }, slots);
    expect(ask('REI-003')).toMatchObject({ refusal: { code: 'recruitment-complete' } });
    expect(ask('REI-002')).toEqual({ events: [] });
  });
});
