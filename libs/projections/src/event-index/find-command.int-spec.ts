import { describe, expect, it } from '@jest/globals';
import { patience } from '@bali/event-store/testing';
import { eventId } from '@bali/ledger';
import { commandIdOf, MemoryEventStore, RunnerFixture, sampleRecord } from '@bali/projections/testing';
import { eventIndex } from './event-index.js';
import { commandFinder, FIND } from './find-command.js';

/** Three events that one command appended to one stream. */
const threeOfOne = [0, 1, 2].map((place) =>
  sampleRecord(1, { id: eventId(commandIdOf(1), place), stream: 'patient-REI-001', revision: 4 + place }),
);

describe('finding a command', () => {
  it.each([1, 2, 3, 4, 100])('tells what a command did, in pages of %i events', async (pageSize) => {
    await using fixture = new RunnerFixture();
    const store = new MemoryEventStore([sampleRecord(0), ...threeOfOne, sampleRecord(2)], pageSize);
    const runner = await fixture.start(store, [eventIndex]);
    const find = commandFinder(runner);
    expect(find(commandIdOf(1))).toEqual({
      commandId: commandIdOf(1),
      causationId: threeOfOne[0]!.metadata.causationId,
      stream: 'patient-REI-001',
      firstRevision: 4,
      lastRevision: 6,
      lastPosition: 3,
      events: 3,
    });
    expect(find(commandIdOf(2))).toMatchObject({ lastPosition: 4, events: 1 });
    expect(find(commandIdOf(99))).toBeUndefined();
  });

  it('tells the same of a command whose events came in several pages while it followed', async () => {
    await using fixture = new RunnerFixture();
    const store = new MemoryEventStore([], 2);
    const runner = await fixture.start(store, [eventIndex]);
    store.add(...threeOfOne);
    await runner.waitFor(2, patience());
    expect(commandFinder(runner)(commandIdOf(1))).toMatchObject({
      firstRevision: 4,
      lastRevision: 6,
      events: 3,
    });
  });

  it('refuses an id that is no UUID', async () => {
    await using fixture = new RunnerFixture();
    const runner = await fixture.start(new MemoryEventStore(), [eventIndex]);
    expect(() => commandFinder(runner)('REI-001')).toThrow(RangeError);
  });

  it('finds a command by its index', async () => {
    await using fixture = new RunnerFixture();
    const runner = await fixture.start(new MemoryEventStore([sampleRecord(0)]), [eventIndex]);
    const plan = runner.reader.prepare(`EXPLAIN QUERY PLAN ${FIND}`).all(new Uint8Array(16));
    expect(plan.map((step) => step['detail'])).toEqual([
      'SEARCH indexed_event USING INDEX indexed_event_by_command (command=?)',
      'SEARCH indexed_name USING INTEGER PRIMARY KEY (rowid=?)',
    ]);
  });
});
