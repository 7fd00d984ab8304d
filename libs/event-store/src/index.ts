export { makeDurably, readProtected, syncToDisk, writeDurably } from './durable-files.js';
export { MAX_APPEND_EVENTS } from './append-request.js';
export { parseStore, STORE_DRIVERS } from './drivers.js';
export {
  EventIdTaken,
  type HeldBecause,
  LedgerHeld,
  NotThisLedger,
  StoreOverloaded,
  StoreUnavailable,
  WrongExpectedRevision,
} from './errors.js';
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
export { HeadMark } from './heads/head-mark.js';
export {
  HEAD_KEY_BYTES,
  InstallationKeys,
  InstallationKeysRefused,
  makeInstallationKeys,
  readInstallationKeys,
  rotateHeadKey,
} from './heads/installation-keys.js';
export { copyInstallation, demoInstallation, isCopyToTry, isDemo } from './heads/marked-installations.js';
export type { LedgerHeads } from './heads/ledger-heads.js';
export { putAside } from './put-aside.js';
export { EMBEDDED_STORE } from './sqlite/sqlite-driver.js';
export { ledgerFormat } from './sqlite/ledger-file.js';
export { installationOf, renameInstallation } from './sqlite/rename-installation.js';
export { openSqliteEventStore, SqliteEventStore, type SqliteEventStoreOptions } from './sqlite/sqlite-event-store.js';
export type { ForeignEvent, LedgerPlace, StoreLocation } from './store-driver.js';
export { storageFailureOf } from './storage-failure.js';
