/**
 * A process that writes to the ledgers of a data directory in turn, as a randomization does: first to the sealed one,
 * then to the trial's, then to the one of accesses. It prints a line for each round, and goes on until it is killed.
 */
import { HeadMark, NO_STREAM, openSqliteEventStore, readInstallationKeys } from '@bali/event-store';
import { sampleAppend } from '@bali/event-store/testing';
import { writeSync } from 'node:fs';
import { join } from 'node:path';

const data = process.argv[2] ?? '';
const keys = readInstallationKeys(join(data, 'keys', 'installation.json'));
if (keys === undefined) throw new Error('the installation has no keys');
const stores = (['sealed', 'trial', 'access'] as const).map((ledger) => {
  const mark = new HeadMark(join(data, 'keys', `head-${ledger}`));
  const heads = { keys, mark, ofOlderLedger: 'refused' } as const;
  return openSqliteEventStore({ path: join(data, `${ledger}.db`), trialId: 'NCT00904501', ledger, heads });
});
for (let round = 0; ; round += 1) {
  for (const store of stores) await store.append(sampleAppend(`round-${round}`, NO_STREAM));
  writeSync(1, `${JSON.stringify({ round })}\n`);
}
