import { testHeads } from '@bali/event-store/testing';
import { openSqliteEventStore } from '@bali/event-store';
import { ProjectionRunner, queryPage, TRIAL_PROJECTIONS, TrialStateQueries } from '@bali/projections';
import { TRIAL } from '@bali/protocol';
import { DeviationLists, FreeTexts, KnownOfTexts, TextAlarm, WorkLists } from '@bali/queries';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { type Comparison, compared, measured } from './measure.js';
import { synthesizeLedger } from './synthetic-ledger.js';

const TIMES = 100;
const PAGE = 50;
/** Number of charts that a page of work looks at, where each has something to be done. */
const CHARTS = 25;
/** What no page of a list takes longer than, at its 99th percentile. */
const P99_MS = 300;

/** Pages of the lists of queries, of deviations and of work, each against reading the same rows raw. */
export async function benchLists(directory: string, events: number): Promise<readonly Comparison[]> {
  const ledger = join(directory, 'listed.db');
  const size = await synthesizeLedger(ledger, events, { withQueries: true });
  const store = openSqliteEventStore({
    ...{ path: ledger, trialId: TRIAL.id, ledger: 'trial', heads: testHeads(ledger), readOnly: true },
  });
  const log = { info: () => undefined, error: console.error };
  const path = join(directory, 'listed-projections.db');
  const runner = new ProjectionRunner({ path, store, projections: TRIAL_PROJECTIONS, log });
  runner.start();
  await runner.ready();
  const state = new TrialStateQueries(runner);
  const now = () => new Date('2026-06-01T10:00:00.000Z');
  const monitor = { userId: 'm', name: 'M', role: 'monitor', organisation: TRIAL.sponsor, sites: [] } as const;
  const sponsor = { ...monitor, role: 'sponsor-coordinator' } as const;
  const alarm = new TextAlarm({ error: () => undefined });
  const authors = { all: () => Promise.resolve([]), holderOf: () => ({ verifiedBy: [] }) };
  const texts = new FreeTexts(store, alarm, new KnownOfTexts(store, runner, authors), now);
  const [work, deviations] = [new WorkLists(store, runner, state, now), new DeviationLists(store, runner, texts, now)];
  const prepared = (sql: string) => runner.reader.prepare(sql);
  const queries = prepared(
    "SELECT patient, number FROM data_query WHERE status = 'open' ORDER BY raised_at, patient, number LIMIT ?",
  );
  const ofSite = prepared(
    "SELECT patient, number FROM data_query WHERE site = 'REI' AND status = 'open' ORDER BY raised_at, patient, number LIMIT ?",
  );
  const charts = prepared('SELECT patient, state FROM patient_state ORDER BY patient LIMIT ?');
  const found = prepared('SELECT patient, place FROM deviation WHERE assessed = 0 ORDER BY patient, place LIMIT ?');
  const asked: readonly List[] = [
    {
      ...{ name: 'open queries', atLeast: 0.02, raw: () => queries.all(PAGE) },
      ask: () => queryPage(runner, { status: 'open' }, undefined, PAGE),
    },
    {
      ...{ name: 'open queries of a site', atLeast: 0.02, raw: () => ofSite.all(PAGE) },
      ask: () => queryPage(runner, { status: 'open', sites: ['REI'] }, undefined, PAGE),
    },
    {
      ...{ name: 'deviations that are not assessed', atLeast: 0.02, raw: () => found.all(PAGE) },
      ask: () => deviations.list(sponsor, { assessed: 'no', limit: PAGE }),
    },
    {
      // What is to be done follows from whole charts: it is held to reading as many of them.
      ...{ name: 'work of a monitor', atLeast: 0.01, raw: () => charts.all(CHARTS) },
      ask: () => work.list(monitor, { limit: PAGE }),
    },
  ];
  const rows: Comparison[] = [];
  for (const list of asked) rows.push(await pages(list, size));
  await runner.close();
  await store.close();
  return rows;
}

interface List {
  readonly name: string;
  /** A page, as the API answers it. */
  readonly ask: () => unknown;
  /** The same rows, read from the index and nothing else. */
  readonly raw: () => unknown;
  readonly atLeast: number;
}

async function pages({ name, ask, raw, atLeast }: List, size: number): Promise<Comparison> {
  await ask(); // Warm.
  const took: number[] = [];
  const ours = await measured(TIMES, async () => {
    for (let time = 0; time < TIMES; time += 1) {
      const begun = performance.now();
      await ask();
      took.push(performance.now() - begun);
    }
  });
  const baseline = await measured(TIMES, () => {
    for (let time = 0; time < TIMES; time += 1) raw();
  });
  const p99 = took.toSorted((one, other) => one - other)[Math.floor(TIMES * 0.99) - 1] ?? 0;
  const what = `a page of ${name}, ${size.toLocaleString('en')} events (p99 ${p99.toFixed(1)} ms of at most ${P99_MS})`;
  return compared({ what, against: 'reading the same rows from the index, raw', atLeast }, ours, baseline);
}
