export { type CopyManifest, isOfSite, type WithheldText } from './format/copy-manifest.js';
export { EVENTS_PER_HTML_PAGE, FILES } from './format/layout.js';
export { type Manifest, parseManifest, type TextCounts } from './format/ledger-manifest.js';
export type { ListedFile, Making } from './format/manifest.js';
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
export { verifyPackage, verifyPackageFiles } from './node/verify-package.js';
export { type Fault, FAULTS, type Finding, NotVerified } from './verify/not-verified.js';
export type { Policy, VerifyProgress } from './verify/policy.js';
export { isReceipt, type VerifiedReceipt, verifyReceipt } from './verify/receipt.js';
export { SITE_COPY, type VerifiedCopy } from './verify/site-copy.js';
export { type Verified, WHOLE_LEDGER } from './verify/whole-ledger.js';
export type { AuditRow, LedgerView } from './derived/ledger-view.js';
export { sealedDefinitionOf } from './derived/sealed-events.js';
export { viewOf } from './derived/view-of.js';
