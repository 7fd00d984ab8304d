import { type EventStore, openSqliteEventStore } from '@bali/event-store';
import { sampleAppend } from '@bali/event-store/testing';
import { TRIAL } from '@bali/protocol';
import { TransparencyLog } from '@bali/transparency-log';
import { join } from 'node:path';
import { type Comparison, compared, type Measured, measured } from './measure.js';

/** As many as wait for each other at the site API under load. */
const AT_ONCE = 64;

/** Appending to a ledger whose tree follows in the same process, until every event is in it, against the same without. */
export async function benchAppending(directory: string, events: number): Promise<Comparison> {
  const without = await appended(join(directory, 'without'), events, false);
  const withTree = await appended(join(directory, 'with'), events, true);
  return compared(
    { what: 'appending to a ledger, tree included', against: 'the same append without a tree', atLeast: 0.9 },
    withTree,
    without,
  );
}

async function appended(path: string, events: number, withTree: boolean): Promise<Measured> {
  const store = openSqliteEventStore({ path: `${path}.db`, trialId: TRIAL.id, ledger: 'trial' });
  const log = withTree ? openLog(store, `${path}-tiles.db`) : undefined;
  const result = await measured(events, async () => {
    const clients = Array.from({ length: AT_ONCE }, (_, client) => appendAll(store, client, events / AT_ONCE));
    await Promise.all(clients);
    await log?.caughtUp(AbortSignal.timeout(60_000));
  });
  await log?.close();
  await store.close();
  return result;
}

function openLog(store: EventStore, tiles: string): TransparencyLog {
  const quiet = { info: () => undefined, error: console.error };
  const log = new TransparencyLog({ store, origin: 'bench', tiles, now: () => new Date(), log: quiet });
  log.start();
  return log;
}

/** One client, who waits for each append before the next. */
async function appendAll(store: EventStore, client: number, count: number): Promise<void> {
  for (let place = 0; place < count; place += 1) await store.append(sampleAppend(`client-${client}`, place - 1));
}
