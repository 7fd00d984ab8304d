import { testHeads } from '@bali/event-store/testing';
import { openSqliteEventStore } from '@bali/event-store';
import { ProjectionRunner, queryPage, TRIAL_PROJECTIONS, TrialStateQueries } from '@bali/projections';
import { TRIAL } from '@bali/protocol';
import { DeviationLists, WorkLists } from '@bali/queries';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { type Comparison, compared, type Measured, measured } from './measure.js';
import { synthesizeLedger } from './synthetic-ledger.js';

const TIMES = 100;
const PAGE = 50;
/** What no page of a list takes longer than, at its 99th percentile. */
const P99_MS = 300;

/** Pages of the lists of queries, of work and of deviations, against reading the same number of rows of the index raw. */
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
  const [work, deviations] = [new WorkLists(runner, state, now), new DeviationLists(runner, state, now)];
  const asked: Readonly<Record<string, () => unknown>> = {
    'open queries': () => queryPage(runner, { status: 'open' }, undefined, PAGE),
    'open queries of a site': () => queryPage(runner, { status: 'open', sites: ['REI'] }, undefined, PAGE),
    'work of a monitor': () => work.list(monitor, { limit: PAGE }),
    'deviations that are not assessed, of which there are few': () => deviations.list(sponsor, { assessed: 'no' }),
  };
  const raw = runner.reader.prepare(
    'SELECT patient, number FROM data_query WHERE status = ? ORDER BY raised_at LIMIT ?',
  );
  const baseline = await measured(TIMES, () => {
    for (let time = 0; time < TIMES; time += 1) raw.all('open', PAGE);
  });
  const rows: Comparison[] = [];
  for (const [name, ask] of Object.entries(asked)) rows.push(await pages(name, ask, baseline, size));
  await runner.close();
  await store.close();
  return rows;
}

async function pages(name: string, ask: () => unknown, baseline: Measured, size: number): Promise<Comparison> {
  await ask(); // Warm.
  const took: number[] = [];
  const ours = await measured(TIMES, async () => {
    for (let time = 0; time < TIMES; time += 1) {
      const begun = performance.now();
      await ask();
      took.push(performance.now() - begun);
    }
  });
  const p99 = took.toSorted((one, other) => one - other)[Math.floor(TIMES * 0.99) - 1] ?? 0;
  const what = `a page of ${name}, ${size.toLocaleString('en')} events (p99 ${p99.toFixed(1)} ms of at most ${P99_MS})`;
  return compared({ what, against: 'reading as many rows of the index raw', atLeast: 0.0003 }, ours, baseline);
}
