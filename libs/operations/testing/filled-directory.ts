import { NO_STREAM } from '@bali/event-store';
import { sampleAppend, sampleText } from '@bali/event-store/testing';
import { type DataDirectory, dataDirectory, openLedger } from '@bali/installation';
import { LEDGERS } from '@bali/ledger';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** A data directory with a number of events in each ledger, a text beside each, credentials and a key. */
export async function filledDirectory(path: string, events = 20): Promise<DataDirectory> {
  const directory = dataDirectory(path);
  for (const ledger of LEDGERS) {
    const store = await openLedger(directory, ledger);
    const texts = [sampleText(`a finding of ${ledger}`)];
    for (let number = 0; number < events; number += 1)
      await store.append({ ...sampleAppend(`${ledger}-${number % 3}`, Math.floor(number / 3) + NO_STREAM), texts });
    await store.close();
  }
  const credentials = new DatabaseSync(directory.credentials);
  credentials.exec("CREATE TABLE password (hash TEXT); INSERT INTO password VALUES ('of a password')");
  credentials.close();
  mkdirSync(directory.keys, { recursive: true, mode: 0o700 });
  writeFileSync(join(directory.keys, 'sealing.json'), '{"keys":[]}', { mode: 0o600 });
  return directory;
}
