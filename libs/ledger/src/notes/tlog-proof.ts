import { strictBase64, toBase64 } from '../base64.js';
import { checkWhole } from '../arithmetic.js';
import { Malformed } from '../malformed.js';
import { HASH_BYTES } from '../tree/merkle-tree.js';
import { verifyInclusion } from '../tree/proofs.js';
import { type Checkpoint, parseCheckpoint } from './checkpoint.js';
import { openNote, parseNote, type SignedNote } from './signed-note.js';
import type { VerifierKey } from './verifier-key.js';

const FORM = 'transparency log proof';
const FIRST_LINE = 'c2sp.org/tlog-proof@v1';
/** No tree that can be counted is higher. */
const MAX_HASHES = 64;

/** A proof that a log has an entry (C2SP tlog-proof): all that is needed but the entry and the log's keys. */
export interface LogProof {
  readonly index: number;
  /** From the leaf's sibling up. */
  readonly hashes: readonly Uint8Array[];
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string;
  /** Context that is not authenticated. */
  readonly extra?: Uint8Array;
}

export function formatProof({ index, hashes, checkpoint, extra }: LogProof): string {
  checkWhole(index, 'the index of a leaf');
  const context = extra === undefined ? [] : [`extra ${toBase64(extra)}`];
  return [FIRST_LINE, ...context, `index ${index}`, ...hashes.map(toBase64), '', checkpoint].join('\n');
}

/** Takes a proof apart; nothing is verified. @throws Malformed saying which rule it breaks. */
export function parseProof(proof: string): LogProof {
  const blank = proof.indexOf('\n\n');
  if (blank < 0) throw new Malformed(FORM, 'no empty line parts it from its checkpoint');
  const [first, ...lines] = proof.slice(0, blank).split('\n');
  if (first !== FIRST_LINE) throw new Malformed(FORM, `its first line is not ${FIRST_LINE}`);
  const extra = lines[0]?.startsWith('extra ') === true ? parseExtra(lines.shift() ?? '') : undefined;
  const index = parseIndex(lines.shift() ?? '');
  if (lines.length > MAX_HASHES) throw new Malformed(FORM, `it has more than ${MAX_HASHES} hashes`);
  const checkpoint = proof.slice(blank + 2);
  return { index, hashes: lines.map(parseHash), checkpoint, ...(extra === undefined ? {} : { extra }) };
}

function parseExtra(line: string): Uint8Array {
  const bytes = strictBase64(line.slice('extra '.length));
  if (bytes === undefined) throw new Malformed(FORM, 'its extra data is not base64');
  return Uint8Array.from(bytes);
}

function parseIndex(line: string): number {
  const digits = /^index (0|[1-9][0-9]*)$/.exec(line)?.[1];
  const index = Number(digits);
  if (digits === undefined || !Number.isSafeInteger(index)) throw new Malformed(FORM, 'it has no index of an entry');
  return index;
}

function parseHash(line: string): Uint8Array {
  const hash = strictBase64(line);
  if (hash?.byteLength !== HASH_BYTES) throw new Malformed(FORM, 'a hash of it is not 32 bytes in base64');
  return Uint8Array.from(hash);
}

/** A proof that does not show what it is to show. */
export class ProofNotVerified extends Error {
  readonly why: 'other-log' | 'not-included';

  constructor(why: ProofNotVerified['why'], message: string) {
    super(message);
    this.name = 'ProofNotVerified';
    this.why = why;
  }
}

/** What a verified proof has shown: the log has the leaf at this index, in the tree of this checkpoint. */
export interface Included {
  readonly index: number;
  readonly checkpoint: Checkpoint;
  readonly note: SignedNote;
  readonly signedBy: readonly VerifierKey[];
}

/**
 * Verifies a proof as C2SP tlog-proof asks: the checkpoint is of this log and signed by one of its keys, and the
 * inclusion proof binds the leaf to its root.
 * @throws Malformed, NoteNotVerified, ProofNotVerified
 */
export function verifyProof(
  proof: string,
  leafHash: Uint8Array,
  { origin, keys }: { readonly origin: string; readonly keys: readonly VerifierKey[] },
): Included {
  const { index, hashes, checkpoint: note } = parseProof(proof);
  const checkpoint = parseCheckpoint(parseNote(note).text);
  if (checkpoint.origin !== origin)
    throw new ProofNotVerified('other-log', `it is of the log ${checkpoint.origin}, not of ${origin}`);
  const { signedBy, ...opened } = openNote(note, keys);
  if (!verifyInclusion(leafHash, index, checkpoint.size, hashes, checkpoint.root))
    throw new ProofNotVerified('not-included', `the log has another entry at index ${index}, or another path to it`);
  return { index, checkpoint, note: opened, signedBy };
}
