/**
 * A process that writes to the ledgers of a data directory in turn, as a randomization does: first to the sealed one,
 * then to the trial's, then to the one of accesses. It prints a line for each round, and goes on until it is killed.
 */
import { NO_STREAM, openSqliteEventStore } from '@bali/event-store';
import { sampleAppend } from '@bali/event-store/testing';
import { writeSync } from 'node:fs';
import { join } from 'node:path';

const data = process.argv[2] ?? '';
const stores = (['sealed', 'trial', 'access'] as const).map((ledger) =>
  openSqliteEventStore({ path: join(data, `${ledger}.db`), trialId: 'NCT00904501', ledger }),
);
for (let round = 0; ; round += 1) {
  for (const store of stores) await store.append(sampleAppend(`round-${round}`, NO_STREAM));
  writeSync(1, `${JSON.stringify({ round })}\n`);
}
