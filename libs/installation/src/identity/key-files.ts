import type { Ledger } from '@bali/ledger';
import type { SignerFiles } from '@bali/log';
import { join } from 'node:path';
import type { DataDirectory } from '../data-directory.js';

type Keys = Pick<DataDirectory, 'keys'>;

/** Where the signing keys of a ledger's log are, and what was signed last. */
export function signerFiles({ keys }: Keys, ledger: Ledger): SignerFiles {
  return { keys: join(keys, `signing-${ledger}.json`), lastSigned: join(keys, `signing-${ledger}.last-signed.txt`) };
}

/** Where the newest head of a ledger is remembered. A ledger that was moved to another kind of store has heads of its own there. */
export function headMarkPath({ keys, store }: Pick<DataDirectory, 'keys' | 'store'>, ledger: Ledger): string {
  const { name, capabilities } = store.driver;
  return join(
    keys,
    capabilities.keepsLedgersInDataDirectory ? `head-${ledger}` : `head-${ledger}-${name.toLowerCase()}`,
  );
}
