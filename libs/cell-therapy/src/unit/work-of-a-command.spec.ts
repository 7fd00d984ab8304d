import { cellCommandFor, cellHistory, SAMPLE_FACTS } from '@bali/cell-therapy/testing';
import type { LedgerRecord } from '@bali/ledger';
import { type Arm, patientCode } from '@bali/protocol';
import { LONG_AFTER, recordsOf } from '@bali/trial/testing';
import { describe, expect, it } from '@jest/globals';
import { CELL_EVENT_CATALOGUE } from '../event-catalogue.js';
import type { CellTherapyEvent } from './cell-events.js';
import { initialCellTherapyState } from './cell-record.js';
import { decideCellTherapy } from './decide-cell-therapy.js';
import { evolveCellTherapy } from './evolve-cell-therapy.js';

/** The sample event, with labels of the patient's own. */
function of(patient: string, event: CellTherapyEvent): CellTherapyEvent {
  const own = JSON.stringify(event.data).replaceAll('HRV-001', `HRV-${patient}`);
  const data = JSON.parse(own.replaceAll('REI-001', patient)) as object;
  return { type: event.type, data } as unknown as CellTherapyEvent;
}

/** The same record; a read of anything that it says is counted. */
function watched(record: LedgerRecord, read: Set<string>): LedgerRecord {
  const data = new Proxy(record.data as object, {
    get: (target, name) => {
      read.add(record.id);
      return Reflect.get(target, name) as unknown;
    },
  });
  return { ...record, data };
}

/**
 * How many records are looked at when a step is decided and folded for one more patient, after others whose day is over.
 * @param step from 0, in the order of the day
 */
function recordsLookedAt(step: number, arm: Arm['code'], patients: number): number {
  const day = cellHistory({ arm, until: 'kept' });
  const others = Array.from({ length: patients }, (_, number) =>
    cellHistory({ arm: number % 2 === 0 ? 'A' : 'B', until: 'kept' }).map((one) => of(patientCode('REI', number), one)),
  );
  const patient = patientCode('REI', patients);
  const event = of(patient, day[step]!);
  const events = [...others.flat(), ...day.slice(0, step).map((one) => of(patient, one))];
  const read = new Set<string>();
  const records = recordsOf(events, { stream: 'sealed', catalogue: CELL_EVENT_CATALOGUE }).map((record) =>
    watched(record, read),
  );
  const state = records.reduce(evolveCellTherapy, initialCellTherapyState);
  read.clear();
  const facts = { ...SAMPLE_FACTS, arm };
  const decision = decideCellTherapy(cellCommandFor(event), state, { now: LONG_AFTER, facts });
  const decided = 'events' in decision ? decision.events : [];
  expect(decided).toHaveLength(1);
  recordsOf(decided, { stream: 'sealed', from: records.length, catalogue: CELL_EVENT_CATALOGUE }).reduce(
    evolveCellTherapy,
    state,
  );
  return read.size;
}

describe('what a command of the unit costs', () => {
  // The release is left out: it is asked for by the trial ledger's command, and gives no label.
  it.each([
    [0, 'reception'],
    [1, 'separation'],
    [4, 'preparation'],
    [5, 'quality control'],
    [7, 'last record of the day'],
  ])('is the same for either arm, and does not grow with the patients: step %i, the %s', (step) => {
    const few = recordsLookedAt(step, 'A', 3);
    expect(few).toBeLessThanOrEqual(step);
    expect(recordsLookedAt(step, 'B', 3)).toBe(few);
    expect(recordsLookedAt(step, 'A', 60)).toBe(few);
    expect(recordsLookedAt(step, 'B', 60)).toBe(few);
  });
});
