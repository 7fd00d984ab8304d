/** A process that migrates a ledger from one SQLite file to another, and is killed once a number of events is copied. */
import { testHeads } from '@bali/event-store/testing';
import { openSqliteEventStore } from '@bali/event-store';
import { migrateLedger } from '../src/migration/migrate-ledger.js';

const [from = '', to = '', killedAfter = ''] = process.argv.slice(2);
const open = (path: string) =>
  openSqliteEventStore({ path, trialId: 'NCT00904501', ledger: 'trial', heads: testHeads(path), pageEvents: 10 });
await migrateLedger({
  ...{ source: open(from), target: open(to) },
  progress: (step, events) => {
    if (step === 'copying' && events >= Number(killedAfter)) process.kill(process.pid, 'SIGKILL');
  },
});
