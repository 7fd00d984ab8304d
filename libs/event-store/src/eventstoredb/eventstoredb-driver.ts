import type { EventStore } from '../event-store.js';
import type { LedgerPlace, StoreDriver } from '../store-driver.js';
import { acceptAsFound } from './accept-as-found.js';
import { ConnectionString } from './connection-string.js';
import { EventStoreDbEventStore } from './eventstoredb-event-store.js';

/** The connection string of a cluster: `esdb://…` or `esdb+discover://…`. */
export const EVENTSTOREDB: StoreDriver = {
  name: 'EventStoreDB',
  schemes: ['esdb', 'esdb+discover'],
  capabilities: { keepsLedgersInDataDirectory: false, isBackedUpAsFiles: false },
  described: {
    inRefusal: 'a connection string of EventStoreDB',
    inReference:
      '`esdb://user:password@host:2113,host:2113?tls=true` or `esdb+discover://…` is an EventStoreDB cluster, whose ' +
      'streams begin with its option `prefix` (`bali`)',
    onCommandLine: 'esdb://…',
  },
  parse: (text) => {
    const connection = ConnectionString.parse(text);
    if (connection === undefined) return undefined;
    return {
      driver: EVENTSTOREDB,
      open: (place) => openInCluster(connection, place),
      acceptAsFound: ({ file: _none, copies, ...about }) => acceptAsFound({ connection, directory: copies, ...about }),
    };
  },
};

async function openInCluster(
  connection: ConnectionString,
  { file: _none, copies, ...about }: LedgerPlace,
): Promise<EventStore> {
  const store = new EventStoreDbEventStore({ connection, directory: copies, ...about });
  try {
    await store.open();
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}
