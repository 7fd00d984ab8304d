import { openSqliteEventStore } from '@bali/event-store';
import { testHeads } from '@bali/event-store/testing';
import { TRIAL } from '@bali/protocol';
import { join } from 'node:path';
import { type Comparison, compared, measured } from './measure.js';
import { readRaw } from './rebuild.js';
import { synthesizeLedger } from './synthetic-ledger.js';

/** Opening a ledger, which hashes all of it and verifies its newest head, against reading and parsing the same rows raw. */
export async function benchOpening(directory: string, events: number): Promise<Comparison> {
  const path = join(directory, 'opened.db');
  const size = await synthesizeLedger(path, events);
  const baseline = await readRaw(path, size);
  const about = { path, trialId: TRIAL.id, ledger: 'trial', heads: testHeads(path), readOnly: true } as const;
  const ours = await measured(size, async () => {
    const store = openSqliteEventStore(about);
    if (store.held !== undefined) throw store.held;
    await store.close();
  });
  const what = `opening a ledger of ${size.toLocaleString('en')} events, verified`;
  return compared({ what, against: 'reading and parsing the same rows raw', atLeast: 0.5 }, ours, baseline);
}
