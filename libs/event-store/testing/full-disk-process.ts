/** A process whose files may not grow beyond what its shell allows (`ulimit -f`). Prints what became of its appends. */
import { testHeads } from './test-heads.js';
import { NO_STREAM, openSqliteEventStore } from '@bali/event-store';
import { sampleAppend, sampleEvent } from './sample-events.js';

const path = process.argv[2] ?? '';
const store = openSqliteEventStore({ path, trialId: 'NCT00904501', ledger: 'trial', heads: testHeads(path) });
await store.append(sampleAppend('before', NO_STREAM));

const large = Array.from({ length: 15 }, (_, number) => sampleEvent(`large ${number}`, new Uint8Array(65_000)));
const outcomes = await Promise.allSettled([
  store.append(sampleAppend('beside', NO_STREAM)),
  store.append({ stream: 'large', expectedRevision: NO_STREAM, events: large }),
]);
const [besideIt, tooLarge] = outcomes.map((outcome) =>
  outcome.status === 'rejected' ? (outcome.reason as Error).name : 'was written',
);
const afterwards = await store.append(sampleAppend('after', NO_STREAM));
const streams: string[] = [];
for await (const page of store.read()) streams.push(...page.map(({ stream }) => stream));
await store.close();
process.stdout.write(JSON.stringify({ tooLarge, besideIt, afterwards, streams }));
