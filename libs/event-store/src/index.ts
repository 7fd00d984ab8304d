export { MAX_APPEND_EVENTS } from './append-request.js';
export { parseStore, STORE_DRIVERS } from './drivers.js';
export { EventIdTaken, NotThisLedger, StoreOverloaded, StoreUnavailable, WrongExpectedRevision } from './errors.js';
export {
  type Append,
  type Appended,
  type EventStore,
  type EventToAppend,
  type FoundTexts,
  type KeptCheckpoint,
  NO_STREAM,
  type StoredEvent,
} from './event-store.js';
export { ConnectionString } from './eventstoredb/connection-string.js';
export { EventStoreDbEventStore } from './eventstoredb/eventstoredb-event-store.js';
export type { EventStoreDbOptions } from './eventstoredb/ledger-connection.js';
export type { Pacing } from './eventstoredb/pacing.js';
export { putAside } from './put-aside.js';
export { EMBEDDED_STORE } from './sqlite/sqlite-driver.js';
export { openSqliteEventStore, SqliteEventStore, type SqliteEventStoreOptions } from './sqlite/sqlite-event-store.js';
export type { ForeignEvent, LedgerPlace, StoreLocation } from './store-driver.js';
export { type StorageFailure, storageFailureOf } from './storage-failure.js';
export { syncToDisk } from './sync-to-disk.js';
