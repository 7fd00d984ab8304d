import { type Append, type Appended, type EventStore, NO_STREAM, type StoredEvent } from '@bali/event-store';
import { recordedAtOf } from '@bali/ledger';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { datedEvent, sampleEvent } from '../sample-events.js';
import { collect, follow, plain } from './collect.js';
import type { StoreFactory } from './store-under-test.js';
import type { Acknowledged } from './writer-process.js';
import { WriterProcess } from './writer-process-handle.js';

/** What every adapter guarantees when many write at once, in one process and in several, also when one is killed. */
export function describeConcurrency(name: string, factory: StoreFactory): void {
  describe(`${name}: many writers`, () => {
    describeInterleavings(factory);
    describeProcesses(factory);
  });
}

/** Positions without gaps through the ledger, revisions without gaps through each stream, every id once, time never back. */
function expectContiguous(events: readonly StoredEvent[]): void {
  const revisions = new Map<string, number>();
  for (const [position, event] of events.entries()) {
    const revision = (revisions.get(event.stream) ?? NO_STREAM) + 1;
    expect([event.position, event.revision]).toEqual([position, revision]);
    revisions.set(event.stream, revision);
  }
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  const instants = events.flatMap(({ leaf }) => recordedAtOf(leaf) ?? []);
  expect(instants).toEqual(instants.toSorted());
}

/** Every event acknowledged stands where it was said to stand. */
function expectAllThere(events: readonly StoredEvent[], acknowledged: readonly Acknowledged[]): void {
  for (const { stream, ids, revision, position } of acknowledged) {
    const first = position - ids.length + 1;
    const stored = events.slice(first, position + 1);
    expect(stored.map(({ id }) => id)).toEqual(ids);
    expect(stored.at(-1)).toMatchObject({ stream, revision });
  }
}

function describeInterleavings(factory: StoreFactory): void {
  const attempt = fc.record({
    writer: fc.nat({ max: 2 }),
    stream: fc.constantFrom('a', 'b'),
    expectedRevision: fc.integer({ min: NO_STREAM, max: 3 }),
    count: fc.integer({ min: 1, max: 3 }),
  });

  it('is, whatever the interleaving, as if one had come after the other; and retries change nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(attempt, { maxLength: 25 }), async (attempts) => {
        await using storage = factory();
        const stores = await Promise.all([storage.open(), storage.open(), storage.open()]);
        const appends = attempts.map(({ writer, stream, expectedRevision, count }, number) => {
          const events = Array.from({ length: count }, (_, place) => sampleEvent(`${number}/${place}`));
          return { store: stores[writer]!, append: { stream, expectedRevision, events } };
        });
        const outcomes = await Promise.allSettled(appends.map(({ store, append }) => store.append(append)));
        const events = await collect(stores[0].read());
        expectContiguous(events);
        expectSerial(events, appends, outcomes);
        await expectUnchangedByRetries(events, appends, outcomes);
      }),
      { numRuns: 30 },
    );
  });
}

interface Attempt {
  readonly store: EventStore;
  readonly append: Append;
}
type Outcome = PromiseSettledResult<Appended>;

/** Each append stands whole after what it expected; what was refused had been overtaken by what stands there. */
function expectSerial(
  events: readonly StoredEvent[],
  attempts: readonly Attempt[],
  outcomes: readonly Outcome[],
): void {
  const ends = new Set(['a', 'b'].map((stream) => `${stream}:${NO_STREAM}`));
  for (const [index, { append }] of attempts.entries()) {
    const outcome = outcomes[index]!;
    if (outcome.status === 'rejected') continue;
    const { stream, expectedRevision } = append;
    const { revision, position } = outcome.value;
    expect(revision).toBe(expectedRevision + append.events.length);
    expectAllThere(events, [{ stream, revision, position, ids: append.events.map(({ id }) => id) }]);
    ends.add(`${stream}:${revision}`);
  }
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.status === 'fulfilled') continue;
    const { stream, expectedRevision } = attempts[index]!.append;
    const refusal = outcome.reason as { name: string; actualRevision: number };
    expect(refusal).toMatchObject({ name: 'WrongExpectedRevision', stream, expectedRevision });
    expect(refusal.actualRevision).not.toBe(expectedRevision);
    expect(ends).toContain(`${stream}:${refusal.actualRevision}`);
  }
  const acknowledged = attempts.filter((_, index) => outcomes[index]!.status === 'fulfilled');
  expect(events).toHaveLength(acknowledged.reduce((sum, { append }) => sum + append.events.length, 0));
}

async function expectUnchangedByRetries(
  events: readonly StoredEvent[],
  attempts: readonly Attempt[],
  outcomes: readonly Outcome[],
): Promise<void> {
  for (const [index, { store, append }] of attempts.entries()) {
    const outcome = outcomes[index]!;
    if (outcome.status === 'fulfilled') expect(await store.append(append)).toEqual(outcome.value);
  }
  const [first] = attempts;
  if (first) expect(plain(await collect(first.store.read()))).toEqual(plain(events));
}

/** An append like that of the other processes, by a clock that is right. */
function appendNow(stream: string, expectedRevision: number, events: number): Append {
  const now = new Date().toISOString();
  const revisions = Array.from({ length: events }, (_, index) => expectedRevision + 1 + index);
  return { stream, expectedRevision, events: revisions.map((revision) => datedEvent(`${stream}/${revision}`, now)) };
}

function describeProcesses(factory: StoreFactory): void {
  it('keeps what several processes append at once, each event once', async () => {
    await using storage = factory();
    const store = await storage.open();
    const tasks = ['one', 'two', 'three'].map((name) => ({
      name,
      streams: ['shared', name, 'common'],
      appends: 60,
      events: 2,
      concurrency: 6,
    }));
    const writers = tasks.map((task) => WriterProcess.start(storage.description, task));
    const own = (async () => {
      for (let revision = -1; revision < 59; revision += 1) await store.append(appendNow('own', revision, 1));
    })();
    const followed = follow(store, 0, 3 * 60 * 2 + 60);
    await Promise.all([own, ...writers.map((writer) => writer.finished())]);
    const events = await collect(store.read());
    expect(events).toHaveLength(3 * 60 * 2 + 60);
    expectContiguous(events);
    for (const writer of writers) expectAllThere(events, writer.acknowledged);
    expect(plain(await followed)).toEqual(plain(events));
  });

  it('[P11-10c] loses nothing acknowledged, and keeps nothing by halves, when a writing process is killed', async () => {
    await using storage = factory();
    const survivor = await storage.open();
    for (const name of ['first', 'second', 'third']) {
      const task = { name, streams: ['shared', name], events: 3, concurrency: 8 };
      await using writer = WriterProcess.start(storage.description, task);
      await writer.acknowledgedAtLeast(50);
      await writer.kill();
      const events = await collect(survivor.read());
      expectContiguous(events);
      expectAllThere(events, writer.acknowledged);
      const ofEach = Map.groupBy(events, ({ stream }) => stream);
      for (const ofStream of ofEach.values()) expect(ofStream.length % 3).toBe(0);
      const { revision } = await survivor.append(appendNow(`after-${name}`, NO_STREAM, 3));
      expect(revision).toBe(2);
    }
    await survivor.close();
    const events = await collect((await storage.open()).read());
    expectContiguous(events);
    for (const event of events)
      expect(sampleEvent((JSON.parse(Buffer.from(event.leaf).toString()) as { label: string }).label).id).toBe(
        event.id,
      );
  });
}
