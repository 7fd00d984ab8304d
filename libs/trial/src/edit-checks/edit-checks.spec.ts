import { describe, expect, it } from '@jest/globals';
import type { DecidedEvent } from '@bali/schema';
import { commandFor, correction, given, patientEvent, patientHistory, patientStateOf } from '@bali/trial/testing';
import { queriesOf } from '../data-queries/queries-of.js';
import { EDIT_CHECKS } from './edit-checks.js';

const RANDOMIZED = patientHistory({ until: 'randomized' });
const IMPLANTED = patientHistory({ until: 'implanted' });
const MUCH = patientEvent('Harvested', { volumeMl: 900 });
const SURE = { despite: ['harvest-volume-unusual'] };

function eventsOf(events: readonly DecidedEvent[], ...args: Parameters<ReturnType<typeof given>['when']>) {
  const { decision } = given(events).when(...args);
  if ('refusal' in decision) throw new Error(decision.refusal.sentence);
  return [...events, ...decision.events];
}

describe('an edit check', () => {
  it('refuses an unusual value, and says how it is recorded if it is right', () => {
    given(RANDOMIZED).when(commandFor(MUCH)).expectRefusal('edit-check', '/volumeMl');
    const { decision } = given(RANDOMIZED).when(commandFor(MUCH));
    expect(JSON.stringify(decision)).toContain('harvest-volume-unusual');
    given(RANDOMIZED)
      .when(commandFor(MUCH), { ...SURE, reason: null })
      .expectRefusal('reason-missing', '/reason');
    given(RANDOMIZED)
      .when(commandFor(MUCH), { despite: ['age-unusual'] })
      .expectRefusal('edit-check', '/volumeMl');
    given(RANDOMIZED)
      .when(commandFor(patientEvent('Harvested', { volumeMl: 700 })))
      .expectAccepted();
  });

  it('that is overridden with a reason leads to a query by the software, about the entry that is recorded with it', () => {
    const state = patientStateOf(eventsOf(RANDOMIZED, commandFor(MUCH), SURE));
    const harvest = state.entries.find(({ type }) => type === 'Harvested');
    expect(queriesOf(state)).toMatchObject([
      { number: 1, status: 'open', entry: harvest?.id, type: 'Harvested', field: '/volumeMl', raisedByRole: 'system' },
    ]);
  });

  it('holds for corrections too, and asks about a value once', () => {
    const unusual = correction(IMPLANTED, 'Harvested', '/volumeMl', 900);
    given(IMPLANTED).when(unusual).expectRefusal('edit-check', '/volumeMl');
    const corrected = eventsOf(IMPLANTED, unusual, SURE);
    const state = patientStateOf(corrected);
    const harvest = state.entries.find(({ type }) => type === 'Harvested');
    expect(queriesOf(state)).toMatchObject([{ entry: harvest?.id, check: 'harvest-volume-unusual' }]);
    const again = eventsOf(corrected, correction(IMPLANTED, 'Harvested', '/volumeMl', 910));
    expect(queriesOf(patientStateOf(again))).toHaveLength(1);
  });

  it('asks about what stood against an implantation that has happened all the same', () => {
    const despite = patientEvent('Implanted', { despite: ['not-released'] });
    const state = patientStateOf(eventsOf(patientHistory({ until: 'harvested' }), commandFor(despite)));
    expect(queriesOf(state)).toMatchObject([{ type: 'Implanted', check: 'not-released', field: '/despite' }]);
  });

  it('is silent at the limit of what is usual', () => {
    const judged = (check: string, value: string | number, data: object = {}) =>
      EDIT_CHECKS[check]?.isUnusual(value, data);
    expect([judged('ankle-brachial-index-unusual', '1.4'), judged('ankle-brachial-index-unusual', '1.41')]).toEqual([
      false,
      true,
    ]);
    expect([judged('tcpo2-unusual', 90), judged('tcpo2-unusual', 91)]).toEqual([false, true]);
    expect([judged('toe-pressure-unusual', 150), judged('toe-pressure-unusual', 151)]).toEqual([false, true]);
    expect([judged('ulcer-size-unusual', 150), judged('ulcer-size-unusual', 151)]).toEqual([false, true]);
    const aged = { consentedOn: '2026-03-02' };
    expect([judged('age-unusual', 1931, aged), judged('age-unusual', 1930, aged)]).toEqual([false, true]);
    expect([299, 300, 700, 701].map((volume) => judged('harvest-volume-unusual', volume))).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
});
