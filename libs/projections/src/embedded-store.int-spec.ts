import { describe, expect, it } from '@jest/globals';
import { openTemporaryStore, patience } from '@bali/event-store/testing';
import { openedTrial, play, RunnerFixture } from '@bali/projections/testing';
import { leafOf, type LedgerRecord } from '@bali/ledger';
import { type EventStore, NO_STREAM } from '@bali/event-store';
import { replay } from './trial-state/replay.js';
import { TrialStateQueries } from './trial-state/trial-state-queries.js';
import { TRIAL_PROJECTIONS } from './trial-projections.js';

const COURSE = {
  patient: 'REI-001',
  consentedOn: '2009-05-11',
  verdict: 'eligible',
  steps: 4,
  visits: 3,
  adverseEvents: 2,
  corrected: true,
} as const;
const { records } = play(openedTrial(), [COURSE, { ...COURSE, patient: 'NAN-001' }], true);

function append(store: EventStore, record: LedgerRecord) {
  const { id, type, stream, revision } = record;
  const expectedRevision = revision === 0 ? NO_STREAM : revision - 1;
  return store.append({ stream, expectedRevision, events: [{ id, type, leaf: leafOf(record) }] });
}

describe('on the embedded store', () => {
  it('an event is there to be read once its position is applied, and every instance comes to the same state', async () => {
    await using ledger = openTemporaryStore('trial', { pageEvents: 4 });
    await using fixture = new RunnerFixture();
    for (const record of records.slice(0, 9)) await append(ledger.store, record);
    const runner = await fixture.start(ledger.store, TRIAL_PROJECTIONS);
    const state = new TrialStateQueries(runner);
    for (const record of records.slice(9)) {
      const { position } = await append(ledger.store, record);
      await runner.waitFor(position, patience());
      const patient = record.stream.replace('patient-', '');
      expect(state.patient(patient)?.entries.length).toBeGreaterThan(0);
    }
    const other = await fixture.start(ledger.store, TRIAL_PROJECTIONS, `${fixture.path}.other`);
    expect(new TrialStateQueries(other).digest()).toBe(state.digest());
    expect((await replay(ledger.store)).digest).toBe(state.digest());
  });
});
