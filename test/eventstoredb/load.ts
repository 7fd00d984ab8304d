/**
 * Load on a real server while somebody kills its leader: what is acknowledged must be there, once, when all is over.
 *
 *     BALI_TEST_ESDB=esdb://… node --import ./tools/typescript-hooks.mjs test/eventstoredb/load.ts [SECONDS] [WRITERS] [INSTANCES]
 *
 * Each writer appends to a stream of its own through one of the instances, and repeats an append of unknown outcome with
 * the same event until it is answered. Prints one JSON document; ends with 1 if anything is missing or there twice.
 */
import {
  ConnectionString,
  EventStoreDbEventStore,
  type EventStore,
  NO_STREAM,
  StoreUnavailable,
} from '@bali/event-store';
import { sampleEvent, temporaryDirectory, testHeads } from '@bali/event-store/testing';
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';

const [seconds = 30, writers = 32, instances = 2] = process.argv.slice(2).map(Number);
const connection = ConnectionString.parse(`${process.env['BALI_TEST_ESDB'] ?? ''}&prefix=load-${randomUUID()}`);
if (!connection) throw new Error('BALI_TEST_ESDB must be a connection string that has options');

interface Acknowledged {
  readonly id: string;
  readonly position: number;
}

const acknowledged: Acknowledged[] = [];
let attemptsOfUnknownOutcome = 0;
let longestGapMs = 0;
let lastAnswer = performance.now();

function answered(id: string, position: number): void {
  const now = performance.now();
  longestGapMs = Math.max(longestGapMs, now - lastAnswer);
  lastAnswer = now;
  acknowledged.push({ id, position });
}

async function write(store: EventStore, stream: string, until: number): Promise<void> {
  for (let revision = NO_STREAM; performance.now() < until; revision += 1) {
    const event = sampleEvent(`${stream} ${revision}`);
    for (let isAnswered = false; !isAnswered;) {
      try {
        const { position } = await store.append({ stream, expectedRevision: revision, events: [event] });
        answered(event.id, position);
        isAnswered = true;
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        attemptsOfUnknownOutcome += 1;
      }
    }
  }
}

using directory = temporaryDirectory();
const open = (name: string) =>
  new EventStoreDbEventStore({
    ...{ connection, trialId: 'NCT00904501', ledger: 'trial', directory: `${directory.path}/${name}` },
    heads: testHeads(`${directory.path}/heads`),
  });
const stores = Array.from({ length: instances }, (_, number) => open(`instance-${number}`));
await Promise.all(stores.map((store) => store.open()));
lastAnswer = performance.now();
const until = lastAnswer + seconds * 1_000;
await Promise.all(
  Array.from({ length: writers }, (_, writer) => write(stores[writer % instances]!, `writer-${writer}`, until)),
);
await Promise.all(stores.map((store) => store.close()));

// Read by a process that has seen nothing of it, from the cluster alone.
const reader = open('reader');
const found = new Map<string, number>();
let duplicated = 0;
for await (const page of reader.read()) {
  for (const { id, position } of page) {
    if (found.has(id)) duplicated += 1;
    found.set(id, position);
  }
}
await reader.close();
const missing = acknowledged.filter(({ id, position }) => found.get(id) !== position).length;
const report = {
  ...{ seconds, writers, instances, acknowledged: acknowledged.length, present: found.size, missing, duplicated },
  ...{ attemptsOfUnknownOutcome, longestGapMs: Math.round(longestGapMs) },
  appendsPerSecond: Math.round(acknowledged.length / seconds),
};
process.stdout.write(`${JSON.stringify(report)}\n`);
process.exitCode = missing === 0 && duplicated === 0 ? 0 : 1;
