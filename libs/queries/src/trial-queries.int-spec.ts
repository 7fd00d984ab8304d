import { describe, expect, it } from '@jest/globals';
import { AnotherSite, type Person } from '@bali/access';
import { somebody } from '@bali/access/testing';
import { StateAsOf, TRIAL_HISTORY_PROJECTIONS, TrialStateQueries } from '@bali/projections';
import { MemoryEventStore, openedTrial, play, RunnerFixture, type SampleCourse } from '@bali/projections/testing';
import {
  AuditLog,
  FreeTexts,
  KnownOfTexts,
  type Page,
  PatientQueries,
  QueryRefused,
  TextAlarm,
  TrialReplay,
} from './index.js';

const course = (patient: string): SampleCourse => ({
  patient,
  consentedOn: '2009-05-12',
  verdict: 'eligible',
  steps: 4,
  visits: 1,
  adverseEvents: 1,
  corrected: false,
});
const PATIENTS = ['NAN-001', 'REI-001', 'REI-002'];
const INVESTIGATOR = somebody('investigator', ['REI']);
const MONITOR = somebody('monitor');
const INSPECTOR = somebody('inspector');

interface Queries extends AsyncDisposable {
  readonly last: number;
  readonly patients: PatientQueries;
  readonly auditLog: AuditLog;
  readonly replay: TrialReplay;
}

/** The queries of a trial with three patients, at two sites. */
async function openQueries(): Promise<Queries> {
  const now = () => new Date('2026-12-01T10:00:00.000Z');
  const fixture = new RunnerFixture();
  const { records } = play(openedTrial(), PATIENTS.map(course), false);
  const store = new MemoryEventStore(records, 50);
  const runner = await fixture.start(store, TRIAL_HISTORY_PROJECTIONS);
  const state = new TrialStateQueries(runner);
  const texts = new FreeTexts(
    store,
    new TextAlarm({ error: () => undefined }),
    new KnownOfTexts(store, runner, { all: () => Promise.resolve([]), holderOf: () => ({ verifiedBy: [] }) }),
    now,
  );
  return {
    last: records.length - 1,
    patients: new PatientQueries(store, runner, state, texts, now),
    auditLog: new AuditLog(store, runner, state, texts),
    replay: new TrialReplay(store, runner, new StateAsOf(runner, store, fixture.directory), texts),
    [Symbol.asyncDispose]: () => fixture[Symbol.asyncDispose](),
  };
}

/** All items of a list, page by page. */
async function all<Item>(page: (cursor: string | undefined) => Promise<Page<Item>>): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let cursor: string | undefined; ;) {
    const { items: more, next } = await page(cursor);
    items.push(...more);
    if (next === undefined) return items;
    cursor = next;
  }
}

async function refusalOf(answer: Promise<unknown>): Promise<unknown> {
  try {
    await answer;
  } catch (error) {
    if (error instanceof AnotherSite) return 'another-site';
    if (error instanceof QueryRefused) return error.code;
    throw error;
  }
  throw new Error('it was answered');
}

const withCursor = (cursor: string | undefined) => (cursor === undefined ? {} : { cursor });

describe('the queries of the trial', () => {
  it('give lists in pages, each item once', async () => {
    await using queries = await openQueries();
    const patients = await all((cursor) => queries.patients.list(MONITOR, { limit: 2, ...withCursor(cursor) }));
    expect(patients.map(({ patient }) => patient)).toEqual(PATIENTS);
    const entries = await all((cursor) =>
      queries.auditLog.page(MONITOR, { limit: 7, order: 'oldest-first', ...withCursor(cursor) }),
    );
    expect(entries.map(({ position }) => position)).toEqual(Array.from({ length: queries.last + 1 }, (_, n) => n));
    const asOf = await all((cursor) => queries.replay.patients(INSPECTOR, { limit: 1, ...withCursor(cursor) }));
    expect(asOf.map(({ patient }) => patient)).toEqual(PATIENTS);
  });

  it('[EMA-621-blind] show the endpoint of a patient to whoever may read outcomes, and to nobody who treats before the lock', async () => {
    await using queries = await openQueries();
    const seenBy = async (person: Person) => (await queries.patients.chart(person, 'REI-001', {})).endpoint?.kind;
    expect(await seenBy(INSPECTOR)).toBe('visit-overdue');
    expect([await seenBy(MONITOR), await seenBy(INVESTIGATOR)]).toEqual([undefined, undefined]);
  });

  it('[P11-10d] show a site role its own site, and refuse the others', async () => {
    await using queries = await openQueries();
    const { items } = await queries.patients.list(INVESTIGATOR, {});
    expect(items.map(({ patient }) => patient)).toEqual(['REI-001', 'REI-002']);
    const entries = await all((cursor) => queries.auditLog.page(INVESTIGATOR, withCursor(cursor)));
    expect(new Set(entries.map(({ patient }) => patient))).toEqual(new Set([undefined, 'REI-001', 'REI-002']));
    const refused = [
      queries.patients.list(INVESTIGATOR, { site: 'NAN' }),
      queries.patients.chart(INVESTIGATOR, 'NAN-001', {}),
      queries.patients.chart(INVESTIGATOR, 'NAN-099', {}),
      queries.auditLog.page(INVESTIGATOR, { patient: 'NAN-001' }),
      queries.auditLog.page(INVESTIGATOR, { site: 'NAN' }),
    ];
    expect(await Promise.all(refused.map(refusalOf))).toEqual(refused.map(() => 'another-site'));
    expect(await refusalOf(queries.patients.chart(INVESTIGATOR, 'REI-099', {}))).toBe('not-found');
  });

  it('search the audit log for what no index knows', async () => {
    await using queries = await openQueries();
    const found = async (search: { text?: string; field?: string }) =>
      (await all((cursor) => queries.auditLog.page(MONITOR, { ...search, limit: 1, ...withCursor(cursor) }))).map(
        ({ type }) => type,
      );
    expect(await found({ field: '/volumeMl' })).toEqual(['Harvested', 'Harvested', 'Harvested']);
    expect(await found({ text: 'HAEMATOMA' })).toEqual(PATIENTS.map(() => 'AdverseEventReported'));
    expect(await found({ text: 'nothing says so' })).toEqual([]);
  });

  it('give the trial as it was, and what each event changed, to those who may read the ledger whole', async () => {
    await using queries = await openQueries();
    const { position, digest } = await queries.replay.state(INSPECTOR, { position: 20 }, true);
    const { items } = await queries.replay.steps(INSPECTOR, { from: 0, to: 20, digests: true, limit: 200 });
    expect([position, items.length, items.at(-1)?.digest]).toEqual([20, 21, digest]);
    expect(await refusalOf(queries.replay.state(INVESTIGATOR, {}))).toBe('not-permitted');
    expect(await refusalOf(queries.replay.state(INSPECTOR, { position: queries.last + 1 }))).toBe('beyond-the-end');
    expect(await refusalOf(queries.replay.patient(INSPECTOR, 'REI-001', { position: 0 }))).toBe('not-found');
  });
});
