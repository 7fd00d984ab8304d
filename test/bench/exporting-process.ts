import { testHeads } from '@bali/event-store/testing';
import { openSqliteEventStore } from '@bali/event-store';
import type { ExportFormatId } from '@bali/exports';
import { TRIAL } from '@bali/protocol';
import { writeExport } from '@bali/queries';
import { measured } from './measure.js';

/**
 * Exports the trial ledger at a path in one format, as `bali export` does, in a process that has done nothing else: the memory that it
 * needs is then its own. It prints as JSON how long that took and how much processor time, in seconds, and the most memory, in MiB.
 */
const [path = '', format = 'csv', out = ''] = process.argv.slice(2);
const store = openSqliteEventStore({
  ...{ path, trialId: TRIAL.id, ledger: 'trial', heads: testHeads(path), readOnly: true },
});
const { seconds } = await measured(1, async () => {
  await writeExport({
    ...{ format: format as ExportFormatId, position: await store.lastPosition(), events: store, out },
    ...{ choices: { separator: 'comma' }, software: { version: '0', commit: '0' } },
  });
});
await store.close();
const { user, system } = process.cpuUsage();
const peakMebibytes = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(JSON.stringify({ format, seconds, processorSeconds: (user + system) / 1_000_000, peakMebibytes }));
