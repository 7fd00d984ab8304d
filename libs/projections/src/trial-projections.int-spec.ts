import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { patience } from '@bali/event-store/testing';
import {
  contentsOf,
  MemoryEventStore,
  openedTrial,
  play,
  RunnerFixture,
  type SampleCourse,
  sampleCourses,
} from '@bali/projections/testing';
import { replay } from './trial-state/replay.js';
import { TrialStateQueries } from './trial-state/trial-state-queries.js';
import { TRIAL_PROJECTIONS } from './trial-projections.js';

const TABLES = TRIAL_PROJECTIONS.flatMap(({ tables }) => tables.map(({ name }) => name));

/** Projections that followed a ledger while it grew, restarted once on the way. */
async function live(fixture: RunnerFixture, courses: readonly SampleCourse[], pageSize: number, restartAt: number) {
  const { records } = play(openedTrial(), courses, true);
  const store = new MemoryEventStore([], pageSize);
  const first = await fixture.start(store, TRIAL_PROJECTIONS);
  store.add(...records.slice(0, restartAt));
  await first.waitFor(store.events.length - 1, patience());
  await fixture.close(first);
  const runner = await fixture.start(store, TRIAL_PROJECTIONS);
  store.add(...records.slice(restartAt));
  await runner.waitFor(records.length - 1, patience());
  return { store, runner };
}

describe('the projections of the trial', () => {
  it('hold the same to the byte whether they followed the ledger or were rebuilt, and a replay gives their state', async () => {
    const history = fc.tuple(sampleCourses, fc.integer({ min: 1, max: 9 }), fc.nat({ max: 30 }));
    await fc.assert(
      fc.asyncProperty(history, async ([courses, pageSize, restartAt]) => {
        await using fixture = new RunnerFixture();
        const { store, runner } = await live(fixture, courses, pageSize, restartAt);
        const followed = contentsOf(runner.reader, TABLES);
        const digest = new TrialStateQueries(runner).digest();
        await runner.rebuild();
        expect(contentsOf(runner.reader, TABLES)).toEqual(followed);
        expect(new TrialStateQueries(runner).digest()).toBe(digest);
        expect((await replay(store)).digest).toBe(digest);
      }),
      { numRuns: 25 },
    );
  });

  it('stop in front of an event that this software does not know', async () => {
    await using fixture = new RunnerFixture();
    const { records } = openedTrial();
    const [registered, ...others] = records;
    const store = new MemoryEventStore([registered!, { ...others[0]!, schemaVersion: 99 }]);
    const runner = fixture.open(store, TRIAL_PROJECTIONS);
    runner.start();
    await expect(runner.ready()).rejects.toThrow(
      /"trial-state" .* failed at position 1 .* does not know the event SiteOpened of schema version 99/,
    );
  });
});
