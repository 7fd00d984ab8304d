import { cellEvent, cellHistory, GIVEN, LABELS, SAMPLE_FACTS } from '@bali/cell-therapy/testing';
import { describe, expect, it } from '@jest/globals';
import type { LedgerRecord } from '@bali/ledger';
import type { CorrectionRequest } from '@bali/trial';
import { LONG_AFTER, recordsOf } from '@bali/trial/testing';
import { accountabilityOf, chainOfIdentity } from '../containers/accountability.js';
import { foundDeviations } from '../deviations/found-deviations.js';
import type { CellTherapyEvent, CellTherapyEventType } from '../unit/cell-events.js';
import { cellsOf, type CellTherapyState, entryOf, initialCellTherapyState } from '../unit/cell-record.js';
import { evolveCellTherapy } from '../unit/evolve-cell-therapy.js';
import { decideCellCorrection } from './decide-cell-correction.js';

const PATIENT = 'REI-001';
const NEW = 'REI-001-SZ9QRSTV';
const CELLS = { of: 'concentrated-cells', concentrateMl: '30' } as const;
const PLACEBO = { of: 'saline-with-peripheral-blood', salineMl: '30', peripheralBloodMl: '4' } as const;

const stateOf = (records: readonly LedgerRecord[]) => records.reduce(evolveCellTherapy, initialCellTherapyState);
const sealed = (events: readonly CellTherapyEvent[]) => recordsOf(events, { stream: 'sealed' });

type Value = readonly [type: CellTherapyEventType, field: string, newValue?: unknown];

/** The refusal of values that are put right together, or the records with them, and the fields that were corrected. */
function corrected(records: readonly LedgerRecord[], values: readonly Value[], arm: 'A' | 'B' = 'A') {
  const [first, ...also] = values.map(([type, field, newValue]): CorrectionRequest => {
    const correctedEvent = records.findLast((record) => record.type === type)?.id ?? '';
    return { correctedEvent, field, ...(newValue === undefined ? {} : { newValue }) };
  });
  const data = { ...first!, also };
  const facts = { ...SAMPLE_FACTS, arm };
  const command = { type: 'CorrectCellData', patient: PATIENT, data } as const;
  const decision = decideCellCorrection(command, stateOf(records), { now: LONG_AFTER, reason: GIVEN, facts });
  if ('refusal' in decision) return { refusal: [decision.refusal.code, decision.refusal.field] };
  const added = recordsOf(decision.events, { stream: 'sealed', from: records.length });
  const fields = decision.events.map(({ data: { correctedType, field, computed } }) => [
    correctedType,
    field,
    computed,
  ]);
  return { fields, state: stateOf([...records, ...added]) };
}

const shownBy = (state: CellTherapyState | undefined) => cellsOf(state ?? initialCellTherapyState, PATIENT);

describe('[R3-424] a label that the unit mistyped', () => {
  it('is corrected where it was given, and follows wherever it was named and read off, in either arm', () => {
    const records = sealed(cellHistory({ arm: 'B', until: 'kept' }));
    const { fields, state } = corrected(records, [['ProductPrepared', '/syringe', NEW]], 'B');
    expect(fields).toEqual([
      ['ProductPrepared', '/syringe', false],
      ['ProductReleasedFromUnit', '/read/label', true],
      ['CellsImplanted', '/syringe', true],
    ]);
    expect(JSON.stringify(shownBy(state))).not.toContain(LABELS.syringe);
    expect(chainOfIdentity(state!, PATIENT).find(({ kind }) => kind === 'syringe')).toMatchObject({
      label: NEW,
      whereabouts: 'implanted',
    });
    expect(accountabilityOf(state!, PATIENT)).toMatchObject({ balanced: true, implantedMl: '30' });
  });

  it('of a bag follows in the same entry, and in what was discarded of it', () => {
    const discarded = cellEvent('CellsDiscarded', {
      container: 'HRV-001',
      why: 'other',
      discardedAt: '2026-03-10T11:00:00+01:00',
    });
    const records = sealed([cellEvent('HarvestReceived'), discarded]);
    expect(corrected(records, [['HarvestReceived', '/label', 'HRV-002']]).fields).toEqual([
      ['HarvestReceived', '/label', false],
      ['HarvestReceived', '/read/label', true],
      ['CellsDiscarded', '/container', true],
    ]);
  });

  it('is none that stands on another container, of this patient or of another one, and none that says something', () => {
    const records = sealed(cellHistory({ arm: 'A', until: 'kept' }));
    expect(corrected(records, [['ProductPrepared', '/syringe', LABELS.concentrate]]).refusal).toEqual([
      'label-already-used',
      '/newValue',
    ]);
    expect(corrected(records, [['ProductPrepared', '/syringe', LABELS.cryo[0]]]).refusal).toEqual([
      'label-already-used',
      '/newValue',
    ]);
    expect(corrected(records, [['ProductPrepared', '/syringe', 'SYR-9']]).refusal).toEqual([
      'label-not-random',
      '/newValue',
    ]);
    const others = cellEvent('HarvestReceived', {
      ...{ patient: 'NAN-002', label: 'HRV-002', read: { patient: 'NAN-002', label: 'HRV-002' } },
    });
    const both = sealed([others, cellEvent('HarvestReceived')]);
    expect(corrected(both, [['HarvestReceived', '/label', 'HRV-002']]).refusal).toEqual([
      'label-already-used',
      '/newValue',
    ]);
  });

  it('of two containers that were mixed up is exchanged in one command, and what was done to one of them stays its own', () => {
    const [one, other] = LABELS.cryo;
    const records = sealed([...cellHistory({ arm: 'A', until: 'kept' }), cellEvent('CellsThawed')]);
    const { fields, state } = corrected(records, [
      ['CellsCryoConserved', '/containers/0/label', other],
      ['CellsCryoConserved', '/containers/1/label', one],
    ]);
    expect(fields).toEqual([
      ['CellsCryoConserved', '/containers/0/label', false],
      ['CellsCryoConserved', '/containers/1/label', false],
    ]);
    expect(entryOf(shownBy(state), 'CellsThawed')?.data.container).toBe(one);
  });

  it('is free again, so that the container that really has it can get it', () => {
    const { state } = corrected(sealed([cellEvent('HarvestReceived')]), [['HarvestReceived', '/label', 'HRV-002']]);
    const wrong = recordsOf(
      [
        cellEvent('HarvestReceived', {
          patient: 'NAN-002',
          label: 'HRV-009',
          read: { patient: 'NAN-002', label: 'HRV-009' },
        }),
      ],
      { stream: 'sealed', from: 9 },
    );
    const command = {
      type: 'CorrectCellData',
      patient: 'NAN-002',
      data: { correctedEvent: wrong[0]!.id, field: '/label', newValue: 'HRV-001' },
    } as const;
    const after = wrong.reduce(evolveCellTherapy, state!);
    const decision = decideCellCorrection(command, after, { now: LONG_AFTER, reason: GIVEN, facts: SAMPLE_FACTS });
    expect('events' in decision && decision.events.length).toBe(2);
  });
});

describe('[R3-424] the kind of a product that the unit mistyped', () => {
  const slip = [
    ...cellHistory({ arm: 'B', until: 'checked' }),
    cellEvent('ProductPrepared', { composition: PLACEBO, otherThanTheList: 'mix-up' }),
  ];

  it('is corrected, together with what was said of the list: the deviation is gone, and the volumes are right', () => {
    const { state } = corrected(
      sealed(slip),
      [
        ['ProductPrepared', '/composition', CELLS],
        ['ProductPrepared', '/otherThanTheList'],
      ],
      'B',
    );
    const cells = shownBy(state);
    expect(entryOf(cells, 'ProductPrepared')?.data).toMatchObject({ composition: CELLS });
    expect(foundDeviations(cells, { ...SAMPLE_FACTS, arm: 'B' })).toEqual([]);
    expect(accountabilityOf(state!, PATIENT)).toMatchObject({ balanced: true, inHandMl: '30' });
  });

  it('is not what the list does not say, without saying why', () => {
    const records = sealed(cellHistory({ arm: 'B', until: 'controlled' }));
    expect(corrected(records, [['ProductPrepared', '/composition', PLACEBO]], 'B').refusal).toEqual([
      'not-what-the-list-says',
      '/newValue',
    ]);
    const both: readonly Value[] = [
      ['ProductPrepared', '/composition', PLACEBO],
      ['ProductPrepared', '/otherThanTheList', 'list-misread'],
    ];
    expect(corrected(records, both, 'B').fields).toHaveLength(2);
  });
});

describe('several values of the unit in one command', () => {
  const DAY_BEFORE = [
    ['CellsSeparated', '/separatedAt', '2026-03-10T12:20:00+01:00'],
    ['CellsCounted', '/countedAt', '2026-03-10T12:25:00+01:00'],
  ] as const;

  it('are judged together, where one alone would contradict the other', () => {
    const records = sealed(cellHistory({ arm: 'A', until: 'counted' }));
    expect(corrected(records, DAY_BEFORE.slice(0, 1)).refusal?.[0]).toBe('out-of-order');
    expect(corrected(records, DAY_BEFORE).fields).toHaveLength(2);
  });

  it('name the place of what is refused, and no value twice', () => {
    const records = sealed(cellHistory({ arm: 'A', until: 'counted' }));
    const unknown: Value = ['CellsCounted', '/weightKg', 3];
    expect(corrected(records, [...DAY_BEFORE, unknown]).refusal).toEqual(['invalid-value', '/also/1/newValue']);
    expect(corrected(records, [...DAY_BEFORE, DAY_BEFORE[0]]).refusal).toEqual(['invalid-value', '/also/1/field']);
  });
});
