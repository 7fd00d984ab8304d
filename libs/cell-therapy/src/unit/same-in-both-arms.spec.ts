import {
  cellCommandFor,
  cellEvent,
  cellHistory,
  cellStateOf,
  givenCells,
  GIVEN,
  LABELS,
} from '@bali/cell-therapy/testing';
import { SAMPLE_FACTS } from '@bali/cell-therapy/testing';
import type { Arm } from '@bali/protocol';
import { describe, expect, it } from '@jest/globals';
import { accountabilityOf } from '../containers/accountability.js';
import { randomLabel } from '../containers/random-labels.js';
import { actualTreatment, foundDeviations, unitDeviationsOf } from '../deviations/found-deviations.js';
import { isArmShown } from '../quality-control/arm-shown.js';
import { decideReleaseCorrection, decideReleaseCorrectionGiveUp } from '../release/correct-release.js';
import type { CellTherapyEvent } from './cell-events.js';
import { cellsOf } from './cell-record.js';

const ARMS = ['A', 'B'] as const;
const until = (step: Parameters<typeof cellHistory>[0]['until'], arm: Arm['code']) => cellHistory({ arm, until: step });
const NOT_IMPLANTED = { implantedAt: undefined };
const refused = (events: readonly CellTherapyEvent[], event: CellTherapyEvent, arm: Arm['code'], facts = {}) => {
  const { decision } = givenCells(events).when(cellCommandFor(event), { facts: { arm, ...facts } });
  return 'refusal' in decision ? decision.refusal.code : 'accepted';
};
/** What is answered in either arm, which has to be the same. */
const inBoth = (answer: (arm: Arm['code']) => string): string => {
  const [one, other] = ARMS.map(answer);
  expect(other).toBe(one);
  return one ?? '';
};

describe('[EMA-621-blind] what the unit is refused does not depend on the arm', () => {
  it('a missing tube of blood stops the preparation, and no arm is shown', () => {
    const received = cellEvent('HarvestReceived', { bloodTube: { received: 'no' } });
    const day = (arm: Arm['code']) => [received, ...until('checked', arm).slice(1)];
    const prepared = (arm: Arm['code']) => until('prepared', arm).at(-1)!;
    expect(inBoth((arm) => refused(day(arm), prepared(arm), arm))).toBe('blood-tube-missing');
    expect(isArmShown(cellsOf(cellStateOf(day('A')), 'REI-001'))).toBe(false);
  });

  it.each([
    { gramStain: 'positive' },
    { viabilityPercent: '69.9' },
    { mononuclearCells: 499 },
    { culturesBegun: 'no' },
  ] as const)('cells of which the control says %j stop both arms before either is shown', (answer) => {
    const controlled = cellEvent('ConcentrateControlled', { ...answer, verdict: 'not-conform' });
    const day = (arm: Arm['code']) => [...until('counted', arm), controlled];
    givenCells(until('counted', 'A')).when(cellCommandFor(controlled)).expectEvents(controlled);
    expect(inBoth((arm) => refused(day(arm), until('prepared', arm).at(-1)!, arm))).toBe('quality-not-conform');
    expect(isArmShown(cellsOf(cellStateOf(day('B')), 'REI-001'))).toBe(false);
  });

  it('limits that are just met do not stop them', () => {
    const controlled = cellEvent('ConcentrateControlled', { viabilityPercent: '70', mononuclearCells: 500 });
    givenCells(until('counted', 'A')).when(cellCommandFor(controlled)).expectEvents(controlled);
    expect(isArmShown(cellsOf(cellStateOf([...until('counted', 'A'), controlled]), 'REI-001'))).toBe(true);
  });

  it('a second control after a positive stain is recorded, and does not undo it', () => {
    const positive = cellEvent('QualityControlled', { gramStain: 'positive', verdict: 'not-conform' });
    const again = cellEvent('QualityControlled', { controlledAt: '2026-03-10T12:20:00+01:00' });
    const day = (arm: Arm['code']) => [...until('prepared', arm), positive];
    expect(inBoth((arm) => refused(day(arm), again, arm))).toBe('accepted');
    const release = cellEvent('ProductReleasedFromUnit');
    expect(inBoth((arm) => refused([...day(arm), again], release, arm))).toBe('quality-not-conform');
  });

  it('of one harvest one syringe is made, also where another one could be', () => {
    const again = (arm: Arm['code']) => ({
      ...until('prepared', arm).at(-1)!,
      data: { ...until('prepared', arm).at(-1)!.data, syringe: 'REI-001-SZ222222' },
    });
    expect(inBoth((arm) => refused(until('prepared', arm), again(arm) as CellTherapyEvent, arm))).toBe(
      'unit-step-already-recorded',
    );
  });

  it('nothing is released before the fixed time after the reception', () => {
    const at = (releasedAt: string) => cellEvent('ProductReleasedFromUnit', { releasedAt });
    const early = at('2026-03-10T12:19:59+01:00');
    expect(inBoth((arm) => refused(until('controlled', arm), early, arm))).toBe('release-too-early');
    const inTime = at('2026-03-10T12:20:00+01:00');
    expect(inBoth((arm) => refused(until('controlled', arm), inTime, arm))).toBe('accepted');
  });

  it('a release that is recorded late, after what became of the syringe, is recorded alike, and stands before that', () => {
    const release = cellEvent('ProductReleasedFromUnit');
    const kept = (arm: Arm['code']) => [...until('controlled', arm), until('kept', arm).at(-1)!];
    expect(inBoth((arm) => refused(kept(arm), release, arm))).toBe('accepted');
    for (const arm of ARMS) {
      const state = cellStateOf([...kept(arm), release]);
      expect(cellsOf(state, 'REI-001').map(({ type }) => type)).toEqual(until('kept', arm).map(({ type }) => type));
      expect(accountabilityOf(state, 'REI-001')).toEqual(accountabilityOf(cellStateOf(until('kept', arm)), 'REI-001'));
    }
    const later = cellEvent('ProductReleasedFromUnit', { releasedAt: '2026-03-10T16:30:00+01:00' });
    const discarded = cellEvent('CellsDiscarded', {
      ...{ container: LABELS.syringe, why: 'not-implanted', discardedAt: '2026-03-10T16:00:00+01:00' },
    });
    const thrownAway = (arm: Arm['code']) => [...until('controlled', arm), discarded];
    expect(inBoth((arm) => refused(thrownAway(arm), release, arm, NOT_IMPLANTED))).toBe('accepted');
    expect(inBoth((arm) => refused(thrownAway(arm), later, arm, NOT_IMPLANTED))).toBe('container-not-available');
  });

  it.each([
    ['2026-03-10T16:00:00.000Z', 'outside-the-window'],
    ['2026-03-11T08:59:00.000Z', 'outside-the-window'],
    ['2026-03-11T09:00:00.000Z', 'accepted'],
    ['2026-03-11T11:00:00.000Z', 'outside-the-window'],
    ['2026-03-14T09:30:00.000Z', 'outside-the-window'],
    ['2026-03-16T09:30:00.000Z', 'accepted'],
  ])('the last record of the day at %s: %s', (now, expected) => {
    const answer = inBoth((arm) => {
      const last = until('kept', arm).at(-1)!;
      const { decision } = givenCells(until('released', arm)).when(cellCommandFor(last), { now, facts: { arm } });
      return 'refusal' in decision ? decision.refusal.code : 'accepted';
    });
    expect(answer).toBe(expected);
  });

  it('a corrected moment of the release is accepted or refused alike, before the last record of the day and after it', () => {
    const { commandId } = cellEvent('ProductReleasedFromUnit').data.request;
    const corrected = (releasedAt: string, arm: Arm['code'], step: 'released' | 'kept') => {
      const decision = decideReleaseCorrection(
        { patient: 'REI-001', harvest: 1, releasedAt },
        cellStateOf(until(step, arm)),
        {
          ...{ now: '2026-03-12T09:00:00.000Z', reason: GIVEN, request: { commandId } },
          facts: { ...SAMPLE_FACTS, arm },
        },
      );
      return 'refusal' in decision ? decision.refusal.code : 'accepted';
    };
    for (const step of ['released', 'kept'] as const) {
      const answerTo = (releasedAt: string) => inBoth((arm) => corrected(releasedAt, arm, step));
      expect(answerTo('2026-03-10T15:30:00+01:00')).toBe('accepted');
      expect(answerTo('2026-03-10T12:00:00+01:00')).toBe('out-of-order');
      expect(answerTo('2026-03-10T12:18:00+01:00')).toBe('release-too-early');
      expect(answerTo('2026-03-11T09:00:00+01:00')).toBe('not-the-day-of-the-harvest');
      expect(answerTo('2026-03-10T12:30:00+01:00')).toBe('value-unchanged');
    }
  });
});

describe('the correction of a release', () => {
  const moved = cellEvent('ReleaseMomentCorrected');
  const history = [...until('kept', 'A'), moved];
  const releasedAt = (events: readonly CellTherapyEvent[]) =>
    cellsOf(cellStateOf(events), 'REI-001').find(({ type }) => type === 'ProductReleasedFromUnit')?.data;

  it('is what the release says from then on, unless the trial ledger refused it', () => {
    expect(releasedAt(history)).toMatchObject({ releasedAt: moved.data.releasedAt });
    const { commandId } = moved.data.request;
    const refusal = { patient: 'REI-001', commandId, because: 'database-locked' };
    const now = '2026-03-11T09:01:00.000Z';
    const givenUp = cellEvent('ReleaseCorrectionGivenUp');
    expect(decideReleaseCorrectionGiveUp(refusal, cellStateOf(history), now)).toEqual({ events: [givenUp] });
    expect(releasedAt([...history, givenUp])).toMatchObject({ releasedAt: moved.data.oldReleasedAt });
    expect(decideReleaseCorrectionGiveUp(refusal, cellStateOf([...history, givenUp]), now)).toEqual({ events: [] });
  });
});

describe('a second harvest', () => {
  const [first] = SAMPLE_FACTS.harvests;
  const harvests = [first!, { ...first!, number: 2, harvestedAt: '2026-04-14T09:30:00+02:00' }];
  const received = cellEvent('HarvestReceived', {
    receivedAt: '2026-04-14T09:50:00+02:00',
    label: 'HRV-002',
    read: { patient: 'REI-001', label: 'HRV-002' },
  });

  it('begins anew with its reception, in either arm', () => {
    const facts = { harvests, ...NOT_IMPLANTED };
    expect(inBoth((arm) => refused(until('released', arm), received, arm, facts))).toBe('accepted');
    expect(inBoth((arm) => refused(until('released', arm), received, arm))).toBe('unit-step-already-recorded');
    const separated = cellEvent('CellsSeparated', {
      separatedAt: '2026-04-14T11:00:00+02:00',
      concentrate: 'REI-001-CN222222',
    });
    expect(inBoth((arm) => refused([...until('released', arm), received], separated, arm, facts))).toBe('accepted');
    const offTheDay = cellEvent('CellsSeparated', { concentrate: 'REI-001-CN222222' });
    expect(inBoth((arm) => refused([...until('released', arm), received], offTheDay, arm, facts))).toBe(
      'unit-step-already-recorded',
    );
  });

  it('is accounted for beside the first one', () => {
    const separated = cellEvent('CellsSeparated', {
      separatedAt: '2026-04-14T11:00:00+02:00',
      concentrate: 'REI-001-CN222222',
    });
    const state = cellStateOf([...until('kept', 'A'), received, separated]);
    expect(accountabilityOf(state, 'REI-001')).toMatchObject({
      ...{ harvestsReceived: 2, harvestsProcessed: 2, concentratedMl: '60' },
      ...{ storedMl: '30', inHandMl: '30', balanced: true },
    });
  });
});

describe('what really happened', () => {
  it('another product than the list’s is recorded with its cause, and is a critical deviation', () => {
    const cells = cellEvent('ProductPrepared', {
      composition: { of: 'concentrated-cells', concentrateMl: '30' },
      otherThanTheList: 'list-misread',
    });
    givenCells(until('checked', 'A')).when(cellCommandFor(cells)).expectEvents(cells);
    const records = cellsOf(cellStateOf([...until('checked', 'A'), cells]), 'REI-001');
    expect(foundDeviations(records, SAMPLE_FACTS)).toMatchObject([
      { code: 'not-what-the-list-says', severity: 'critical' },
    ]);
    expect(unitDeviationsOf(records, SAMPLE_FACTS)).toMatchObject([
      { kind: 'not-what-the-list-says', byProtocol: 'critical', record: records.at(-1)?.id },
    ]);
    expect(actualTreatment(records, SAMPLE_FACTS)).toBe('bone-marrow mononuclear cells, 30 mL');
    const implanted = cellEvent('CellsImplanted');
    givenCells([...until('checked', 'A'), cells])
      .when(cellCommandFor(implanted))
      .expectEvents(implanted);
  });

  it('a late release, and a late last record, are deviations that stay with the unit', () => {
    const late = cellEvent('ProductReleasedFromUnit', { releasedAt: '2026-03-10T13:20:01+01:00' });
    const records = cellsOf(cellStateOf([...until('controlled', 'A'), late]), 'REI-001');
    expect(foundDeviations(records, SAMPLE_FACTS).map(({ code }) => code)).toEqual(['released-late']);
    const noted = cellsOf(cellStateOf([...until('controlled', 'A'), late, cellEvent('DeviationRecorded')]), 'REI-001');
    const judged = unitDeviationsOf(noted, SAMPLE_FACTS);
    expect(judged.map(({ kind }) => kind)).toEqual(['released-late', 'identification']);
    expect(judged.map(({ byProtocol }) => byProtocol)).toEqual([undefined, undefined]);
    expect(foundDeviations(cellsOf(cellStateOf(until('released', 'A')), 'REI-001'), SAMPLE_FACTS)).toEqual([]);
  });

  it('a product that was called back has its cells kept, from the concentrate or from the syringe', () => {
    const withdrawn = cellEvent('ReleaseWithdrawnByUnit');
    const kept = (arm: Arm['code']) => cellEvent('CellsCryoConserved', arm === 'B' ? { from: LABELS.syringe } : {});
    for (const arm of ARMS) {
      const history = [...until('released', arm), withdrawn];
      expect(refused(history, kept(arm), arm, NOT_IMPLANTED)).toBe('accepted');
      const account = accountabilityOf(cellStateOf([...history, kept(arm)]), 'REI-001');
      expect(account).toMatchObject({ storedMl: '30', implantedMl: '0', syringesReleased: 0, balanced: true });
    }
  });

  it('what is lost on the way from a syringe to the freezer is accounted for', () => {
    const kept = cellEvent('CellsCryoConserved', {
      from: LABELS.syringe,
      containers: [{ label: LABELS.cryo[0], cellsMl: '25' }],
    });
    const account = accountabilityOf(cellStateOf([...until('released', 'B'), kept]), 'REI-001');
    expect(account).toMatchObject({ storedMl: '25', discardedMl: '5', balanced: true });
  });
});

describe('the cultures', () => {
  const read = (changes: Parameters<typeof cellEvent<'SterilityRead'>>[1], reason?: string) =>
    givenCells(until('kept', 'A')).when(
      cellCommandFor(cellEvent('SterilityRead', changes)),
      reason === undefined ? {} : { reason },
    );

  it('are read on the days of the protocol, unless something grows or there is a reason', () => {
    read({ readOn: '2026-03-17' }).expectAccepted();
    read({ readOn: '2026-03-24' }).expectAccepted();
    read({ readOn: '2026-03-18' }).expectRefusal('not-as-prescribed', '/readOn');
    read({ readOn: '2026-03-18' }, GIVEN).expectAccepted();
    read({ readOn: '2026-03-12', syringe: 'growth', identifiedAs: 'cutibacterium-acnes' }).expectAccepted();
  });

  it('name what has grown, and nothing else', () => {
    read({ marrow: 'growth' }).expectRefusal('invalid-value', '/identifiedAs');
    read({ identifiedAs: 'cutibacterium-acnes' }).expectRefusal('invalid-value', '/identifiedAs');
    const twice = { antimicrobial: 'gentamicin', result: 'resistant' } as const;
    read({
      ...{ marrow: 'growth', identifiedAs: 'other-gram-negative-bacterium' },
      susceptibilities: [twice, { ...twice, result: 'susceptible' }],
    }).expectRefusal('invalid-value', '/susceptibilities/1/antimicrobial');
  });
});

describe('labels', () => {
  it('are the patient’s code and random characters of which no word comes', () => {
    const label = randomLabel('REI-001', new Uint8Array([0, 1, 26, 27, 255, 9, 8, 7]));
    expect(label).toMatch(/^REI-001-[2-9BCDFGHJ-NP-TV-XZ]{8}$/u);
    const separated = (concentrate: string) => cellCommandFor(cellEvent('CellsSeparated', { concentrate }));
    const received = until('received', 'A');
    givenCells(received).when(separated(label)).expectAccepted();
    for (const wrong of ['CON-001', 'REI-002-CN7KQ2M9', 'REI-001-PLACEBO1', 'REI-001-00000001']) {
      givenCells(received).when(separated(wrong)).expectRefusal('label-not-random', '/concentrate');
    }
  });
});
