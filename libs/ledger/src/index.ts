export { canonicalBytes, canonicalJson, MAX_DEPTH, MAX_LEAF_BYTES, NotCanonical } from './canonical-json.js';
export { type FreeText, MAX_TEXT_LENGTH, saltedText } from './free-text.js';
export { sha256, sha256Hex } from './hash.js';
export {
  type Actor,
  eventId,
  type Ledger,
  type LedgerRecord,
  LEDGERS,
  leafOf,
  type PasskeyAssertion,
  type RecordMetadata,
  type RecordSignature,
  recordOf,
} from './ledger-record.js';
export { leafHash, MerkleTree, nodeHash } from './merkle-tree.js';
