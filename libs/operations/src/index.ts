export { copyKeys, restoreKeys } from './back-up/key-copies.js';
export { makeBackUp } from './back-up/make-back-up.js';
export { restoreBackUp } from './back-up/restore-back-up.js';
export type { Finding } from './check/check.js';
export { type Checked, checkInstallation } from './check/check-installation.js';
export type { TextsOfLedgers } from './back-up/texts-of-ledgers.js';
export type { LedgerSummary } from './checked-tree.js';
export { type Migrated, migrateLedger } from './migration/migrate-ledger.js';
export { OperationRefused } from './operation-refused.js';
