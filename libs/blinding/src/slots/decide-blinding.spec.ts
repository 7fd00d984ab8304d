import {
  armOf,
  type BlindingState,
  decideList,
  decideSlot,
  decideVoid,
  evolveBlinding,
  initialBlindingState,
  listOf,
  slotOf,
} from '@bali/blinding';
import { sampleSealable } from '@bali/blinding/testing';
import type { Decision } from '@bali/trial';
import type { DecidedEvent } from '@bali/schema';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

const SEED = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';
const request = { commandId: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10' };

function after(state: BlindingState, decision: Decision): BlindingState {
  if ('refusal' in decision) return state;
  return decision.events.reduce((before, { type, data }) => evolveBlinding(before, sampleSealable(type, data)), state);
}

const drawnFor = (strata: string[], length: number, sizes = [4, 6, 8]) =>
  after(initialBlindingState, decideList({ seed: SEED, strata, sizes, length, request }, initialBlindingState));

const take = (state: BlindingState, patient: string, stratum = 'ALL', recruitmentTarget = 1_000) =>
  decideSlot({ patient, stratum, request, recruitmentTarget }, state);

const codeOf = (decision: Decision) => ('refusal' in decision ? decision.refusal.code : 'accepted');

describe('the list', () => {
  it('is drawn once', () => {
    const drawing = { seed: SEED, strata: ['ALL'], sizes: [4], length: 8, request };
    expect(codeOf(decideList(drawing, drawnFor(['ALL'], 160)))).toBe('list-already-committed');
    for (const sizes of [[3], [4, 4], [6, 4]]) {
      expect(codeOf(decideList({ ...drawing, sizes }, initialBlindingState))).toBe('invalid-value');
    }
  });
});

describe('slots', () => {
  const asked = fc.array(
    fc.record({
      number: fc.integer({ min: 1, max: 12 }),
      stratum: fc.constantFrom('NAN', 'REI'),
      voids: fc.boolean(),
    }),
    { maxLength: 80 },
  );

  it('are taken strictly in order in each stratum, never twice, and a voided one by nobody else', () => {
    fc.assert(
      fc.property(asked, (attempts) => {
        let state = drawnFor(['REI', 'NAN'], 160);
        for (const { number, stratum, voids } of attempts) {
          const patient = `${stratum}-${String(number).padStart(3, '0')}`;
          state = after(
            state,
            voids ? decideVoid({ patient, because: 'patient-died' }, state) : take(state, patient, stratum),
          );
        }
        for (const stratum of ['NAN', 'REI']) {
          const slots = state.taken.filter(({ data }) => data.stratum === stratum);
          expect(slots.map(({ data }) => data.slot)).toEqual(slots.map((_, slot) => slot));
        }
        const held = state.taken.filter(({ voided }) => !voided).map(({ data }) => data.patient);
        expect(new Set(held).size).toBe(held.length);
      }),
    );
  });

  it('are kept by the patients who have one, and hold what the list says', () => {
    const state = ['REI-001', 'NAN-001', 'REI-002'].reduce(
      (before, patient) => after(before, take(before, patient)),
      drawnFor(['ALL'], 160),
    );
    expect(take(state, 'NAN-001')).toEqual({ events: [] });
    const list = listOf(state);
    expect(['REI-001', 'NAN-001', 'REI-002'].map((patient) => armOf(state, patient))).toEqual(
      list.slice(0, 3).map(({ arm }) => arm),
    );
    expect([armOf(state, 'REI-009'), slotOf(state, 'REI-009')]).toEqual([undefined, undefined]);
    expect([listOf(initialBlindingState), armOf(initialBlindingState, 'REI-001')]).toEqual([[], undefined]);
  });

  it('belong to their stratum: one of the same number in another stratum is another, also when it is voided', () => {
    const drawn = drawnFor(['NAN', 'REI'], 160);
    const patients = ['NAN-001', 'REI-001', 'REI-002'] as const;
    const taken = patients.reduce(
      (before, patient) => after(before, take(before, patient, patient.slice(0, 3))),
      drawn,
    );
    const armAt = (stratum: string, at: number) =>
      listOf(taken).find((slot) => slot.stratum === stratum && slot.slot === at)?.arm;
    expect(patients.map((patient) => armOf(taken, patient))).toEqual([
      ...[armAt('NAN', 0), armAt('REI', 0), armAt('REI', 1)],
    ]);
    const voided = after(taken, decideVoid({ patient: 'REI-001', because: 'patient-died' }, taken));
    expect(voided.taken.map((slot) => slot.voided)).toEqual([false, true, false]);
  });

  it('are refused when there is none, and the refusal says nothing of an arm', () => {
    const full = after(drawnFor(['ALL'], 1, [2]), take(drawnFor(['ALL'], 1, [2]), 'REI-001'));
    const refusals = [
      take(full, 'REI-002'),
      take(drawnFor(['REI'], 160), 'NAN-001', 'NAN'),
      take(initialBlindingState, 'REI-001'),
      take(full, 'REI-002', 'ALL', 1),
    ];
    expect(refusals.map(codeOf)).toEqual([
      'list-exhausted',
      'site-not-in-list',
      'site-not-in-list',
      'recruitment-complete',
    ]);
    expect(JSON.stringify(refusals)).not.toMatch(/arm|placebo|block|size|seed/i);
  });

  it('are taken up to the recruitment target in force, of which one that was taken in vain is no part', () => {
    const two = ['REI-001', 'NAN-001'].reduce(
      (before, patient) => after(before, take(before, patient)),
      drawnFor(['ALL'], 160),
    );
    expect([2, 3].map((target) => codeOf(take(two, 'REI-002', 'ALL', target)))).toEqual([
      'recruitment-complete',
      'accepted',
    ]);
    expect(take(two, 'NAN-001', 'ALL', 2)).toEqual({ events: [] });
    const voided = after(two, decideVoid({ patient: 'NAN-001', because: 'patient-died' }, two));
    expect(codeOf(take(voided, 'REI-002', 'ALL', 2))).toBe('accepted');
  });

  it('that are voided are given up once, and the patient may get another', () => {
    const held = after(drawnFor(['ALL'], 160), take(drawnFor(['ALL'], 160), 'REI-001'));
    const voided = after(held, decideVoid({ patient: 'REI-001', because: 'patient-died' }, held));
    expect(decideVoid({ patient: 'REI-001', because: 'patient-died' }, voided)).toEqual({ events: [] });
    expect(take(voided, 'REI-001')).toMatchObject({ events: [{ data: { slot: 1 } } satisfies Partial<DecidedEvent>] });
  });
});

describe('what else stands beside the list', () => {
  it('is known: the texts that were erased, and what other rooms record changes nothing of the list', () => {
    const drawn = drawnFor(['ALL'], 160);
    const erased = evolveBlinding(drawn, sampleSealable('SealedTextRedacted', { hash: 'ab' }));
    expect(evolveBlinding(erased, sampleSealable('SealedTextRedacted', { hash: 'cd' })).redacted).toEqual(['ab', 'cd']);
    expect(erased).toEqual({ ...drawn, redacted: ['ab'] });
    expect(evolveBlinding(drawn, sampleSealable('AnchorMade', {}))).toBe(drawn);
    expect(evolveBlinding(drawn, sampleSealable('ProductPrepared', { hash: 'ab', patient: 'REI-001' }))).toBe(drawn);
    expect(evolveBlinding(drawn, sampleSealable('toString', { hash: 'ab' }))).toBe(drawn);
  });
});
