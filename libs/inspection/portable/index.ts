/*
 * The verifier. It needs nothing of Node: files and the place for the trial's state are handed in, and so is cryptography where
 * there is none (`useCryptography` of `libs/ledger`). `openZipBlob` gives the files of a zip file in a browser. A page that
 * verifies imports this, and nothing else of the room.
 */
export { openZipBlob, type ReadableBlob } from '../src/browser/zip-blob.js';
export type { OpenTrialState, TrialStateFold } from '../src/derived/audited-ledger.js';
export { type Manifest, parseManifest, type TextCounts } from '../src/format/ledger-manifest.js';
export type { CopyManifest } from '../src/format/copy-manifest.js';
export { FILES } from '../src/format/layout.js';
export type { Kind } from '../src/verify/kind.js';
export type { FaultyText } from '../src/format/faulty-text.js';
export { type Fault, FAULTS, type Finding, NotVerified } from '../src/verify/not-verified.js';
export type { PackageFiles } from '../src/verify/package-files.js';
export type { Policy, VerifyProgress } from '../src/verify/policy.js';
export type { StampedHead } from '../src/verify/stamped-heads.js';
export type { WitnessDemand, WitnessedHead } from '../src/verify/witnessed-head.js';
export { keysForReceipt, witnessesOfReceipt } from '../src/verify/receipt-witnesses.js';
export { parsePolicy } from '@bali/witness';
export { isReceipt, type VerifiedReceipt, verifyReceipt } from '../src/verify/receipt.js';
export { SITE_COPY, type VerifiedCopy } from '../src/verify/site-copy.js';
export { verify } from '../src/verify/verifier.js';
export { type Verified, WHOLE_LEDGER } from '../src/verify/whole-ledger.js';
