import {
  type Included,
  leafHash,
  type LogProof,
  Malformed,
  NoteNotVerified,
  parseCheckpoint,
  parseNote,
  parseProof,
  parseVerifierKey,
  ProofNotVerified,
  recordOf,
  type LedgerRecord,
  verifyProof,
} from '@bali/ledger';
import { NotVerified } from './not-verified.js';

/** What a receipt has shown: the log has this record at this index. */
export interface VerifiedReceipt {
  readonly index: number;
  readonly origin: string;
  readonly treeSize: number;
  readonly record: LedgerRecord;
}

/** Whether a text is a receipt, as C2SP tlog-proof begins it. */
export function isReceipt(text: string): boolean {
  return text.startsWith('c2sp.org/tlog-proof@');
}

/**
 * Verifies a receipt, offline and alone. The entry is in it, as its extra data, or is handed in.
 * @param key a verifier key's line: a receipt brings none. @throws NotVerified
 */
export function verifyReceipt(text: string, file: string, key: string, entry?: Uint8Array): VerifiedReceipt {
  try {
    const proof = parseProof(text);
    const leaf = entry ?? entryIn(proof, file);
    const { origin } = parseCheckpoint(parseNote(proof.checkpoint).text);
    const known = parseVerifierKey(key);
    const { index, checkpoint }: Included = verifyProof(text, leafHash(leaf), { origin, keys: [known] });
    return { index, origin, treeSize: checkpoint.size, record: recordOf(leaf) };
  } catch (error) {
    throw notVerified(error, file);
  }
}

function entryIn({ extra }: LogProof, file: string): Uint8Array {
  if (extra !== undefined) return extra;
  throw new NotVerified({ fault: 'receipt-malformed', file, detail: 'It does not hold the entry, and none was given' });
}

function notVerified(error: unknown, file: string): unknown {
  const detail = error instanceof Error ? error.message : String(error);
  if (error instanceof NoteNotVerified) {
    const fault = error.why === 'unknown-keys' ? 'wrong-key' : 'signature-wrong';
    return new NotVerified({ fault, file, detail }, { cause: error });
  }
  if (error instanceof ProofNotVerified) {
    const fault = error.why === 'other-log' ? 'another-trial' : 'receipt-not-included';
    return new NotVerified({ fault, file, detail }, { cause: error });
  }
  if (error instanceof Malformed || error instanceof SyntaxError) {
    return new NotVerified({ fault: 'receipt-malformed', file, detail }, { cause: error });
  }
  return error;
}
