export { strictBase64, strictBase64url, toBase64, toBase64url } from './base64.js';
export { concatBytes, equalBytes, fromHex, fromUtf8, toHex, utf8, uuidBytes } from './bytes.js';
export { canonicalBytes, canonicalJson, MAX_LEAF_BYTES, NotCanonical } from './canonical-json.js';
export { type Cryptography, cryptography, type RunningHash, useCryptography } from './cryptography.js';
export { type FreeText, isAuthenticText, MAX_TEXT_LENGTH, saltedText } from './free-text.js';
export { sha256, sha256Hex } from './hash.js';
export { type Head, headBytes } from './heads/head.js';
export {
  type Actor,
  eventId,
  isInstant,
  type Ledger,
  type LedgerRecord,
  LEDGERS,
  leafOf,
  type PasskeyAssertion,
  type RecordMetadata,
  type RecordSignature,
  recordedAtOf,
  recordOf,
} from './ledger-record.js';
export { Malformed } from './malformed.js';
export { type Checkpoint, formatCheckpoint, parseCheckpoint } from './notes/checkpoint.js';
export { type Cosignature, cosign, cosignaturesOf, signatureLine, withSignatures } from './notes/cosignature.js';
export { NoteNotVerified, noteSigner, type NoteSigner, openNote, parseNote, signNote } from './notes/signed-note.js';
export {
  formatProof,
  type Included,
  type LogProof,
  parseProof,
  ProofNotVerified,
  verifyProof,
} from './notes/tlog-proof.js';
export {
  fingerprintOf,
  formatVerifierKey,
  formatWitnessKey,
  isKeyName,
  keyIdOf,
  parseVerifierKey,
  parseWitnessKey,
  type VerifierKey,
  verifierKey,
  verifierKeyOf,
  type WitnessKey,
  witnessKey,
} from './notes/verifier-key.js';
export { decodeEntryBundle, encodeEntryBundle } from './tree/entry-bundle.js';
export { EMPTY_ROOT, HASH_BYTES, leafHash, MerkleTree, nodeHash } from './tree/merkle-tree.js';
export {
  consistencyProof,
  inclusionProof,
  rootOf,
  type SubtreeRoots,
  type TreeHead,
  verifyConsistency,
  verifyInclusion,
} from './tree/proofs.js';
export { subtreesFromTiles } from './tree/tile-subtrees.js';
export { type Tile, TiledTree } from './tree/tiled-tree.js';
export {
  bundlesOf,
  entriesPath,
  hashesAt,
  parseTilePath,
  TILE_WIDTH,
  type TileCoordinates,
  tilePath,
  tilesOf,
  tileWidth,
} from './tree/tiles.js';
