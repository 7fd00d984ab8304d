import { cellCommandFor, cellEvent, cellHistory, givenCells, SAMPLE_FACTS } from '@bali/cell-therapy/testing';
import { describe, it } from '@jest/globals';

const [first] = SAMPLE_FACTS.harvests;
const ANNULLED = { ...first!, isAnnulled: true } as const;
const again = (harvestedAt: string) => ({ ...first!, number: 2, harvestedAt });
const received = (on: string, label: string) =>
  cellEvent('HarvestReceived', { receivedAt: `${on}T09:55:00+02:00`, label, read: { patient: 'REI-001', label } });
const prepared = cellHistory({ arm: 'A', until: 'controlled' });
const [RECEIVED] = prepared;
const release = (releasedAt: string) => cellCommandFor(cellEvent('ProductReleasedFromUnit', { releasedAt }));

describe('a harvest that the site has annulled after the unit received marrow', () => {
  const on = { facts: { harvests: [ANNULLED, again('2026-04-14T09:30:00+02:00')] }, now: '2026-04-14T16:00:00.000Z' };

  it('is followed by the reception of the one that really was, on another day', () => {
    const own = cellCommandFor(received('2026-04-14', 'HRV-OTHER'));
    givenCells(prepared).when(own, on).expectAccepted();
    givenCells([...prepared, received('2026-04-14', 'HRV-OTHER')])
      .when(cellCommandFor(received('2026-04-14', 'HRV-THIRD')), on)
      .expectRefusal('unit-step-already-recorded');
  });

  it('has a product that is released to nobody', () => {
    givenCells(prepared).when(release('2026-03-10T12:30:00+01:00'), on).expectRefusal('unit-step-missing');
    givenCells(prepared).when(release('2026-04-14T12:30:00+02:00'), on).expectRefusal('not-the-day-of-the-harvest');
  });

  it('keeps its own reception where it was entered again, annulled by mistake', () => {
    const entered = { facts: { harvests: [ANNULLED, again(first!.harvestedAt)] } };
    givenCells(prepared).when(release('2026-03-10T12:30:00+01:00'), entered).expectAccepted();
    givenCells(prepared)
      .when(cellCommandFor(received('2026-03-10', 'HRV-OTHER')), entered)
      .expectRefusal('unit-step-already-recorded');
  });

  it('lets the unit record what becomes of the marrow, and receive none', () => {
    const alone = { facts: { harvests: [ANNULLED] } };
    givenCells([]).when(cellCommandFor(RECEIVED!), alone).expectRefusal('not-harvested');
    const deviation = cellCommandFor(cellEvent('DeviationRecorded'));
    givenCells(prepared).when(deviation, alone).expectAccepted();
  });
});
