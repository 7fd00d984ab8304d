import type { SealingKeysSource } from '@bali/blinding';
import { EMBEDDED_STORE, parseStore, type StoreLocation } from '@bali/event-store';
import { LEDGERS, type Ledger } from '@bali/ledger';
import { join } from 'node:path';
import type { InstallationConfiguration } from './configuration.js';

/** The files of a data directory. */
export interface DataDirectory {
  readonly path: string;
  /** Which event store holds the ledgers. */
  readonly store: StoreLocation;
  /** The ledgers' files on the embedded store. */
  readonly ledgers: Readonly<Record<Ledger, string>>;
  /** Copies of ledgers that a cluster holds. They may be thrown away. */
  readonly replicas: string;
  readonly projections: string;
  /** The inspection API's own projections: it may be another process, and only one process works on a file. */
  readonly inspectionProjections: string;
  /** Inspection packages that were made for somebody to fetch. */
  readonly packages: string;
  /** Exports of the trial's data that were made for somebody to fetch. */
  readonly exports: string;
  /** Certified copies while they are made and fetched. Nothing in it outlives the process. */
  readonly copies: string;
  /** Which commands the sealed ledger has, and nothing of what they say. */
  readonly sealedProjections: string;
  /** Alarms that nobody has seen yet: see `Alarms`. */
  readonly alarms: string;
  /** Where the keys of the sealed ledger come from: a file of their own or the environment. They are in no database. */
  readonly sealingKeys: SealingKeysSource;
  /** What the accounts' passwords and codes are checked with: hashes and secrets, which are in no ledger. */
  readonly credentials: string;
  /** The directory of the keys: what signs, what unseals, what seals heads. It is in no back-up but one of its own. */
  readonly keys: string;
  /** The identity of the installation, and the keys that seal the heads of its ledgers. */
  readonly installationKeys: string;
  /** A directory that is there while a back-up is restored. Until it is gone, no ledger is opened: an empty one would be made. */
  readonly restoring: string;
}

/** The data directory and the store that a configuration names. */
export function directoryOf({
  data,
  store,
  keys,
  sealingKeys,
}: Pick<InstallationConfiguration, 'data' | 'store' | 'keys' | 'sealingKeys'>): DataDirectory {
  const directory = dataDirectory(data, store, keys === 'none' ? undefined : keys);
  if (sealingKeys === 'none') return directory;
  const source = sealingKeys.startsWith('{') ? { jwkSet: sealingKeys } : { path: sealingKeys };
  return { ...directory, sealingKeys: source };
}

/** @param keys the directory of the keys, where it is not `keys` in the data directory. */
export function dataDirectory(
  path: string,
  store: StoreLocation = EMBEDDED_STORE,
  keys = join(path, 'keys'),
): DataDirectory {
  const ledgers = Object.fromEntries(LEDGERS.map((ledger) => [ledger, join(path, `${ledger}.db`)]));
  return {
    path,
    store,
    ledgers: ledgers as Record<Ledger, string>,
    replicas: join(path, 'replicas'),
    projections: join(path, 'projections.db'),
    inspectionProjections: join(path, 'inspection-projections.db'),
    packages: join(path, 'packages'),
    exports: join(path, 'exports'),
    copies: join(path, 'copies'),
    sealedProjections: join(path, 'sealed-projections.db'),
    alarms: join(path, 'alarms'),
    sealingKeys: { path: join(keys, 'sealing.json') },
    credentials: join(path, 'credentials.db'),
    keys,
    installationKeys: join(keys, 'installation.json'),
    restoring: join(path, 'restoring'),
  };
}

/**
 * The data directory of ledgers that a text names by themselves, apart from any setting: it must say which one, if their
 * store keeps them in one; the copies of other stores' ledgers lie where `copies` says. Returns `undefined` if it names none.
 */
export function directoryNamedBy(text: string, copies: string): DataDirectory | undefined {
  const store = parseStore(text);
  if (store === undefined) return undefined;
  const path = store.driver.capabilities.keepsLedgersInDataDirectory ? store.dataDirectory : copies;
  return path === undefined ? undefined : dataDirectory(path, store);
}
