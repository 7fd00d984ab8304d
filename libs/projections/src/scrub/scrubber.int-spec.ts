import { describe, expect, it } from '@jest/globals';
import { patience } from '@bali/event-store/testing';
import {
  contentsOf,
  MemoryEventStore,
  openedTrial,
  play,
  RunnerFixture,
  sampleCourses,
  type SampleCourse,
} from '@bali/projections/testing';
import fc from 'fast-check';
import { DatabaseSync } from 'node:sqlite';
import { eventIndex } from '../event-index/event-index.js';
import { ProjectionsNotServed } from '../runner/errors.js';
import type { ProjectionRunner } from '../runner/projection-runner.js';
import { TRIAL_HISTORY_PROJECTIONS } from '../trial-projections.js';
import { Scrubber, type ScrubberOptions, SEALED_SLICES } from './scrubber.js';

const TABLES = TRIAL_HISTORY_PROJECTIONS.flatMap(({ tables }) => tables.map(({ name }) => name));

const course = (patient: string): SampleCourse => ({
  ...{ patient, consentedOn: '2009-05-12', verdict: 'eligible', steps: 4 },
  ...{ visits: 1, adverseEvents: 1, corrected: true },
});
const { records: RECORDS } = play(openedTrial(), ['NAN-001', 'REI-001', 'REI-002'].map(course), false);

const INDEX = 'patient_summary_by_site';

/** A clock that goes on by as much with each look at it. */
const clockOf = (stepMs: number) => {
  let time = 0;
  return () => (time += stepMs);
};

/** A scrubber, and what operators hear of it. */
function scrubberOf(
  fixture: RunnerFixture,
  runner: ProjectionRunner,
  options: Partial<ScrubberOptions> & Pick<ScrubberOptions, 'store'>,
) {
  const told: object[] = [];
  const raised: object[] = [];
  const scrubber = new Scrubber({
    ...{ name: 'projections.db', runner, directory: fixture.directory, elapsedMs: clockOf(0.1) },
    bell: { raise: (details) => raised.push(details) },
    log: { error: (details) => told.push(details) },
    ...options,
  });
  return { scrubber, told, raised };
}

/** @returns how many slices the pass took. */
async function pass(scrubber: Scrubber): Promise<number> {
  let slices = 1;
  while (!(await scrubber.slice())) slices += 1;
  return slices;
}

/** What a person with the disk does while the server runs. */
function alter(path: string, sql: string): void {
  using file = new DatabaseSync(path);
  file.exec(sql);
}

/** Lets an index say another site than its table does. The file passes every quick check. */
function alterIndex(path: string): void {
  using file = new DatabaseSync(path, { defensive: false });
  const { rootpage, sql } = file.prepare(`SELECT rootpage, sql FROM sqlite_schema WHERE name = '${INDEX}'`).get()!;
  file.exec(`UPDATE patient_summary SET site = 'NAN' WHERE patient = 'REI-001'; PRAGMA writable_schema = ON;
             DELETE FROM sqlite_schema WHERE name = '${INDEX}'; PRAGMA writable_schema = RESET;
             UPDATE patient_summary SET site = 'REI' WHERE patient = 'REI-001'; PRAGMA writable_schema = ON`);
  file.prepare(`INSERT INTO sqlite_schema VALUES ('index', ?, 'patient_summary', ?, ?)`).run(INDEX, rootpage!, sql!);
  file.exec('PRAGMA writable_schema = RESET');
}

describe('the scrubber', () => {
  it('finds nothing in a file that nobody altered, also while the ledger grows', async () => {
    await fc.assert(
      fc.asyncProperty(sampleCourses, fc.nat({ max: 60 }), async (courses, first) => {
        await using fixture = new RunnerFixture();
        const { records } = play(openedTrial(), courses, true);
        const store = new MemoryEventStore(records.slice(0, first), 5);
        const runner = await fixture.start(store, TRIAL_HISTORY_PROJECTIONS);
        const { scrubber, told } = scrubberOf(fixture, runner, { store, elapsedMs: clockOf(1) });
        for (const record of records.slice(first)) {
          store.add(record);
          await scrubber.slice();
        }
        await runner.waitFor(records.length - 1, patience());
        await pass(scrubber);
        await pass(scrubber);
        expect([told, scrubber.mismatches, scrubber.failures]).toEqual([[], 0, 0]);
        await scrubber.close();
      }),
      { numRuns: 15 },
    );
  });

  it.each([
    [
      'a value',
      `UPDATE patient_summary SET status = 'died' WHERE patient = 'REI-001'`,
      { table: 'patient_summary', key: 'patient REI-001', what: 'differs' },
    ],
    [
      'a document',
      `UPDATE patient_state SET state = json_set(state, '$.entries[0].data.yearOfBirth', 1901) WHERE patient = 'REI-002'`,
      { table: 'patient_state', key: 'patient REI-002', what: 'differs' },
    ],
    [
      'the trial',
      `UPDATE trial_state SET state = json_remove(state, '$.entries[0]')`,
      { table: 'trial_state', key: 'only 1', what: 'differs' },
    ],
    [
      'a row that was taken out',
      `DELETE FROM indexed_event WHERE position = 7`,
      { table: 'indexed_event', key: 'position 7', what: 'is missing' },
    ],
    [
      'the last row that was taken out',
      `DELETE FROM patient_state WHERE patient = 'REI-002'`,
      { table: 'patient_state', key: 'patient REI-002', what: 'is missing' },
    ],
    [
      'a row that was put in',
      `INSERT INTO patient_state VALUES ('REI-0015', '{}')`,
      { table: 'patient_state', key: 'patient REI-0015', what: 'is too much' },
    ],
    [
      'a change of status that was moved',
      `UPDATE patient_status_change SET position = -1 WHERE patient = 'NAN-001' AND position = (SELECT max(position) FROM patient_status_change WHERE patient = 'NAN-001')`,
      { table: 'patient_status_change' },
    ],
    [
      'the days of a period',
      `UPDATE indexed_day SET last = last - 1 WHERE day = (SELECT max(day) FROM indexed_day)`,
      { table: 'indexed_day', what: 'differs' },
    ],
  ])('[P11-10a] names %s, raises an alarm, and makes the projection anew', async (_, sql, expected) => {
    await using fixture = new RunnerFixture();
    const store = new MemoryEventStore(RECORDS, 50);
    const runner = await fixture.start(store, TRIAL_HISTORY_PROJECTIONS);
    const right = contentsOf(runner.reader, TABLES);
    alter(fixture.path, sql);
    expect(contentsOf(runner.reader, TABLES)).not.toEqual(right);
    const { scrubber, told, raised } = scrubberOf(fixture, runner, { store });
    await pass(scrubber);
    expect(told).toEqual([expect.objectContaining({ file: 'projections.db', ...expected })]);
    expect([raised, scrubber.mismatches]).toEqual([told, 1]);
    expect(contentsOf(runner.reader, TABLES)).toEqual(right);
    await pass(scrubber);
    expect(scrubber.mismatches).toBe(1);
    await scrubber.close();
  });

  it('finds an index that lies beside a table that is right', async () => {
    await using fixture = new RunnerFixture();
    const store = new MemoryEventStore(RECORDS, 50);
    const runner = await fixture.start(store, TRIAL_HISTORY_PROJECTIONS);
    await fixture.close(runner);
    alterIndex(fixture.path);
    const again = await fixture.start(store, TRIAL_HISTORY_PROJECTIONS);
    const { scrubber, told } = scrubberOf(fixture, again, { store });
    await pass(scrubber);
    expect(told).toEqual([expect.objectContaining({ index: INDEX, key: 'patient REI-001', what: 'differs' })]);
    await scrubber.close();
  });

  it('lets nothing be served from the alarm on, until the projection is made anew', async () => {
    await using fixture = new RunnerFixture();
    const store = new MemoryEventStore(RECORDS, 50);
    const runner = await fixture.start(store, TRIAL_HISTORY_PROJECTIONS);
    alter(fixture.path, `UPDATE patient_summary SET status = 'died'`);
    const { scrubber } = scrubberOf(fixture, runner, { store });
    const rebuilding = new Promise<unknown>((resolve) => {
      runner.state$.subscribe(() => {
        try {
          runner.reader.exec('SELECT 1');
        } catch (error) {
          resolve(error);
        }
      });
    });
    await pass(scrubber);
    expect(await rebuilding).toBeInstanceOf(ProjectionsNotServed);
    expect(runner.reader.isOpen).toBe(true);
    await scrubber.close();
  });

  it('holds the event loop for 2 ms at most at once, by the clock that is handed in', async () => {
    await using fixture = new RunnerFixture();
    const store = new MemoryEventStore(RECORDS, 50);
    const runner = await fixture.start(store, TRIAL_HISTORY_PROJECTIONS);
    const elapsedMs = clockOf(0.05);
    const { scrubber } = scrubberOf(fixture, runner, { store, elapsedMs });
    for (let isOver = false, before = elapsedMs(); !isOver; before = elapsedMs()) {
      isOver = await scrubber.slice();
      expect(elapsedMs() - before).toBeLessThanOrEqual(2.2); // The test looks at the clock, too.
    }
    await scrubber.close();
  });

  it('says that a pass could not be made', async () => {
    await using fixture = new RunnerFixture();
    const store = new MemoryEventStore(RECORDS, 50);
    const runner = await fixture.start(store, TRIAL_HISTORY_PROJECTIONS);
    const away = {
      read: () => {
        throw new Error('the store is away');
      },
    };
    const { scrubber, told } = scrubberOf(fixture, runner, { store: away });
    await pass(scrubber);
    expect([told, scrubber.failures]).toEqual([[expect.objectContaining({ file: 'projections.db' })], 1]);
    await scrubber.close();
  });
});

describe('the scrubber of the sealed ledger', () => {
  it('makes the same number of slices of the same length whatever the size, and names no row, after the last of them', async () => {
    const seen = [];
    for (const size of [0, RECORDS.length]) {
      await using fixture = new RunnerFixture();
      const store = new MemoryEventStore(RECORDS.slice(0, size), 50);
      const runner = await fixture.start(store, [eventIndex]);
      const lengths: number[] = [];
      let time = 0;
      const elapsedMs = () => (time += 0.04);
      const { scrubber, told } = scrubberOf(fixture, runner, { store, elapsedMs, isSealed: true });
      if (size > 0) alter(fixture.path, 'DELETE FROM indexed_event WHERE position = 2');
      let slices = 1;
      let began = time;
      for (; !(await scrubber.slice()); began = time, slices += 1) {
        lengths.push(time - began);
        expect(told).toEqual([]);
      }
      seen.push({ slices, isEven: lengths.every((length) => length >= 2 && length < 2.2) });
      expect(told).toEqual(size === 0 ? [] : [{ file: 'projections.db', table: 'indexed_event' }]);
      await scrubber.close();
    }
    expect(seen).toEqual(seen.map(() => ({ slices: SEALED_SLICES, isEven: true })));
  });
});
