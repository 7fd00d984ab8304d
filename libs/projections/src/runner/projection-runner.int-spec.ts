import { describe, expect, it } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import { filter, firstValueFrom } from 'rxjs';
import { patience } from '@bali/event-store/testing';
import { MemoryEventStore, RunnerFixture, sampleRecord, sampleRecords } from '@bali/projections/testing';
import { NotYetApplied, ProjectionFailed } from './errors.js';
import type { LedgerEvent, Projection } from './projection.js';
import type { ProjectionRunner } from './projection-runner.js';

/** Counts what it applied, and keeps every position so that a second time would be refused by the table's key. */
function counting(
  changes: Partial<Projection> = {},
  onApply: (event: LedgerEvent) => void = () => undefined,
): Projection {
  return {
    name: 'counting',
    version: 1,
    tables: [
      {
        name: 'counted',
        key: ['position'],
        definition: '(position INTEGER PRIMARY KEY) STRICT',
        indexes: { counted_p: '(position)' },
      },
    ],
    open: (database) => {
      const insert = database.prepare('INSERT INTO counted VALUES (?)');
      let held: number[] = [];
      return {
        apply: (event) => {
          onApply(event);
          held.push(event.position);
        },
        flush: () => {
          for (const position of held) insert.run(position);
          held = [];
        },
      };
    },
    ...changes,
  };
}

const count = (runner: ProjectionRunner): number =>
  Number(runner.reader.prepare('SELECT count(*) AS n FROM counted').get()?.['n']);

describe('the runner', () => {
  it('catches up, then follows, and applies each event exactly once', async () => {
    await using fixture = new RunnerFixture();
    const store = new MemoryEventStore(sampleRecords(10));
    const runner = await fixture.start(store, [counting()]);
    expect([count(runner), runner.lastApplied]).toEqual([10, 9]);

    store.add(sampleRecord(10), sampleRecord(11));
    await runner.waitFor(11, patience());
    expect(count(runner)).toBe(12);
  });

  it('goes on after the last commit when it is opened again', async () => {
    await using fixture = new RunnerFixture();
    const store = new MemoryEventStore(sampleRecords(7));
    await fixture.close(await fixture.start(store, [counting()]));
    store.add(sampleRecord(7));
    const applied: number[] = [];
    const runner = await fixture.start(store, [counting({}, (event) => applied.push(event.position))]);
    expect([applied, count(runner)]).toEqual([[7], 8]);
  });

  it('makes a projection anew when its version changed, and leaves the others as they are', async () => {
    await using fixture = new RunnerFixture();
    const store = new MemoryEventStore(sampleRecords(7));
    const applied: string[] = [];
    const noting = (name: string, version: number): Projection =>
      counting({
        name,
        version,
        tables: [{ name, key: ['position'], definition: '(position INTEGER PRIMARY KEY) STRICT' }],
        open: () => ({ apply: ({ position }) => void applied.push(`${name}:${position}`), flush: () => undefined }),
      });
    await fixture.close(await fixture.start(store, [noting('first', 1), noting('second', 1)]));
    applied.length = 0;
    await fixture.start(store, [noting('first', 1), noting('second', 2)]);
    expect(applied).toEqual([0, 1, 2, 3, 4, 5, 6].map((position) => `second:${position}`));
  });

  it('drops the tables of a projection that is no more', async () => {
    await using fixture = new RunnerFixture();
    const store = new MemoryEventStore(sampleRecords(2));
    await fixture.close(await fixture.start(store, [counting()]));
    const runner = await fixture.start(store, []);
    expect(runner.reader.prepare(`SELECT name FROM sqlite_schema WHERE name = 'counted'`).all()).toEqual([]);
  });

  it('stops in front of an event that a projection cannot apply, says which, and keeps nothing of it', async () => {
    await using fixture = new RunnerFixture();
    const store = new MemoryEventStore(sampleRecords(3));
    const failing = counting({}, ({ position }) => {
      if (position === 4) throw new Error('no such patient');
    });
    const runner = await fixture.start(store, [failing]);
    store.add(sampleRecord(3), sampleRecord(4));
    await expect(runner.waitFor(4, patience())).rejects.toThrow(NotYetApplied);
    expect(runner.state).toMatchObject({
      phase: 'failed',
      lastApplied: 2,
      failure: { projection: 'counting', position: 4 },
    });
    expect(runner.state.failure).toBeInstanceOf(ProjectionFailed);
    await expect(runner.ready()).rejects.toThrow(
      `the projection "counting" (version 1) failed at position 4 (SampleTaken ${sampleRecord(4).id}): no such patient`,
    );
    expect([fixture.log.lines.length, count(runner)]).toEqual([1, 3]);
  });

  it('keeps nothing of what it read while catching up when an event cannot be applied, and can be rebuilt', async () => {
    await using fixture = new RunnerFixture();
    let broken = true;
    const runner = fixture.open(new MemoryEventStore(sampleRecords(8)), [
      counting({}, ({ position }) => {
        if (broken && position === 5) throw new Error('not yet');
      }),
    ]);
    runner.start();
    await expect(runner.ready()).rejects.toThrow('not yet');
    expect([runner.lastApplied, count(runner)]).toEqual([-1, 0]);
    broken = false;
    await runner.rebuild();
    expect([runner.lastApplied, count(runner)]).toEqual([7, 8]);
  });

  it('goes on without a restart after it could not write, and applies each event exactly once', async () => {
    await using fixture = new RunnerFixture();
    const store = new MemoryEventStore(sampleRecords(3));
    const runner = await fixture.start(store, [counting()]);
    const other = new DatabaseSync(fixture.path);
    other.exec('BEGIN IMMEDIATE');
    store.add(sampleRecord(3), sampleRecord(4));
    await firstValueFrom(runner.state$.pipe(filter(({ phase }) => phase === 'failed')));
    expect([runner.lastApplied, count(runner)]).toEqual([2, 3]);
    other.exec('ROLLBACK');
    other.close();
    await firstValueFrom(runner.state$.pipe(filter(({ phase }) => phase === 'following')));
    store.add(sampleRecord(5));
    await runner.waitFor(5, patience());
    expect([runner.lastApplied, count(runner)]).toEqual([5, 6]);
    expect(fixture.log.lines).toEqual([
      expect.stringMatching(/^the projections cannot go on: tried again: .*database is locked/),
      'the projections go on',
    ]);
  });

  it('rebuilds at will, and goes on following', async () => {
    await using fixture = new RunnerFixture();
    const store = new MemoryEventStore(sampleRecords(5));
    const runner = await fixture.start(store, [counting()]);
    await runner.rebuild();
    store.add(sampleRecord(5));
    await runner.waitFor(5, patience());
    expect(count(runner)).toBe(6);
  });

  it.each([
    ['is shorter', (store: MemoryEventStore) => (store.events.length = 4)],
    [
      'goes on differently',
      (store: MemoryEventStore) => {
        store.events.length = 4;
        store.add(...[4, 5, 6].map((n) => sampleRecord(n, { data: { entered: 'again' } })));
      },
    ],
  ])('notices that a restored ledger %s, and rebuilds', async (_, restore) => {
    await using fixture = new RunnerFixture();
    const store = new MemoryEventStore(sampleRecords(7));
    await fixture.close(await fixture.start(store, [counting()]));
    restore(store);
    const runner = await fixture.start(store, [counting()]);
    expect([count(runner), fixture.log.lines]).toEqual([
      store.events.length,
      ['this is not the ledger that was applied: rebuilding'],
    ]);
  });

  it('refuses to go on when the store leaves something out', async () => {
    await using fixture = new RunnerFixture();
    const store = new MemoryEventStore(sampleRecords(9));
    store.events.splice(3, 1);
    const runner = fixture.open(store, [counting()]);
    runner.start();
    await expect(runner.ready()).rejects.toThrow('the store gave position 4 where 3 comes next');
  });

  it('tells of the events that come, each page once it is committed', async () => {
    await using fixture = new RunnerFixture();
    const store = new MemoryEventStore(sampleRecords(2));
    const runner = await fixture.start(store, [counting()]);
    const next = firstValueFrom(runner.applied$).then((events) => [
      events.map((event) => event.position),
      count(runner),
    ]);
    store.add(sampleRecord(2));
    expect(await next).toEqual([[2], 3]);
  });

  it('waits for what is not applied yet no longer than it is told to', async () => {
    await using fixture = new RunnerFixture();
    const runner = await fixture.start(new MemoryEventStore(sampleRecords(2)), [counting()]);
    await runner.waitFor(1, AbortSignal.abort());
    await expect(runner.waitFor(2, AbortSignal.abort())).rejects.toThrow(
      'position 2 is not applied yet (the last one is 1): waited long enough',
    );
    const later = new AbortController();
    const waiting = runner.waitFor(2, later.signal);
    later.abort();
    await expect(waiting).rejects.toThrow(NotYetApplied);
    const closing = runner.waitFor(2, patience());
    await fixture.close(runner);
    await expect(closing).rejects.toThrow('the projections are stopped');
  });

  it('lets go of the file when a projection cannot be opened', async () => {
    await using fixture = new RunnerFixture();
    const store = new MemoryEventStore();
    const broken = counting({ tables: [{ name: 'counted', key: ['position'], definition: 'not SQL' }] });
    expect(() => fixture.open(store, [broken])).toThrow(/syntax error/);
    expect((await fixture.start(store, [counting()])).state.phase).toBe('following');
  });
});
