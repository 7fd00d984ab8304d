import type { SealingKeysSource } from '@bali/blinding';
import { LEDGERS, type Ledger } from '@bali/ledger';
import { join } from 'node:path';
import type { InstallationConfiguration } from './configuration.js';

/** The files of a data directory. */
export interface DataDirectory {
  readonly path: string;
  readonly ledgers: Readonly<Record<Ledger, string>>;
  readonly projections: string;
  /** Which commands the sealed ledger has: nothing of what they say. */
  readonly sealedProjections: string;
  /** Where the keys of the sealed ledger come from: a file of their own, or elsewhere. In no database. */
  readonly sealingKeys: SealingKeysSource;
  /** What the accounts' passwords and codes are checked with: hashes and secrets, which are in no ledger. */
  readonly credentials: string;
}

/** The data directory that a configuration names, and the store that it says. */
export function directoryOf({
  data,
  sealingKeys,
}: Pick<InstallationConfiguration, 'data' | 'sealingKeys'>): DataDirectory {
  const directory = dataDirectory(data);
  if (sealingKeys === 'none') return directory;
  const source = sealingKeys.startsWith('{') ? { jwkSet: sealingKeys } : { path: sealingKeys };
  return { ...directory, sealingKeys: source };
}

export function dataDirectory(path: string): DataDirectory {
  const ledgers = Object.fromEntries(LEDGERS.map((ledger) => [ledger, join(path, `${ledger}.db`)]));
  return {
    path,
    ledgers: ledgers as Record<Ledger, string>,
    projections: join(path, 'projections.db'),
    sealedProjections: join(path, 'sealed-projections.db'),
    sealingKeys: { path: join(path, 'keys', 'sealing.json') },
    credentials: join(path, 'credentials.db'),
  };
}
