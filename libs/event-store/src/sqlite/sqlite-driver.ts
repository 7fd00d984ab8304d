import type { LedgerPlace, StoreDriver, StoreLocation } from '../store-driver.js';
import { acceptAsFound } from './accept-as-found.js';
import { openSqliteEventStore } from './sqlite-event-store.js';

/** `sqlite:`, or `sqlite:DIRECTORY` where the text also says which data directory is meant. */
export const SQLITE: StoreDriver = {
  name: 'SQLite',
  schemes: ['sqlite'],
  capabilities: { keepsLedgersInDataDirectory: true, isBackedUpAsFiles: true },
  described: {
    inRefusal: '`sqlite:`',
    inReference: '`sqlite:` is the embedded one, a file for each ledger in the data directory',
    onCommandLine: 'sqlite:DIRECTORY',
  },
  parse: (text) => {
    const [, directory] = /^sqlite:(.*)$/.exec(text) ?? [];
    if (directory === undefined) return undefined;
    return directory === '' ? EMBEDDED_STORE : { ...EMBEDDED_STORE, dataDirectory: directory };
  },
};

/** The store that needs no server: a file for each ledger in the installation's data directory. */
export const EMBEDDED_STORE: StoreLocation = {
  driver: SQLITE,
  open: async ({ file, copies: _none, ...about }: LedgerPlace) =>
    Promise.resolve(openSqliteEventStore({ path: file, ...about })),
  acceptAsFound: async ({ file, copies: _none, ...about }: LedgerPlace) => {
    await Promise.resolve();
    acceptAsFound({ path: file, ...about, mustExist: true });
  },
};
