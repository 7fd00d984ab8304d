import { describe, expect, it } from '@jest/globals';
import { arbitraryCellAttempts, cellCommandFor, cellHistory, cellStateOf, LABELS } from '@bali/cell-therapy/testing';
import { leafOf, recordOf } from '@bali/ledger';
import { type Decision } from '@bali/trial';
import { schemaViolation } from '@bali/schema';
import { holdsOfEach, recordsOf } from '@bali/trial/testing';
import fc from 'fast-check';
import { accountabilityOf, accountabilityOverAll, chainOfIdentity } from '../containers/accountability.js';
import { containersOf } from '../containers/containers-of.js';
import { CELL_THERAPY_EVENTS, type CellTherapyEvent } from './cell-events.js';
import { cellsOf, entriesOf, initialCellTherapyState } from './cell-record.js';
import { decideCellTherapy } from './decide-cell-therapy.js';
import { evolveCellTherapy } from './evolve-cell-therapy.js';

/** Plays attempts one after another, as the unit would. */
const played = arbitraryCellAttempts.map((attempts) => {
  let state = initialCellTherapyState;
  const records: ReturnType<typeof recordsOf>[number][] = [];
  const tried = attempts.map(({ event, facts, now }) => {
    const before = state;
    const decision: Decision<CellTherapyEvent> = decideCellTherapy(cellCommandFor(event), before, { now, facts });
    const events = 'events' in decision ? decision.events : [];
    const added = recordsOf(events, { stream: 'sealed', from: records.length, recordedAt: now });
    records.push(...added);
    state = added.reduce(evolveCellTherapy, before);
    return { facts, decision, after: state };
  });
  return { records, tried, state };
});
const ofEach = holdsOfEach(played, 120);

describe('whatever the unit tries', () => {
  it('there is a decision, and what is decided keeps its schema and can be stored', () => {
    ofEach(({ tried, records }) => {
      const events = tried.flatMap(({ decision }) => ('events' in decision ? decision.events : []));
      for (const { type, data } of events) expect(schemaViolation(CELL_THERAPY_EVENTS[type], data)).toBeUndefined();
      expect(records.map((record) => recordOf(leafOf(record)))).toEqual(records);
    });
  });

  it('what came in is all of what is anywhere: per patient and over all', () => {
    ofEach(({ tried }) => {
      for (const { after } of tried) {
        const patients = [...after.patients.keys()];
        expect(patients.filter((patient) => !accountabilityOf(after, patient).balanced)).toEqual([]);
        expect(accountabilityOverAll(after.patients.values()).balanced).toBe(true);
      }
    });
  });

  it('no label is on two containers, and every container but the harvest and a placebo comes from one of the same patient', () => {
    ofEach(({ state }) => {
      const all = [...state.patients.values()].flatMap(containersOf);
      expect(new Set(all.map(({ label }) => label)).size).toBe(all.length);
      for (const cells of state.patients.values()) {
        const own = containersOf(cells);
        for (const { kind, cellsMl, madeFrom } of own) {
          const hasNoOrigin = kind === 'harvest' || (kind === 'syringe' && cellsMl === '0');
          expect(own.some(({ label }) => label === madeFrom)).toBe(!hasNoOrigin);
        }
      }
    });
  });

  it('[P11-10f] nothing is used or thawed before the planned unblinding, and nothing is implanted against the list', () => {
    ofEach(({ tried }) => {
      const recorded = tried.flatMap(({ facts, decision }) =>
        ('events' in decision ? decision.events : []).map(({ type }) => ({ type, facts })),
      );
      const of = (...types: readonly string[]) => recorded.filter(({ type }) => types.includes(type));
      const used = of('CellsThawed', 'CellsUsed');
      expect(used.filter(({ facts }) => facts.unblindedAsPlannedAt === undefined)).toEqual([]);
      expect(of('CellsImplanted').filter(({ facts }) => facts.arm !== 'B')).toEqual([]);
    });
  });

  it('no container is used twice, nor used and discarded', () => {
    ofEach(({ state }) => {
      for (const cells of state.patients.values()) {
        const gone = [...entriesOf(cells, 'CellsUsed'), ...entriesOf(cells, 'CellsDiscarded')];
        const labels = gone.map(({ data }) => data.container);
        expect(new Set(labels).size).toBe(labels.length);
      }
    });
  });

  it('[P11-10e] the records alone give the state again', () => {
    ofEach(({ records, state }) => {
      const again = records
        .map((record) => recordOf(leafOf(record)))
        .reduce(evolveCellTherapy, initialCellTherapyState);
      expect(again).toEqual(state);
    });
  });

  it('is not all refused, and not all accepted', () => {
    const decisions = fc
      .sample(played, { numRuns: 60, seed: 1 })
      .flatMap(({ tried }) => tried.map(({ decision }) => decision));
    const codes = new Set(decisions.flatMap((decision) => ('refusal' in decision ? [decision.refusal.code] : [])));
    const types = new Set(
      decisions.flatMap((decision) => ('events' in decision ? decision.events : [])).map(({ type }) => type),
    );
    expect(codes.size).toBeGreaterThan(8);
    // That the trial ledger refused something is no step of the unit's, and withdrawal and correction of a release have use cases of their own.
    const elsewhere = [
      ...['UnitEntriesAnnulled', 'UnitAnnulmentGivenUp', 'MicrobiologyAlertGivenUp'],
      ...['ProductReleaseGivenUp', 'ReleaseWithdrawnByUnit', 'ReleaseWithdrawalGivenUp'],
      ...['ReleaseMomentCorrected', 'ReleaseCorrectionGivenUp'],
    ];
    const steps = Object.keys(CELL_THERAPY_EVENTS).filter((type) => !elsewhere.includes(type));
    expect(types).toEqual(new Set(steps));
  });
});

describe('the accountability of one patient', () => {
  it.each([
    ['A', { storedMl: '30', implantedMl: '0' }],
    ['B', { storedMl: '0', implantedMl: '30' }],
  ] as const)('at the end of the day says where the 30 mL of arm %s are', (arm, where) => {
    const state = cellStateOf(cellHistory({ arm, until: 'kept' }));
    const expected = { harvestsReceived: 1, harvestsProcessed: 1, concentratedMl: '30', inHandMl: '0', balanced: true };
    expect(accountabilityOf(state, 'REI-001')).toMatchObject({ ...expected, ...where });
    expect(accountabilityOverAll(state.patients.values())).toEqual(accountabilityOf(state, 'REI-001'));
  });

  it('leads from the harvest to the syringe of an arm B patient, with the checks of two identifiers', () => {
    const state = cellStateOf(cellHistory({ arm: 'B', until: 'released' }));
    const chain = chainOfIdentity(state, 'REI-001').map(({ label, madeFrom, checked }) => [
      label,
      madeFrom,
      checked.length,
    ]);
    expect(chain).toEqual([
      ['HRV-001', undefined, 1],
      [LABELS.concentrate, 'HRV-001', 1],
      [LABELS.syringe, LABELS.concentrate, 1],
    ]);
    expect(cellsOf(state, 'REI-002')).toEqual([]);
  });
});
