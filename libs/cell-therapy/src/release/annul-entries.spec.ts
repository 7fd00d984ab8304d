import { describe, expect, it } from '@jest/globals';
import { eventId } from '@bali/ledger';
import { cellEvent, cellHistory, cellStateOf, GIVEN } from '@bali/cell-therapy/testing';
import type { CellTherapyEvent } from '../unit/cell-events.js';
import { annulledCommands, cellsOf } from '../unit/cell-record.js';
import { decideUnitAnnulment, decideUnitAnnulmentGiveUp } from './annul-entries.js';
import { releaseFromUnit } from './give-up.js';

const NOW = '2026-03-10T13:00:00.000Z';
const PATIENT = 'REI-001';
const RELEASED = cellHistory({ arm: 'A', until: 'released' });
const request = { commandId: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a' };

/** The entry of the trial ledger with which the release was finished. */
function releaseInTheTrial(events: readonly CellTherapyEvent[]): string {
  return eventId(releaseFromUnit(cellStateOf(events), PATIENT)?.data.request.commandId ?? '', 0);
}
const annulment = { patient: PATIENT, entries: [releaseInTheTrial(RELEASED)] };
const annulled = [...RELEASED, cellEvent('UnitEntriesAnnulled', { ...annulment, annulledAt: NOW, request })];

describe('an annulment by the unit', () => {
  it('needs a reason, and asks nothing else of the records of the unit', () => {
    expect(decideUnitAnnulment(annulment, { now: NOW, request })).toMatchObject({
      refusal: { code: 'reason-missing', field: '/reason' },
    });
    expect(decideUnitAnnulment(annulment, { now: NOW, request, reason: GIVEN })).toEqual({
      events: [{ type: 'UnitEntriesAnnulled', data: { ...annulment, annulledAt: NOW, request } }],
    });
  });

  it('takes out what the unit had recorded with the annulled entry, and nothing else', () => {
    expect(releaseFromUnit(cellStateOf(annulled), PATIENT)).toBeUndefined();
    expect(cellsOf(cellStateOf(annulled), PATIENT)).toHaveLength(RELEASED.length);
    const { request: begun } = releaseFromUnit(cellStateOf(RELEASED), PATIENT)?.data ?? {};
    expect([...annulledCommands(cellStateOf(annulled), PATIENT)]).toEqual([begun?.commandId]);
  });

  it('that the trial ledger refused is given up once, and what was recorded stands', () => {
    const because = 'needed-by-others';
    const giveUp = { patient: PATIENT, commandId: request.commandId, because };
    const given = decideUnitAnnulmentGiveUp(giveUp, cellStateOf(annulled), NOW);
    const data = { patient: PATIENT, givenUpAt: NOW, givenUp: { commandId: request.commandId, because } };
    expect(given).toEqual({ events: [{ type: 'UnitAnnulmentGivenUp', data }] });
    const after = [...annulled, cellEvent('UnitAnnulmentGivenUp', data)];
    expect(releaseFromUnit(cellStateOf(after), PATIENT)?.data).toEqual(
      releaseFromUnit(cellStateOf(RELEASED), PATIENT)?.data,
    );
    expect(annulledCommands(cellStateOf(after), PATIENT).size).toBe(0);
    expect(decideUnitAnnulmentGiveUp(giveUp, cellStateOf(after), NOW)).toEqual({ events: [] });
    expect(decideUnitAnnulmentGiveUp(giveUp, cellStateOf(RELEASED), NOW)).toEqual({ events: [] });
  });
});
