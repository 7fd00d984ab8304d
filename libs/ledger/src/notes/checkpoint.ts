import { strictBase64, toBase64 } from '../base64.js';
import { checkWhole } from '../arithmetic.js';
import { Malformed } from '../malformed.js';
import { HASH_BYTES } from '../tree/merkle-tree.js';
import type { TreeHead } from '../tree/proofs.js';

const FORM = 'checkpoint';

/** What a checkpoint says (C2SP tlog-checkpoint): the log with this origin has this tree. */
export interface Checkpoint extends TreeHead {
  readonly origin: string;
  /** Lines that mean something to somebody else. Ours have none. */
  readonly extensions: readonly string[];
}

/** The text of a checkpoint, to be signed as a note; without extension lines. */
export function formatCheckpoint(origin: string, { size, root }: TreeHead): string {
  checkWhole(size, 'a tree size');
  if (origin === '' || origin.includes('\n')) throw new RangeError('an origin is one line that is not empty');
  if (root.byteLength !== HASH_BYTES) throw new RangeError('a root has 32 bytes');
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** Reads the text of a checkpoint: the text of a note, not the note. @throws Malformed saying which rule it breaks. */
export function parseCheckpoint(text: string): Checkpoint {
  if (!text.endsWith('\n')) throw new Malformed(FORM, 'it does not end with a newline');
  const [origin = '', size = '', root = '', ...extensions] = text.slice(0, -1).split('\n');
  if (origin === '' || root === '' || extensions.includes('')) throw new Malformed(FORM, 'it has an empty line');
  return { origin, size: parseSize(size), root: parseHash(root), extensions };
}

function parseSize(digits: string): number {
  const size = Number(digits);
  if (!/^(0|[1-9][0-9]*)$/.test(digits) || !Number.isSafeInteger(size))
    throw new Malformed(FORM, 'its tree size is not a whole number');
  return size;
}

function parseHash(encoded: string): Uint8Array {
  const root = strictBase64(encoded);
  if (root?.byteLength !== HASH_BYTES) throw new Malformed(FORM, 'its root is not 32 bytes in base64');
  return Uint8Array.from(root);
}
