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
  strictBase64,
  verifyProof,
} from '@bali/ledger';
import { NotVerified } from './not-verified.js';

/** What a receipt has shown: the log has this record at this index. */
export interface VerifiedReceipt {
  readonly index: number;
  readonly origin: string;
  readonly treeSize: number;
  readonly record: LedgerRecord;
  /** Whether the key came by another way. If not, whoever wrote the receipt could have chosen it. */
  readonly keyWasGiven: boolean;
}

/** A receipt as the site API gives it: everything in one file. Nothing in it is believed. */
interface WholeReceipt {
  readonly event: string;
  readonly index: number;
  readonly leaf: string;
  readonly proof: string;
  readonly verifierKeys: readonly string[];
}

/** Whether a text is a receipt, by its beginning: as C2SP tlog-proof writes it, or the JSON object that the site API gives. */
export function isReceipt(text: string): boolean {
  return text.startsWith('c2sp.org/tlog-proof@') || /^\s*\{/.test(text);
}

/**
 * Verifies a receipt, offline and alone. The site API's has all that is needed. One that is a proof alone needs a key, and
 * the entry, unless that is in it, as its extra data.
 * @param key a verifier key's line, received by another way; or several, any of which may have signed. Default: those in the receipt.
 * @throws NotVerified
 */
export function verifyReceipt(
  text: string,
  file: string,
  key: string | readonly string[] = [],
  entry?: Uint8Array,
): VerifiedReceipt {
  const known = typeof key === 'string' ? [key] : key;
  const keyWasGiven = known.length > 0;
  try {
    if (!/^\s*\{/.test(text)) return verifyOne(text, file, known, entry, keyWasGiven);
    const { event, index, leaf, proof, verifierKeys } = wholeReceipt(text, file);
    const keys = keyWasGiven ? known : verifierKeys;
    const verified = verifyOne(proof, file, keys, entry ?? strictBase64(leaf), keyWasGiven);
    if (verified.index === index && verified.record.id === event) return verified;
    const [expected, found] = [`event ${verified.record.id} at index ${verified.index}`, `${event} at ${index}`];
    throw new NotVerified({ fault: 'receipt-malformed', file, detail: 'It names another event', expected, found });
  } catch (error) {
    throw notVerified(error, file);
  }
}

function verifyOne(
  text: string,
  file: string,
  keyLines: readonly string[],
  entry: Uint8Array | undefined,
  keyWasGiven: boolean,
): VerifiedReceipt {
  const proof = parseProof(text);
  const leaf = entry ?? entryIn(proof, file);
  const { origin } = parseCheckpoint(parseNote(proof.checkpoint).text);
  const keys = keyLines.map(parseVerifierKey);
  const { index, checkpoint }: Included = verifyProof(text, leafHash(leaf), { origin, keys });
  return { index, origin, treeSize: checkpoint.size, record: recordOf(leaf), keyWasGiven };
}

/** @throws SyntaxError, NotVerified */
function wholeReceipt(text: string, file: string): WholeReceipt {
  const { event, index, leaf, proof, verifierKeys, ...more } = JSON.parse(text) as Partial<WholeReceipt>;
  const isWhole =
    typeof event === 'string' &&
    typeof index === 'number' &&
    typeof leaf === 'string' &&
    strictBase64(leaf) !== undefined &&
    typeof proof === 'string' &&
    Array.isArray(verifierKeys) &&
    verifierKeys.every((key) => typeof key === 'string') &&
    Object.keys(more).length === 0;
  if (isWhole) return { event, index, leaf, proof, verifierKeys };
  const detail = 'It is not the JSON object that the site API gives: event, index, leaf, proof, verifierKeys';
  throw new NotVerified({ fault: 'receipt-malformed', file, detail });
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
