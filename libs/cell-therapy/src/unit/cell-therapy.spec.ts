import { describe, expect, it } from '@jest/globals';
import {
  cellCommandFor,
  cellEvent,
  cellHistory,
  cellStateOf,
  givenCells,
  GIVEN,
  LABELS,
  SAMPLE_FACTS,
} from '@bali/cell-therapy/testing';
import { accountabilityOf } from '../containers/accountability.js';
import { containerLabelled } from '../containers/containers.js';
import { containersOf } from '../containers/containers-of.js';
import { cellsOf } from './cell-record.js';
import { decideGiveUp, releaseFromUnit } from '../release/give-up.js';

const beforeRelease = cellHistory({ arm: 'A', until: 'controlled' });
const storedInA = cellHistory({ arm: 'A', until: 'kept' });
const releasedInB = cellHistory({ arm: 'B', until: 'released' });
const IN_B = { facts: { arm: 'B' } } as const;

describe('[P11-10f] the day of the harvest', () => {
  it.each(['A', 'B'] as const)('has the same steps in arm %s, one record each', (arm) => {
    const day = cellHistory({ arm, until: 'kept' });
    expect(day).toHaveLength(8);
    for (const [place, event] of day.entries()) {
      givenCells(day.slice(0, place)).when(cellCommandFor(event), { facts: { arm } }).expectEvents(event);
      const again = givenCells(day.slice(0, place + 1)).when(cellCommandFor(event), { facts: { arm } });
      if (event.type === 'ConcentrateControlled' || event.type === 'QualityControlled') again.expectAccepted();
      else if (event.type === 'CellsCryoConserved') again.expectRefusal('label-already-used');
      else again.expectRefusal('unit-step-already-recorded');
    }
  });

  it.each(['A', 'B'] as const)('in arm %s takes no step before the one before it', (arm) => {
    const day = cellHistory({ arm, until: 'kept' });
    for (const [place, event] of day.entries()) {
      // What becomes of the cells is ordered after their separation, or after the preparation.
      if (place < 1 || place === day.length - 1) continue;
      givenCells(day.slice(0, place - 1))
        .when(cellCommandFor(event), { facts: { arm } })
        .expectRefusal('unit-step-missing');
    }
  });

  it('begins with a randomized patient’s harvest, and is that day', () => {
    const received = cellCommandFor(cellEvent('HarvestReceived'));
    givenCells([])
      .when(received, { facts: { arm: undefined } })
      .expectRefusal('not-randomized');
    givenCells([])
      .when(received, { facts: { harvests: [] } })
      .expectRefusal('not-harvested');
    const early = cellCommandFor(cellEvent('HarvestReceived', { receivedAt: '2026-03-10T08:00:00+01:00' }));
    givenCells([]).when(early).expectRefusal('out-of-order', '/receivedAt');
    const late = cellCommandFor(cellEvent('HarvestReceived', { receivedAt: '2026-03-11T00:10:00+01:00' }));
    givenCells([]).when(late).expectRefusal('not-the-day-of-the-harvest', '/receivedAt');
    givenCells([]).when(received, { now: '2026-03-10T08:00:00.000Z' }).expectRefusal('in-the-future', '/receivedAt');
  });

  it('is that of its own harvest, where the marrow of an earlier one never reached the unit', () => {
    const [first] = SAMPLE_FACTS.harvests;
    const second = { ...first!, number: 2, harvestedAt: '2026-04-14T09:30:00+02:00' };
    const facts = { harvests: [first!, second] };
    const on = { facts, now: '2026-04-14T12:00:00.000Z' };
    const received = cellEvent('HarvestReceived', { receivedAt: '2026-04-14T09:55:00+02:00' });
    givenCells([]).when(cellCommandFor(received), on).expectAccepted();
    const separated = cellEvent('CellsSeparated', { separatedAt: '2026-04-14T11:20:00+02:00' });
    givenCells([received]).when(cellCommandFor(separated), on).expectAccepted();
    // The first one is still recorded, if it had come after all.
    const late = cellEvent('HarvestReceived', { label: 'HRV-OTHER', read: { patient: 'REI-001', label: 'HRV-OTHER' } });
    givenCells([received]).when(cellCommandFor(late), on).expectAccepted();
  });

  describe('of two harvests', () => {
    const [first] = SAMPLE_FACTS.harvests;
    const facts = { harvests: [first!, { ...first!, number: 2, harvestedAt: '2026-04-14T09:30:00+02:00' }] };
    const on = { facts, now: '2026-04-16T12:00:00.000Z' };
    const read = { patient: 'REI-001', label: 'HRV-OTHER' };
    const received = cellEvent('HarvestReceived', {
      receivedAt: '2026-04-14T09:55:00+02:00',
      label: 'HRV-OTHER',
      read,
    });
    const separated = cellEvent('CellsSeparated', { separatedAt: '2026-04-14T11:20:00+02:00' });
    const late = cellEvent('HarvestReceived');

    it('goes on, if the reception of the earlier one is recorded late', () => {
      for (const events of [
        [received, late],
        [received, separated, late],
      ]) {
        const next = events.includes(separated)
          ? cellEvent('CellsCounted', { countedAt: '2026-04-14T11:40:00+02:00' })
          : separated;
        givenCells(events).when(cellCommandFor(next), on).expectAccepted();
        expect(cellsOf(cellStateOf(events), 'REI-001').map(({ data }) => data)).toEqual(
          [late, ...events.slice(0, -1)].map(({ data }) => data),
        );
      }
    });

    it('takes what was done with the earlier one to the earlier one, and each reception once', () => {
      const both = [received, separated, late];
      const ofTheFirst = cellCommandFor(cellEvent('CellsSeparated'));
      givenCells(both).when(ofTheFirst, on).expectAccepted();
      givenCells([...both, cellEvent('CellsSeparated')])
        .when(ofTheFirst, on)
        .expectRefusal('unit-step-already-recorded');
      for (const again of [late, received]) {
        givenCells(both).when(cellCommandFor(again), on).expectRefusal('unit-step-already-recorded');
      }
    });
  });

  it('concentrates to 30 mL for every patient; another volume needs a reason', () => {
    const less = cellEvent('CellsSeparated', { concentrateMl: '27.5' });
    const received = cellHistory({ arm: 'A', until: 'received' });
    givenCells(received).when(cellCommandFor(less)).expectRefusal('not-as-prescribed', '/concentrateMl');
    givenCells(received).when(cellCommandFor(less), { reason: GIVEN }).expectEvents(less);
    const none = cellEvent('CellsSeparated', { concentrateMl: '0' });
    givenCells(received)
      .when(cellCommandFor(none), { reason: GIVEN })
      .expectRefusal('implausible-value', '/concentrateMl');
  });

  it('counts no more mononuclear than nucleated cells', () => {
    const counted = cellEvent('CellsCounted', { mononuclearCells: 5000 });
    givenCells(cellHistory({ arm: 'A', until: 'separated' }))
      .when(cellCommandFor(counted))
      .expectRefusal('implausible-value', '/mononuclearCells');
  });

  it('prepares what the list says, in the prescribed volumes unless there is a reason', () => {
    const counted = cellHistory({ arm: 'A', until: 'checked' });
    const placebo = cellEvent('ProductPrepared');
    const cells = cellEvent('ProductPrepared', { composition: { of: 'concentrated-cells', concentrateMl: '30' } });
    givenCells(counted).when(cellCommandFor(cells)).expectRefusal('not-what-the-list-says', '/composition/of');
    givenCells(counted).when(cellCommandFor(placebo), IN_B).expectRefusal('not-what-the-list-says', '/composition/of');
    const less = cellEvent('ProductPrepared', { composition: { of: 'concentrated-cells', concentrateMl: '29' } });
    givenCells(counted)
      .when(cellCommandFor(less), IN_B)
      .expectRefusal('not-as-prescribed', '/composition/concentrateMl');
    givenCells(counted)
      .when(cellCommandFor(less), { ...IN_B, reason: GIVEN })
      .expectEvents(less);
    const more = cellEvent('ProductPrepared', { composition: { of: 'concentrated-cells', concentrateMl: '31' } });
    givenCells(counted)
      .when(cellCommandFor(more), { ...IN_B, reason: GIVEN })
      .expectRefusal('more-than-there-is');
  });

  it.each([
    { gramStain: 'positive' },
    { sterilityCultureBegun: 'no' },
    { containerIntact: 'no' },
    { contentsMasked: 'no' },
    { labelled: 'no' },
    { inTime: 'no' },
  ] as const)('releases nothing of which the control says %j', (answer) => {
    const controlled = cellEvent('QualityControlled', { ...answer, verdict: 'not-conform' });
    const prepared = cellHistory({ arm: 'A', until: 'prepared' });
    givenCells(prepared).when(cellCommandFor(controlled)).expectEvents(controlled);
    givenCells([...prepared, controlled])
      .when(cellCommandFor(cellEvent('ProductReleasedFromUnit')))
      .expectRefusal('quality-not-conform');
  });
});

describe('a release that the trial ledger refused', () => {
  const released = cellHistory({ arm: 'A', until: 'released' });
  const { commandId } = cellEvent('ProductReleasedFromUnit').data.request;
  const now = '2026-03-10T11:31:00.000Z';
  const giveUp = { patient: 'REI-001', commandId, because: 'consent-withdrawn' };
  const decided = (command: string, history = released) =>
    decideGiveUp({ ...giveUp, commandId: command }, cellStateOf(history), now);

  it('is given up once, by what was to be finished, and leaves the syringe in hand', () => {
    const event = cellEvent('ProductReleaseGivenUp');
    expect(decided(commandId)).toEqual({ events: [event] });
    expect(decided('00000000-0000-4000-8000-000000000000')).toEqual({ events: [] });
    const after = [...released, event];
    expect(decided(commandId, after)).toEqual({ events: [] });
    expect(releaseFromUnit(cellStateOf(after), 'REI-001')).toBeUndefined();
    expect(accountabilityOf(cellStateOf(after), 'REI-001')).toMatchObject({ syringesReleased: 0, balanced: true });
    const again = cellEvent('ProductReleasedFromUnit');
    givenCells(after).when(cellCommandFor(again)).expectEvents(again);
    expect(releaseFromUnit(cellStateOf([...after, again]), 'REI-001')?.data).toEqual(again.data);
  });
});

describe('the chain of identity', () => {
  it.each([
    ['HarvestReceived', [], { patient: 'REI-002', label: 'HRV-001' }, '/read/patient'],
    ['HarvestReceived', [], { patient: 'REI-001', label: 'HRV-002' }, '/read/label'],
    ['ProductReleasedFromUnit', beforeRelease, { patient: 'NAN-001', label: LABELS.syringe }, '/read/patient'],
    ['ProductReleasedFromUnit', beforeRelease, { patient: 'REI-001', label: 'SYR-002' }, '/read/label'],
    [
      'CellsUsed',
      [...storedInA, cellEvent('CellsThawed')],
      { patient: 'REI-002', label: LABELS.cryo[0] },
      '/read/patient',
    ],
    [
      'CellsUsed',
      [...storedInA, cellEvent('CellsThawed')],
      { patient: 'REI-001', label: LABELS.cryo[1] },
      '/read/label',
    ],
  ] as const)('stops %s where a container says something else', (type, events, read, field) => {
    givenCells(events)
      .when(cellCommandFor(cellEvent(type, { read })))
      .expectRefusal('identifier-mismatch', field);
  });

  it('has a deviation for what did not match, recorded by the unit', () => {
    givenCells([])
      .when(cellCommandFor(cellEvent('DeviationRecorded')))
      .expectAccepted();
  });

  it('has no label twice, whosever the other container is', () => {
    const other = cellEvent('HarvestReceived', {
      patient: 'REI-002',
      label: 'HRV-001',
      read: { patient: 'REI-002', label: 'HRV-001' },
      bloodTube: { received: 'yes', patient: 'REI-002' },
    });
    givenCells([cellEvent('HarvestReceived')])
      .when(cellCommandFor(other))
      .expectRefusal('label-already-used', '/label');
    const twice = { label: LABELS.cryo[0], cellsMl: '10' };
    givenCells(cellHistory({ arm: 'A', until: 'released' }))
      .when(cellCommandFor(cellEvent('CellsCryoConserved', { containers: [twice, twice] })))
      .expectRefusal('label-already-used', '/containers/1/label');
  });
});

describe('what becomes of the cells', () => {
  it('is what really became of them: implanted from a syringe with cells, else kept from where they are', () => {
    const released = cellHistory({ arm: 'A', until: 'released' });
    givenCells(released)
      .when(cellCommandFor(cellEvent('CellsImplanted')))
      .expectRefusal('not-what-the-list-says', '/syringe');
    givenCells(releasedInB)
      .when(cellCommandFor(cellEvent('CellsCryoConserved')), IN_B)
      .expectRefusal('more-than-there-is');
    const fromSyringe = cellEvent('CellsCryoConserved', { from: LABELS.syringe });
    givenCells(releasedInB)
      .when(cellCommandFor(fromSyringe), { facts: { arm: 'B', implantedAt: undefined } })
      .expectEvents(fromSyringe);
    givenCells(releasedInB).when(cellCommandFor(fromSyringe), IN_B).expectRefusal('container-not-available', '/from');
    givenCells(releasedInB)
      .when(cellCommandFor(cellEvent('CellsImplanted')), { facts: { arm: 'B', implantedAt: undefined } })
      .expectRefusal('patient-not-implanted');
  });

  it('stays discarded, whatever is prepared afterwards', () => {
    const [discarded, ...day] = [
      cellEvent('CellsDiscarded', { container: LABELS.concentrate, why: 'other' }),
      ...cellHistory({ arm: 'A', until: 'prepared' }),
    ];
    const state = cellStateOf([...day.slice(0, -1), discarded, ...day.slice(-1)]);
    const [patient, cells] = [...state.patients][0]!;
    expect(containerLabelled(containersOf(cells), LABELS.concentrate)?.whereabouts).toBe('discarded');
    expect(accountabilityOf(state, patient).balanced).toBe(true);
  });

  it('cannot be more than there is', () => {
    const containers = [{ label: LABELS.cryo[0], cellsMl: '30.1' }];
    givenCells(cellHistory({ arm: 'A', until: 'released' }))
      .when(cellCommandFor(cellEvent('CellsCryoConserved', { containers })))
      .expectRefusal('more-than-there-is');
  });

  it.each(['CellsThawed', 'CellsUsed'] as const)('is no use before the patient’s 6 months are over: %s', (type) => {
    const events = type === 'CellsUsed' ? [...storedInA, cellEvent('CellsThawed')] : storedInA;
    const at = (moment: string) =>
      cellCommandFor(
        type === 'CellsThawed' ? cellEvent(type, { thawedAt: moment }) : cellEvent('CellsUsed', { usedAt: moment }),
      );
    const facts = { unblindedAsPlannedAt: '2026-09-01T10:00:00.000Z' };
    givenCells(events).when(at('2026-09-10T23:59:00+02:00'), { facts }).expectRefusal('six-months-not-over');
    givenCells(events.slice(0, 8))
      .when(cellCommandFor(cellEvent('CellsThawed', { thawedAt: '2026-09-11T00:00:00+02:00' })), { facts })
      .expectAccepted();
    givenCells(events)
      .when(at('2026-10-05T11:00:00+02:00'), { facts: { timeZero: undefined } })
      .expectRefusal('not-randomized');
  });

  it('[R3-414] is no use before the planned unblinding', () => {
    const thawed = cellCommandFor(cellEvent('CellsThawed'));
    givenCells(storedInA)
      .when(thawed, { facts: { unblindedAsPlannedAt: undefined } })
      .expectRefusal('not-unblinded-as-planned');
    givenCells(storedInA)
      .when(thawed, { facts: { unblindedAsPlannedAt: '2026-10-05T07:00:01.000Z' } })
      .expectRefusal('not-unblinded-as-planned');
    givenCells(storedInA).when(thawed).expectEvents(cellEvent('CellsThawed'));
  });

  it('happens to a container that is there, once', () => {
    const used = [...storedInA, cellEvent('CellsThawed'), cellEvent('CellsUsed')];
    givenCells(used)
      .when(cellCommandFor(cellEvent('CellsUsed')))
      .expectRefusal('container-not-available', '/container');
    givenCells(storedInA)
      .when(cellCommandFor(cellEvent('CellsUsed')))
      .expectRefusal('container-not-available', '/container');
    givenCells(storedInA)
      .when(cellCommandFor(cellEvent('CellsDiscarded', { container: 'REI-001-CRZ999ZZ' })))
      .expectRefusal('container-unknown', '/container');
    givenCells(storedInA)
      .when(cellCommandFor(cellEvent('CellsDiscarded', { container: LABELS.syringe })))
      .expectRefusal('container-not-available', '/container');
  });
});

describe('the biological studies', () => {
  it.each(['ProgenitorsMeasured', 'ProteinMeasured', 'MessengerRnaMeasured', 'AngiogenesisMeasured'] as const)(
    'are made of separated cells, in either arm: %s',
    (type) => {
      const event = cellEvent(type);
      givenCells(cellHistory({ arm: 'B', until: 'received' }))
        .when(cellCommandFor(event), IN_B)
        .expectRefusal('study-without-cells');
      givenCells(releasedInB).when(cellCommandFor(event), IN_B).expectEvents(event);
      givenCells(storedInA).when(cellCommandFor(event)).expectEvents(event);
    },
  );

  it('are within what is possible', () => {
    const impossible = cellEvent('ProgenitorsMeasured', { cd34Percent: '100.01' });
    givenCells(storedInA).when(cellCommandFor(impossible)).expectRefusal('implausible-value', '/cd34Percent');
    const dense = cellEvent('AngiogenesisMeasured', { capillariesPerMm2: '5000.1' });
    givenCells(storedInA).when(cellCommandFor(dense)).expectRefusal('implausible-value', '/capillariesPerMm2');
  });
});
