import {
  arbitraryCellAttempts,
  cellCommandFor,
  cellEvent,
  cellHistory,
  GIVEN,
  SAMPLE_FACTS,
} from '@bali/cell-therapy/testing';
import { describe, expect, it } from '@jest/globals';
import { eventId, type LedgerRecord } from '@bali/ledger';
import { LONG_AFTER, recordsOf } from '@bali/trial/testing';
import fc from 'fast-check';
import { accountabilityOf } from '../containers/accountability.js';
import { foundDeviations } from '../deviations/found-deviations.js';
import type { CellTherapyEvent, CellTherapyEventType } from '../unit/cell-events.js';
import { cellsOf, everythingOf, initialCellTherapyState } from '../unit/cell-record.js';
import { decideCellTherapy } from '../unit/decide-cell-therapy.js';
import { evolveCellTherapy } from '../unit/evolve-cell-therapy.js';
import type { PatientFacts } from '../unit/rule.js';
import { decideCellAnnulment } from './decide-cell-annulment.js';

const PATIENT = 'REI-001';
const REQUEST = { commandId: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a' };

const stateOf = (records: readonly LedgerRecord[]) => records.reduce(evolveCellTherapy, initialCellTherapyState);
const sealed = (events: readonly CellTherapyEvent[]) => recordsOf(events, { stream: 'sealed' });
const idsOf = (records: readonly LedgerRecord[], ...types: readonly CellTherapyEventType[]) =>
  records.filter(({ type }) => (types as readonly string[]).includes(type)).map(({ id }) => id);

interface Asked {
  readonly facts?: PatientFacts;
  readonly by?: string;
  readonly patient?: string;
  readonly reason?: string;
}

function annulled(
  records: readonly LedgerRecord[],
  entries: readonly string[],
  { facts = SAMPLE_FACTS, by = 'u-900', patient = PATIENT, reason = GIVEN }: Asked = {},
) {
  const command = { type: 'AnnulCellEntries', patient, data: { entries } } as const;
  const decision = decideCellAnnulment(command, stateOf(records), {
    ...{ now: LONG_AFTER, facts, by },
    ...(reason === '' ? {} : { reason }),
  });
  if ('refusal' in decision) return { refusal: decision.refusal, records };
  return { records: [...records, ...recordsOf(decision.events, { stream: 'sealed', from: records.length })] };
}

const kept = (arm: 'A' | 'B') => sealed(cellHistory({ arm, until: 'kept' }));

describe('[R3-424] what the unit entered for the wrong patient, twice, or what did not happen', () => {
  it('is annulled: the record is as if it were not there, and shows it all the same', () => {
    const thawed = sealed([...cellHistory({ arm: 'A', until: 'kept' }), cellEvent('CellsThawed')]);
    const { records } = annulled(thawed, idsOf(thawed, 'CellsThawed'));
    expect(records.at(-1)).toMatchObject({
      type: 'CellEntriesAnnulled',
      data: { annulled: [{ type: 'CellsThawed' }] },
    });
    const state = stateOf(records);
    expect(cellsOf(state, PATIENT)).toEqual(cellsOf(stateOf(kept('A')), PATIENT));
    expect(accountabilityOf(state, PATIENT)).toEqual(accountabilityOf(stateOf(kept('A')), PATIENT));
    expect(everythingOf(state, PATIENT).find(({ type }) => type === 'CellsThawed')).toMatchObject({
      annulledBy: records.at(-1)?.id,
    });
  });

  it('takes what rests on it along in the same command, and names what does', () => {
    const records = sealed(cellHistory({ arm: 'A', until: 'controlled' }));
    const separated = idsOf(records, 'CellsSeparated');
    expect(annulled(records, separated).refusal).toMatchObject({
      code: 'needed-by-others',
      field: '/entries',
      sentence: expect.stringMatching(/counted.*controlled.*prepared.*Annul these in the same command/u) as unknown,
    });
    const rest = records.slice(1).map(({ id }) => id);
    expect(cellsOf(stateOf(annulled(records, rest).records), PATIENT).map(({ type }) => type)).toEqual([
      'HarvestReceived',
    ]);
  });

  it('of the day of treatment rests under a release that stands in the trial ledger, too, until that is annulled there', () => {
    for (const arm of ['A', 'B'] as const) {
      const released = sealed(cellHistory({ arm, until: 'released' }));
      const all = released.filter(({ type }) => type !== 'ProductReleasedFromUnit').map(({ id }) => id);
      expect(annulled(released, all, { facts: { ...SAMPLE_FACTS, arm } }).refusal).toMatchObject({
        code: 'needed-by-others',
        sentence: expect.stringContaining('Annul first what stands in the trial ledger') as unknown,
      });
      expect(annulled(released, idsOf(released, 'ProductReleasedFromUnit')).refusal?.code).toBe('never-annulled');
      const { request } = released.at(-1)!.data as { request: { commandId: string } };
      const inBoth = cellEvent('UnitEntriesAnnulled', {
        ...{ patient: PATIENT, annulledAt: LONG_AFTER, request: REQUEST },
        entries: [eventId(request.commandId, 0)],
      });
      const free = [...released, ...recordsOf([inBoth], { stream: 'sealed', from: released.length })];
      expect(annulled(free, all, { facts: { ...SAMPLE_FACTS, arm } }).refusal).toBeUndefined();
    }
  });

  it('rests under no release that the trial ledger had refused', () => {
    const released = sealed(cellHistory({ arm: 'A', until: 'released' }));
    const { request } = released.at(-1)!.data as { request: { commandId: string } };
    const refused = cellEvent('ProductReleaseGivenUp', {
      givenUp: { commandId: request.commandId, because: 'consent-withdrawn' },
    });
    const records = [...released, ...recordsOf([refused], { stream: 'sealed', from: released.length })];
    const steps = records.slice(0, 6).map(({ id }) => id);
    expect(annulled(records, steps).refusal).toBeUndefined();
    expect(annulled(records, [records.at(-1)!.id]).refusal?.code).toBe('never-annulled');
  });

  it('and the label of the bag is free for the patient whose it is', () => {
    const wrong = sealed([cellEvent('HarvestReceived')]);
    const { label: given } = wrong[0]!.data as { label: string };
    const right = cellEvent('HarvestReceived', { patient: 'NAN-002', read: { patient: 'NAN-002', label: given } });
    const entered = (records: readonly LedgerRecord[]) =>
      decideCellTherapy(
        cellCommandFor({ ...right, data: { ...right.data, bloodTube: { received: 'yes', patient: 'NAN-002' } } }),
        stateOf(records),
        { now: LONG_AFTER, facts: SAMPLE_FACTS },
      );
    expect(entered(wrong)).toMatchObject({ refusal: { code: 'label-already-used' } });
    expect(entered(annulled(wrong, [wrong[0]!.id]).records)).toMatchObject({ events: [{ type: 'HarvestReceived' }] });
  });

  it('is entered anew as it really was, with the same label', () => {
    const records = sealed(cellHistory({ arm: 'B', until: 'prepared' }));
    const free = annulled(records, idsOf(records, 'ProductPrepared'), { facts: { ...SAMPLE_FACTS, arm: 'B' } }).records;
    const again = decideCellTherapy(
      cellCommandFor(cellHistory({ arm: 'B', until: 'prepared' }).at(-1)!),
      stateOf(free),
      {
        ...{ now: LONG_AFTER, facts: { ...SAMPLE_FACTS, arm: 'B' } },
      },
    );
    expect(again).toMatchObject({ events: [{ type: 'ProductPrepared' }] });
  });
});

describe('an annulment of the unit that is refused', () => {
  const records = kept('A');
  const counted = idsOf(records, 'CellsCounted');

  it('says why, and which entry', () => {
    expect(annulled(records, counted, { reason: '' }).refusal).toMatchObject({
      code: 'reason-missing',
      field: '/reason',
    });
    expect(annulled(records, []).refusal).toMatchObject({ code: 'invalid-value', field: '/entries' });
    expect(annulled(records, [...counted, ...counted]).refusal).toMatchObject({ code: 'invalid-value' });
    const many = Array.from({ length: 51 }, (_, place) => `${place}`);
    expect(annulled(records, many).refusal).toMatchObject({ code: 'invalid-value' });
    const unknown = [records.at(-1)!.id, REQUEST.commandId];
    expect(annulled(records, unknown).refusal).toMatchObject({ code: 'event-unknown', field: '/entries/1' });
    expect(annulled(records, counted, { patient: 'NAN-002' }).refusal).toMatchObject({ code: 'event-unknown' });
  });

  it('comes for what is annulled already, and for no correction of it either', () => {
    const last = [records.at(-1)!.id];
    expect(annulled(annulled(records, last).records, last).refusal).toMatchObject({ code: 'already-annulled' });
  });

  it('asks for a second person where a control had found that something fails', () => {
    const before = sealed(cellHistory({ arm: 'A', until: 'counted' }));
    const failed = cellEvent('ConcentrateControlled', { gramStain: 'positive', verdict: 'not-conform' });
    const found = [...before, ...recordsOf([failed], { stream: 'sealed', from: before.length })];
    const control = found.at(-1)!;
    const { userId } = control.metadata.actor;
    expect(annulled(found, [control.id], { by: userId }).refusal?.code).toBe('second-person-needed');
    expect(annulled(found, [control.id]).refusal).toBeUndefined();
  });
});

describe('whatever the unit has recorded of a patient', () => {
  it('can all be annulled together, where nothing of it stands in the trial ledger', () => {
    fc.assert(
      fc.property(arbitraryCellAttempts, (attempts) => {
        let records: readonly LedgerRecord[] = [];
        const factsOf = new Map<string, PatientFacts>();
        for (const { event, facts, now } of attempts) {
          if (event.type === 'ProductReleasedFromUnit') continue;
          const decision = decideCellTherapy(cellCommandFor(event), stateOf(records), { now, facts });
          if ('events' in decision) {
            records = [...records, ...recordsOf(decision.events, { stream: 'sealed', from: records.length })];
          }
          factsOf.set(event.data.patient, facts);
        }
        for (const [patient, facts] of factsOf) {
          const ids = cellsOf(stateOf(records), patient).map(({ id }) => id);
          if (ids.length === 0) continue;
          const { refusal, records: after } = annulled(records, ids, { patient, facts });
          expect(refusal).toBeUndefined();
          expect(cellsOf(stateOf(after), patient)).toEqual([]);
          expect(accountabilityOf(stateOf(after), patient)).toMatchObject({ balanced: true, concentratedMl: '0' });
        }
      }),
      { numRuns: 40, seed: 16 },
    );
  });

  it('once wrongly and put right is as if it had been recorded rightly, in either arm', () => {
    const slips = fc.array(fc.boolean(), { minLength: 8, maxLength: 8 });
    const all = Array.from({ length: 8 }, () => true);
    fc.assert(
      fc.property(fc.constantFrom('A' as const, 'B' as const), slips, (arm, wrong) => {
        const right = cellHistory({ arm, until: 'kept' });
        const facts = { ...SAMPLE_FACTS, arm };
        let records: readonly LedgerRecord[] = [];
        const record = (event: CellTherapyEvent) => {
          const added = recordsOf([event], { stream: 'sealed', from: records.length });
          records = [...records, ...added];
          return added.map(({ id }) => id);
        };
        for (const [place, event] of right.entries()) {
          if (wrong[place] === true && event.type !== 'ProductReleasedFromUnit') {
            records = annulled(records, record(event), { facts }).records;
          }
          record(event);
        }
        const told = (state: ReturnType<typeof stateOf>) => [
          cellsOf(state, PATIENT).map(({ type, data }) => [type, data]),
          accountabilityOf(state, PATIENT),
          foundDeviations(cellsOf(state, PATIENT), facts).map(({ code }) => code),
        ];
        expect(told(stateOf(records))).toEqual(told(stateOf(sealed(right))));
      }),
      {
        numRuns: 20,
        seed: 16,
        examples: [
          ['A', all],
          ['B', all],
        ],
      },
    );
  });
});
