import { HASH_BYTES, Malformed, strictBase64, toBase64 } from '@bali/ledger';

const FORM = 'request of a witness';
/** C2SP tlog-witness: no proof is longer. */
const MAX_HASHES = 63;

/** The most bytes that a request to a witness, or an answer of one, may have. */
export const MAX_WITNESS_BYTES = 64 * 1024;

/** What a log sends to a witness (C2SP tlog-witness): a checkpoint, and the proof that it extends the one that the witness has seen last. */
export interface AddCheckpoint {
  readonly oldSize: number;
  readonly proof: readonly Uint8Array[];
  /** The signed note, verbatim. */
  readonly checkpoint: string;
}

export function formatAddCheckpoint({ oldSize, proof, checkpoint }: AddCheckpoint): string {
  return [`old ${oldSize}`, ...proof.map(toBase64), '', checkpoint].join('\n');
}

/** Takes a request apart; nothing is verified. @throws Malformed saying which rule it breaks. */
export function parseAddCheckpoint(body: Uint8Array): AddCheckpoint {
  const text = textOf(body);
  const blank = text.indexOf('\n\n');
  if (blank < 0) throw new Malformed(FORM, 'no empty line parts the proof from the checkpoint');
  const [first = '', ...hashes] = text.slice(0, blank).split('\n');
  const oldSize = /^old (0|[1-9][0-9]{0,15})$/.exec(first)?.[1];
  if (oldSize === undefined || !Number.isSafeInteger(Number(oldSize)))
    throw new Malformed(FORM, 'its first line is not `old` and a tree size');
  if (hashes.length > MAX_HASHES) throw new Malformed(FORM, `its proof has more than ${MAX_HASHES} hashes`);
  return { oldSize: Number(oldSize), proof: hashes.map(hashIn), checkpoint: text.slice(blank + 2) };
}

function textOf(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch (error) {
    throw error instanceof TypeError ? new Malformed(FORM, 'it is not UTF-8') : error;
  }
}

function hashIn(line: string): Uint8Array {
  const hash = strictBase64(line);
  if (hash?.byteLength !== HASH_BYTES) throw new Malformed(FORM, 'a line of its proof is not 32 bytes in base64');
  return hash;
}
