export { copyKeys, restoreKeys } from './back-up/key-copies.js';
export { type BackUpMade, type BackUpOptions, makeBackUp } from './back-up/make-back-up.js';
export { type Restored, restoreBackUp, type RestoreOptions } from './back-up/restore-back-up.js';
export { type KnownKeys, type LedgerSummary } from './checked-tree.js';
export { type OperationCode, OperationRefused } from './operation-refused.js';
export { migrateLedger, type Migrated, type MigrationOptions, type MigrationStep } from './migration/migrate-ledger.js';
