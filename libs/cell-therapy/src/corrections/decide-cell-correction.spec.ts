import { describe, expect, it } from '@jest/globals';
import {
  arbitraryCellAttempts,
  type CellAttempt,
  cellCommandFor,
  cellEvent,
  cellHistory,
  GIVEN,
  LABELS,
  SAMPLE_FACTS,
} from '@bali/cell-therapy/testing';
import { leafOf, type LedgerRecord, recordOf } from '@bali/ledger';
import type { CorrectionRequest, Decision } from '@bali/trial';
import { LONG_AFTER, recordsOf } from '@bali/trial/testing';
import fc from 'fast-check';
import { accountabilityOf } from '../containers/accountability.js';
import type { CellTherapyEventType } from '../unit/cell-events.js';
import {
  type CellEntry,
  cellsOf,
  type CellTherapyState,
  correctionsOf,
  entryOf,
  initialCellTherapyState,
} from '../unit/cell-record.js';
import { decideCellTherapy } from '../unit/decide-cell-therapy.js';
import { evolveCellTherapy } from '../unit/evolve-cell-therapy.js';
import type { PatientFacts } from '../unit/rule.js';
import type { CellCorrectionEvent } from './cell-data-corrected.js';
import { decideCellCorrection } from './decide-cell-correction.js';

const PATIENT = 'REI-001';
const IN_A: PatientFacts = { ...SAMPLE_FACTS, arm: 'A' };
const IN_B: PatientFacts = { ...SAMPLE_FACTS, arm: 'B' };

const keptInA = recordsOf(cellHistory({ arm: 'A', until: 'kept' }), { stream: 'sealed' });
const keptInB = recordsOf(cellHistory({ arm: 'B', until: 'kept' }), { stream: 'sealed' });

const stateOf = (records: readonly LedgerRecord[]) => records.reduce(evolveCellTherapy, initialCellTherapyState);

function corrected(
  records: readonly LedgerRecord[],
  type: CellTherapyEventType,
  request: Omit<CorrectionRequest, 'correctedEvent'>,
  facts: PatientFacts = IN_A,
): Decision<CellCorrectionEvent> {
  const correctedEvent = records.find((record) => record.type === type)?.id ?? '';
  const command = { type: 'CorrectCellData', patient: PATIENT, data: { correctedEvent, ...request } } as const;
  return decideCellCorrection(command, stateOf(records), { now: LONG_AFTER, reason: GIVEN, facts });
}

const refusalOf = (decision: Decision<CellCorrectionEvent>) =>
  'refusal' in decision ? decision.refusal.code : undefined;

function after(records: readonly LedgerRecord[], decision: Decision<CellCorrectionEvent>): CellTherapyState {
  const events = 'events' in decision ? decision.events : [];
  return stateOf([...records, ...recordsOf(events, { stream: 'sealed', from: records.length })]);
}

describe('[P11-10e] a correction of what the unit recorded', () => {
  it('says the old and the new value, and the record shows the new one, and that it was corrected', () => {
    const decision = corrected(keptInA, 'CellsCounted', { field: '/viabilityPercent', newValue: '91.5' });
    const [event] = 'events' in decision ? decision.events : [];
    expect(event?.data).toMatchObject({ field: '/viabilityPercent', newValue: '91.5', computed: false });
    const state = after(keptInA, decision);
    const counted = entryOf(cellsOf(state, PATIENT), 'CellsCounted');
    expect(counted).toMatchObject({ data: { viabilityPercent: '91.5' }, corrected: ['/viabilityPercent'] });
    expect(correctionsOf(state, PATIENT)).toMatchObject([{ oldValue: event?.data.oldValue, newValue: '91.5' }]);
    expect(accountabilityOf(state, PATIENT).correctedValues).toBe(1);
  });

  it('needs a reason', () => {
    const id = keptInA[2]?.id ?? '';
    const data = { correctedEvent: id, field: '/viabilityPercent', newValue: '91.5' };
    const command = { type: 'CorrectCellData', patient: PATIENT, data } as const;
    const decision = decideCellCorrection(command, stateOf(keptInA), { now: LONG_AFTER, facts: IN_A });
    expect(refusalOf(decision)).toBe('reason-missing');
  });

  it.each([
    ['HarvestReceived', '/patient', 'NAN-002'],
    ['HarvestReceived', '/read/label', 'HRV-OTHER'],
    ['ConcentrateControlled', '/verdict', 'not-conform'],
    ['QualityControlled', '/verdict', 'not-conform'],
    ['ProductReleasedFromUnit', '/releasedAt', '2026-03-10T12:31:00+01:00'],
    ['ProductReleasedFromUnit', '/request/commandId', 'f47ac10b-58cc-4372-a567-0e02b2c3d479'],
    ['CellsCryoConserved', '/from', LABELS.syringe],
  ] as const)('does not touch %s %s', (type, field, newValue) => {
    expect(refusalOf(corrected(keptInA, type, { field, newValue }))).toBe('field-not-correctable');
  });

  it('of an answer of the quality control corrects the verdict along with it, also after the release', () => {
    const decision = corrected(keptInA, 'QualityControlled', { field: '/gramStain', newValue: 'positive' });
    expect('events' in decision && decision.events.map(({ data }) => [data.field, data.computed])).toEqual([
      ['/gramStain', false],
      ['/verdict', true],
    ]);
    expect(entryOf(cellsOf(after(keptInA, decision), PATIENT), 'QualityControlled')?.data.verdict).toBe('not-conform');
  });

  it('makes a product conform by another person than the one who controlled it', () => {
    const before = recordsOf(cellHistory({ arm: 'A', until: 'prepared' }), { stream: 'sealed' });
    const control = cellEvent('QualityControlled', { gramStain: 'positive', verdict: 'not-conform' });
    const records = [...before, ...recordsOf([control], { stream: 'sealed', from: before.length })];
    const controlled = records.at(-1)!;
    const data = { correctedEvent: controlled.id, field: '/gramStain', newValue: 'negative' };
    const command = { type: 'CorrectCellData', patient: PATIENT, data } as const;
    const by = (userId: string) =>
      decideCellCorrection(command, stateOf(records), { now: LONG_AFTER, reason: GIVEN, facts: IN_A, by: userId });
    expect(refusalOf(by(controlled.metadata.actor.userId))).toBe('second-person-needed');
    expect(entryOf(cellsOf(after(records, by('somebody.else')), PATIENT), 'QualityControlled')?.data.verdict).toBe(
      'conform',
    );
  });

  it('brings no contradiction with what was recorded before or afterwards', () => {
    const concentrate = { field: '/concentrateMl', newValue: '20' };
    expect(refusalOf(corrected(keptInA, 'CellsSeparated', concentrate))).toBe('more-than-there-is');
    expect(refusalOf(corrected(keptInB, 'CellsSeparated', concentrate, IN_B))).toBe('more-than-there-is');
    const late = { field: '/separatedAt', newValue: '2026-03-10T11:50:00+01:00' };
    expect(refusalOf(corrected(keptInA, 'CellsSeparated', late))).toBe('out-of-order');
    const more = { field: '/mononuclearCells', newValue: 4201 };
    expect(refusalOf(corrected(keptInA, 'CellsCounted', more))).toBe('implausible-value');
  });
});

describe('a value that nobody could enter', () => {
  it.each([
    ['ProgenitorsMeasured', '/measuredOn', '0850-01-01'],
    ['CellsCryoConserved', '/place', 'tank 2\u2028rack 4'],
    ['HarvestReceived', '/receivedAt', '0850-03-10T09:50:00+01:00'],
  ] as const)('is no correction either: %s %s', (type, field, newValue) => {
    const records = [
      ...keptInA,
      ...recordsOf([cellEvent('ProgenitorsMeasured')], { stream: 'sealed', from: keptInA.length }),
    ];
    expect(refusalOf(corrected(records, type, { field, newValue }))).toBe('invalid-value');
    const entered = cellEvent(type, { [field.slice(1)]: newValue });
    const decision = decideCellTherapy(cellCommandFor(entered), stateOf([]), { now: LONG_AFTER, facts: IN_A });
    expect('refusal' in decision && decision.refusal).toMatchObject({ code: 'invalid-value', field });
  });
});

interface Wanted {
  readonly place: number;
  readonly volume: number;
}

const VOLUMES: Partial<Record<CellTherapyEventType, string>> = {
  CellsSeparated: '/concentrateMl',
  ProductPrepared: '/composition/concentrateMl',
  CellsCryoConserved: '/containers/0/cellsMl',
};

/** What the unit recorded of all that it tried, and the facts of each patient. */
function recorded(attempts: readonly CellAttempt[]) {
  const records: LedgerRecord[] = [];
  const factsOf = new Map<string, PatientFacts>();
  for (const { event, facts, now } of attempts) {
    const decision = decideCellTherapy(cellCommandFor(event), stateOf(records), { now, facts });
    if ('events' in decision) records.push(...recordsOf(decision.events, { stream: 'sealed', from: records.length }));
    factsOf.set(event.data.patient, facts);
  }
  return { records, factsOf };
}

/** Corrects one volume after another as it is wanted, holds the accounts to their rules, and says how many were accepted. */
function correctedVolumes(attempts: readonly CellAttempt[], wanted: readonly Wanted[]): number {
  const { records, factsOf } = recorded(attempts);
  let done = 0;
  let state = stateOf(records);
  for (const { place, volume } of wanted) {
    const all: readonly CellEntry[] = [...state.patients.values()].flat().filter(({ type }) => type in VOLUMES);
    const entry = all[place % Math.max(all.length, 1)];
    const facts = factsOf.get(entry?.data.patient ?? '');
    if (entry === undefined || facts === undefined) continue;
    const data = { correctedEvent: entry.id, field: VOLUMES[entry.type] ?? '', newValue: String(volume) };
    const command = { type: 'CorrectCellData', patient: entry.data.patient, data } as const;
    const decision = decideCellCorrection(command, state, { now: LONG_AFTER, reason: GIVEN, facts });
    if (!('events' in decision)) continue;
    done += 1;
    const added = recordsOf(decision.events, { stream: 'sealed', from: records.length });
    records.push(...added);
    state = added.reduce(evolveCellTherapy, state);
    expectRightAccounts(state, entry.data.patient);
  }
  const again = records.map((record) => recordOf(leafOf(record))).reduce(evolveCellTherapy, initialCellTherapyState);
  expect(again).toEqual(state);
  return done;
}

function expectRightAccounts(state: CellTherapyState, patient: string): void {
  const account = accountabilityOf(state, patient);
  expect(account).toMatchObject({ balanced: true });
  expect(account.inHandMl).not.toMatch(/^-/u);
  expect(account.discardedMl).not.toMatch(/^-/u);
}

/** The planned day of a patient, then each volume of it corrected to one that is possible and to one that is not. */
const plannedDay = (facts: PatientFacts): CellAttempt[] =>
  cellHistory({ arm: facts.arm ?? 'A', until: 'kept' }).map((event) => ({ event, facts, now: LONG_AFTER }));
const EACH_VOLUME: Wanted[] = [0, 1, 2].flatMap((place) => [29, 28, 60].map((volume) => ({ place, volume })));

describe('whatever the unit corrects', () => {
  const wanted = fc.array(fc.record({ place: fc.nat(), volume: fc.integer({ min: 1, max: 60 }) }), { maxLength: 8 });

  it('[P11-10e] accounts stay balanced, nothing is taken that is not there, and the records alone give the state again', () => {
    fc.assert(
      fc.property(arbitraryCellAttempts, wanted, (attempts, volumes) => {
        correctedVolumes(attempts, volumes);
      }),
      {
        numRuns: 150,
        examples: [IN_A, IN_B].map((facts): [CellAttempt[], Wanted[]] => [plannedDay(facts), EACH_VOLUME]),
      },
    );
  });

  it.each([IN_A, IN_B])('is accepted in some cases and refused in others: $arm', (facts) => {
    const done = correctedVolumes(plannedDay(facts), EACH_VOLUME);
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(EACH_VOLUME.length);
  });
});
