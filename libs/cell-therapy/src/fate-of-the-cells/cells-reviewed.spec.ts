import { cellCommandFor, cellEvent, cellHistory, givenCells } from '@bali/cell-therapy/testing';
import { describe, it } from '@jest/globals';
import type { CellTherapyEvent } from '../unit/cell-events.js';

const reviewed = (found: 'kept' | 'used' | 'discarded' | 'none-kept') =>
  cellCommandFor(cellEvent('CellsReviewed', { found }));
const [A, B] = [cellHistory({ arm: 'A', until: 'kept' }), cellHistory({ arm: 'B', until: 'kept' })];
const usedAndDiscarded: readonly CellTherapyEvent[] = [
  ...A,
  cellEvent('CellsThawed'),
  cellEvent('CellsUsed'),
  cellEvent('CellsDiscarded'),
];

describe('a review of what is left of the cells', () => {
  it.each([
    ['kept', A],
    ['none-kept', B],
    ['used', usedAndDiscarded],
    ['discarded', usedAndDiscarded],
  ] as const)('says what the records of the containers say: %s', (found, events) => {
    givenCells(events)
      .when(reviewed(found), { facts: { arm: events === B ? 'B' : 'A' } })
      .expectAccepted();
  });

  it.each([
    ['none-kept', A],
    ['used', A],
    ['kept', B],
    ['kept', usedAndDiscarded],
  ] as const)('is refused when it says otherwise: %s', (found, events) => {
    givenCells(events)
      .when(reviewed(found), { facts: { arm: events === B ? 'B' : 'A' } })
      .expectRefusal('container-not-available', '/found');
  });

  it('is recorded as often as something is thawed or used in the other arm, with no planned unblinding', () => {
    const none = cellEvent('CellsReviewed', { found: 'none-kept' });
    givenCells([...B, none])
      .when(cellCommandFor(none), { facts: { arm: 'B', unblindedAsPlannedAt: undefined } })
      .expectAccepted();
  });

  it('is not before the patient’s 6 months are over', () => {
    givenCells(A)
      .when(cellCommandFor(cellEvent('CellsReviewed', { reviewedAt: '2026-09-10T10:00:00+02:00' })))
      .expectRefusal('six-months-not-over');
  });
});
