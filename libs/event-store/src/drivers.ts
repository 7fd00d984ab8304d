import { EVENTSTOREDB } from './eventstoredb/eventstoredb-driver.js';
import { SQLITE } from './sqlite/sqlite-driver.js';
import type { StoreDriver, StoreLocation } from './store-driver.js';

/** Every store that can hold a ledger. A new one is a folder of its own, and a row here. */
export const STORE_DRIVERS: readonly StoreDriver[] = [SQLITE, EVENTSTOREDB];

const BY_SCHEME = new Map(STORE_DRIVERS.flatMap((driver) => driver.schemes.map((scheme) => [scheme, driver])));

/** The store that a text names. Returns `undefined` if no driver has its scheme, or that driver cannot read the rest. */
export function parseStore(text: string): StoreLocation | undefined {
  const [scheme = ''] = text.split(':', 1);
  return BY_SCHEME.get(scheme)?.parse(text);
}
