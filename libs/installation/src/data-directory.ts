import { LEDGERS, type Ledger } from '@bali/ledger';
import { join } from 'node:path';
import type { InstallationConfiguration } from './configuration.js';

/** The files of a data directory. */
export interface DataDirectory {
  readonly path: string;
  readonly ledgers: Readonly<Record<Ledger, string>>;
  readonly projections: string;
  /** What the accounts' passwords and codes are checked with: hashes and secrets, which are in no ledger. */
  readonly credentials: string;
}

/** The data directory that a configuration names, and the store that it says. */
export function directoryOf({ data }: Pick<InstallationConfiguration, 'data'>): DataDirectory {
  return dataDirectory(data);
}

export function dataDirectory(path: string): DataDirectory {
  const ledgers = Object.fromEntries(LEDGERS.map((ledger) => [ledger, join(path, `${ledger}.db`)]));
  return {
    path,
    ledgers: ledgers as Record<Ledger, string>,
    projections: join(path, 'projections.db'),
    credentials: join(path, 'credentials.db'),
  };
}
