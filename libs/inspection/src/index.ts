export { EVENTS_PER_HTML_PAGE, FILES } from './format/layout.js';
export { type ListedFile, type Making, type Manifest, parseManifest, type TextCounts } from './format/manifest.js';
export {
  LedgerDiffersFromCheckpoint,
  type PackageOptions,
  type PackageProgress,
  type PackageSource,
  writePackage,
} from './write/write-package.js';
export { PlaceTaken } from './write/made-at-its-place.js';
export { type Fault, FAULTS, type Finding, NotVerified } from './verify/not-verified.js';
export { type Verified, type VerifyOptions, verifyPackage, type VerifyProgress } from './verify/verify-package.js';
export { readOlder } from './verify/older-checkpoint.js';
export { PackageEvents } from './verify/package-events.js';
export { isReceipt, type VerifiedReceipt, verifyReceipt } from './verify/verify-receipt.js';
export type { AuditRow, LedgerReading } from './derived/ledger-reading.js';
export { readingOf } from './derived/reading-of.js';
export { sealedDefinitionOf } from './derived/sealed-events.js';
export { type CopyManifest, isOfSite, type WithheldText } from './certified-copy/copy-manifest.js';
export { certifiedCopyMade, type CopyOptions, writeCertifiedCopy } from './certified-copy/write-copy.js';
export {
  isCertifiedCopy,
  readOlderIndexes,
  type VerifiedCopy,
  verifyCertifiedCopy,
  type VerifyCopyOptions,
} from './certified-copy/verify-copy.js';
