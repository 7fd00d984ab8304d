import type { DataDirectory } from '@bali/installation';
import { type Ledger, LEDGERS } from '@bali/ledger';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Makes an installation into one of a time before there were heads: what it has, older software could have written. */
export function makeOlder(directory: DataDirectory): void {
  for (const ledger of LEDGERS) {
    const database = new DatabaseSync(directory.ledgers[ledger]);
    database.exec('DROP TABLE head; DROP TABLE installation; PRAGMA user_version = 2');
    database.close();
    rmSync(headMark(directory, ledger));
  }
  rmSync(directory.installationKeys);
}

export function headMark({ keys }: DataDirectory, ledger: Ledger): string {
  return join(keys, `head-${ledger}`);
}
