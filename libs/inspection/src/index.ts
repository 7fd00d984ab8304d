export * from '../portable/index.js';
export {
  certifiedCopyMade,
  type MayKnowText,
  siteCopy,
  TEXTS_OF_A_BLINDED_SITE,
  TEXTS_OF_THE_BLINDED,
  wholeLedger,
} from './make/kinds.js';
export { madeAtItsPlace, PlaceTaken } from './make/made-at-its-place.js';
export { type PackageOptions, type PackageSource } from './make/package-source.js';
export { writePackage } from './make/write-package.js';
export { type AnchorsShown, verifyAnchors } from './node/anchors-of-packages.js';
export { isCertifiedCopy, readOlderIndexes } from './node/certified-copy.js';
export { readOlder } from './node/older-package.js';
export { PackageEvents } from './node/package-events.js';
export { readPasskeys } from './node/passkeys-of-package.js';
export { verifyPackage, verifyPackageFiles } from './node/verify-package.js';
export { turningShown } from './derived/invisible.js';
export { SEALED_TYPES, sealedDefinitionOf } from './derived/sealed-events.js';
export {
  type BlindCertificate,
  CERTIFICATE_KEY_NAME,
  certificateText,
  isBlindCertificate,
  type TimingOfRoute,
  verifyCertificate,
} from './verify/blind-certificate.js';
export { checkTexts, type OpenSealed, type TextAtFault } from './texts/check-texts.js';
export { auditedLedger } from './derived/audited-ledgers.js';
export { semicolonLine as tableLine } from './derived/csv-line.js';
