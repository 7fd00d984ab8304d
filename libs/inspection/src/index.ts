export * from '../portable/index.js';
export { certifiedCopyMade, siteCopy, wholeLedger } from './make/kinds.js';
export { PlaceTaken } from './make/made-at-its-place.js';
export {
  LedgerDiffersFromCheckpoint,
  type PackageOptions,
  type PackageProgress,
  type PackageSource,
} from './make/package-source.js';
export { writePackage } from './make/write-package.js';
export { isCertifiedCopy, readOlderIndexes } from './node/certified-copy.js';
export { readOlder } from './node/older-package.js';
export { PackageEvents } from './node/package-events.js';
export { readPasskeys } from './node/passkeys-of-package.js';
export { verifyPackage, verifyPackageFiles } from './node/verify-package.js';
export type { AuditedLedger } from './derived/audited-ledger.js';
export { sealedDefinitionOf } from './derived/sealed-events.js';
export { auditedLedger } from './derived/audited-ledgers.js';
