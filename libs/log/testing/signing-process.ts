/** A process that appends to a ledger and signs it, again and again, until it is killed. Prints each note it was given. */
import { openSqliteEventStore } from '@bali/event-store';
import { sampleAppend, testHeads } from '@bali/event-store/testing';
import { Signer, TransparencyLog } from '@bali/log';
import { join } from 'node:path';

const [directory = '', origin = ''] = process.argv.slice(2);
const path = join(directory, 'trial.db');
const store = openSqliteEventStore({ path, trialId: 'NCT00904501', ledger: 'trial', heads: testHeads(path) });
const files = { keys: join(directory, 'keys', 'signing.json'), lastSigned: join(directory, 'keys', 'last-signed.txt') };
const silent = { info: () => undefined, error: () => undefined };
const log = new TransparencyLog({
  ...{ store, origin, tiles: join(directory, 'log-trial.db'), now: () => new Date(), log: silent },
  signer: new Signer(files, origin),
});
log.start();
for (let revision = (await store.readStream('a')).length - 1; ; revision += 1) {
  await store.append(sampleAppend('a', revision));
  const { note } = await log.signing.sign();
  process.stdout.write(`${JSON.stringify(note)}\n`);
}
