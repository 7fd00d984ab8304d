import { describe, expect, it } from '@jest/globals';
import { canonicalJson, sha256Hex } from '@bali/ledger';
import { MemoryEventStore, openedTrial, play } from '@bali/projections/testing';
import { replay } from './replay.js';

const COURSE = {
  patient: 'REI-001',
  consentedOn: '2009-05-11',
  verdict: 'eligible',
  steps: 4,
  visits: 3,
  adverseEvents: 1,
  corrected: true,
} as const;
const { records } = play(openedTrial(), [COURSE, { ...COURSE, patient: 'NAN-002', corrected: false }], true);
const store = new MemoryEventStore(records, 7);

describe('a replay', () => {
  it('gives the digest of the canonical JSON of the state', async () => {
    const { state, digest, position } = await replay(store);
    expect(position).toBe(records.length - 1);
    expect(Object.keys(state.patients)).toEqual(['REI-001', 'NAN-002']);
    expect(digest).toBe(sha256Hex(canonicalJson(state)));
  });

  it('[P11-10e] changes the digest with every event, and is the same for the same events', async () => {
    const steps = await Promise.all(records.map((_, position) => replay(store, { position })));
    expect(new Set(steps.map(({ digest }) => digest)).size).toBe(records.length);
    const shorter = await replay(new MemoryEventStore(records.slice(0, 9), 2));
    expect(shorter).toEqual(steps[8]);
  });

  it('gives the state at a moment: after the last event recorded until then', async () => {
    const at = (position: number): string => records[position]!.metadata.recordedAt;
    expect(await replay(store, { instant: at(8) })).toEqual(await replay(store, { position: 8 }));
    expect((await replay(store, { instant: at(8).replace('.000Z', '.999Z') })).position).toBe(8);
    expect((await replay(store, { instant: '2001-01-01T00:00:00Z' })).position).toBe(-1);
    expect((await replay(store, { instant: at(8), position: 3 })).position).toBe(3);
  });

  it('of an empty ledger is the initial state', async () => {
    const { position, state, recordedAt } = await replay(new MemoryEventStore());
    expect({ position, state, recordedAt }).toEqual({
      position: -1,
      state: { trial: { entries: [] }, patients: {} },
      recordedAt: undefined,
    });
  });

  it('[P11-10e] to a moment leaves out what came later, also what was recorded after the clock had been set back', async () => {
    const [first, second, third] = openedTrial().records;
    const before = (record: typeof first, recordedAt: string) => ({
      ...record!,
      metadata: { ...record!.metadata, recordedAt },
    });
    const setBack = new MemoryEventStore([
      first!,
      before(second, '2009-06-01T00:00:00.000Z'),
      before(third, '2009-05-05T00:00:00.000Z'),
    ]);
    expect((await replay(setBack, { instant: '2009-05-05T00:00:00Z' })).position).toBe(0);
  });
});
