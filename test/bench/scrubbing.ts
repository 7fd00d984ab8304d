import { openSqliteEventStore } from '@bali/event-store';
import { testHeads } from '@bali/event-store/testing';
import { ProjectionRunner, Scrubber, TRIAL_PROJECTIONS } from '@bali/projections';
import { TRIAL } from '@bali/protocol';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { synthesizeLedger } from './synthetic-ledger.js';

/** What a pass of the scrubber over the projections of the trial ledger took. */
export interface Scrubbed {
  readonly events: number;
  readonly slices: number;
  /** Processor time of all slices together. */
  readonly processorSeconds: number;
  /**
   * Of a slice, by processor time of the thread that it holds, which neither another program nor the threads that collect garbage make
   * longer: the median, the 99th percentile, the longest.
   */
  readonly sliceMs: { readonly median: number; readonly p99: number; readonly longest: number };
  /** How much more memory the process held at its most than before the pass, MiB. */
  readonly moreMebibytes: number;
  readonly mismatches: number;
  readonly failures: number;
}

/** One pass, slice after slice, without the pauses that a server leaves between two of them. */
export async function benchScrubbing(directory: string, events: number): Promise<Scrubbed> {
  const ledger = join(directory, 'trial.db');
  const size = await synthesizeLedger(ledger, events);
  const store = openSqliteEventStore({ path: ledger, trialId: TRIAL.id, ledger: 'trial', heads: testHeads(ledger) });
  const log = { info: () => undefined, error: console.error };
  const path = join(directory, 'projections.db');
  const runner = new ProjectionRunner({ path, store, projections: TRIAL_PROJECTIONS, log });
  runner.start();
  await runner.ready();
  const bell = { raise: console.error };
  const about = { path, runner, store, directory, name: 'projections.db', bell, log };
  const scrubber = new Scrubber({ ...about, elapsedMs: () => performance.now() });
  const before = process.memoryUsage.rss();
  const durations: number[] = [];
  let [peak, processor] = [before, 0];
  for (let isOver = false; !isOver;) {
    const [all, own] = [process.cpuUsage(), process.threadCpuUsage()];
    isOver = await scrubber.slice();
    const [ofAll, ofOwn] = [process.cpuUsage(all), process.threadCpuUsage(own)];
    processor += (ofAll.user + ofAll.system) / 1_000_000;
    durations.push((ofOwn.user + ofOwn.system) / 1_000);
    peak = Math.max(peak, process.memoryUsage.rss());
    await nextTurn();
  }
  const { mismatches, failures } = scrubber;
  await scrubber.close();
  await runner.close();
  await store.close();
  const inOrder = durations.toSorted((one, other) => one - other);
  const at = (part: number): number => inOrder[Math.min(inOrder.length - 1, Math.floor(inOrder.length * part))] ?? 0;
  return {
    ...{ events: size, slices: inOrder.length, processorSeconds: processor, mismatches, failures },
    sliceMs: { median: at(0.5), p99: at(0.99), longest: at(1) },
    moreMebibytes: Math.round((peak - before) / 2 ** 20),
  };
}
