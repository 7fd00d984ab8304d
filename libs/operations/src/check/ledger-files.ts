import type { DataDirectory } from '@bali/installation';
import { type Ledger, LEDGERS } from '@bali/ledger';
import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { damageIn } from './damage.js';
import type { Check, Finding } from './check.js';

const RESTORE =
  'Stop the server, move the file to where it is kept, and restore the last back-up (docs/operations/back-up.md).';

/** The ledgers' files, as databases: whether every page of them is whole, and each index fits its table. */
export const ledgerFiles: Check = {
  name: 'ledger files',
  find: ({ directory }) => Promise.resolve(LEDGERS.flatMap((ledger) => findingsOf(directory, ledger))),
};

function findingsOf({ path, store, ledgers }: DataDirectory, ledger: Ledger): readonly Finding[] {
  if (!store.driver.capabilities.keepsLedgersInDataDirectory || !existsSync(ledgers[ledger])) return [];
  const damage = damageIn(ledgers[ledger]);
  if (damage === undefined) return [];
  // SQLite says which page and which row: of the sealed ledger that would tell how large it is.
  const what = ledger === 'sealed' ? 'is damaged' : `is damaged: ${damage}`;
  return [{ file: relative(path, ledgers[ledger]), what, wayOut: RESTORE }];
}
