import type { KeyObject } from 'node:crypto';
import { strictBase64, toBase64 } from '../base64.js';
import { concatBytes, fromHex, toHex, utf8 } from '../bytes.js';
import { cryptography } from '../cryptography.js';
import { Malformed } from '../malformed.js';
import { nodeCrypto } from '../node-cryptography.js';
import { isKeyName, type KeyName, type VerifierKey, verifierKeyOf } from './verifier-key.js';

/** The largest note that is read. */
const MAX_NOTE_BYTES = 1_000_000;
/** The most signatures that are read; C2SP signed-note asks for at least 16. */
export const MAX_NOTE_SIGNATURES = 64;

const FORM = 'signed note';
const DASH = '\u2014';

/** A signature on a note. */
export interface NoteSignature extends KeyName {
  readonly signature: Uint8Array;
}

/** A signed note (C2SP signed-note), taken apart; nothing is verified. */
export interface SignedNote {
  /** What is signed, with its last newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Signs notes under a name. */
export interface NoteSigner {
  readonly key: VerifierKey;
  readonly sign: (text: Uint8Array) => Uint8Array;
}

/** A signer with an Ed25519 private key, on Node. The signature depends on key and text alone. */
export function noteSigner(name: string, privateKey: KeyObject): NoteSigner {
  return { key: verifierKeyOf(name, privateKey), sign: (text) => nodeCrypto().sign(null, text, privateKey) };
}

/**
 * The note of a text, signed by each signer in this order.
 * @throws RangeError when the text could not be in a note: it ends with a newline, and holds no other control characters.
 */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  if (!text.endsWith('\n') || hasControls(text) || !text.isWellFormed())
    throw new RangeError('the text of a note is UTF-8 that ends with a newline and has no other control characters');
  if (signers.length === 0) throw new RangeError('a note is signed by at least one key');
  const bytes = utf8(text);
  const lines = signers.map(({ key, sign }) => {
    const signature = concatBytes([fromHex(key.id), sign(bytes)]);
    return `${DASH} ${key.name} ${toBase64(signature)}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

/** Takes a note apart. @throws Malformed saying which rule it breaks. */
export function parseNote(note: string): SignedNote {
  if (utf8(note).byteLength > MAX_NOTE_BYTES) throw new Malformed(FORM, 'it is larger than 1,000,000 bytes');
  if (!note.isWellFormed()) throw new Malformed(FORM, 'it is not UTF-8');
  if (hasControls(note)) throw new Malformed(FORM, 'it has control characters');
  if (!note.endsWith('\n')) throw new Malformed(FORM, 'it does not end with a newline');
  const blank = note.lastIndexOf('\n\n');
  if (blank < 0) throw new Malformed(FORM, 'no empty line parts its text from its signatures');
  const lines = note.slice(blank + 2, -1).split('\n');
  if (lines.length > MAX_NOTE_SIGNATURES)
    throw new Malformed(FORM, `it has more than ${MAX_NOTE_SIGNATURES} signatures`);
  return { text: note.slice(0, blank + 1), signatures: lines.map(parseSignature) };
}

function parseSignature(line: string): NoteSignature {
  const [dash, name = '', encoded = '', ...more] = line.split(' ');
  if (dash !== DASH || !isKeyName(name) || more.length > 0) throw new Malformed(FORM, 'a signature line is not one');
  const bytes = strictBase64(encoded);
  if (bytes === undefined) throw new Malformed(FORM, `the signature of ${name} is not base64`);
  if (bytes.byteLength < 5) throw new Malformed(FORM, `the signature of ${name} is too short`);
  return { name, id: toHex(bytes.subarray(0, 4)), signature: Uint8Array.from(bytes.subarray(4)) };
}

/** A note that is not signed as it must be. */
export class NoteNotVerified extends Error {
  readonly why: 'bad-signature' | 'unknown-keys';

  constructor(why: NoteNotVerified['why'], message: string) {
    super(message);
    this.name = 'NoteNotVerified';
    this.why = why;
  }
}

/** A note whose text may be trusted as far as the keys are. */
export interface VerifiedNote extends SignedNote {
  /** The known keys that signed it. */
  readonly signedBy: readonly VerifierKey[];
}

/**
 * Opens a note: at least one of the known keys signed it, and no signature of a known key is wrong. Signatures of
 * unknown keys are ignored, as C2SP signed-note asks.
 * @throws Malformed, NoteNotVerified
 */
export function openNote(note: string, known: readonly VerifierKey[]): VerifiedNote {
  const { text, signatures } = parseNote(note);
  const bytes = utf8(text);
  const signedBy = new Set<VerifierKey>();
  for (const { name, id, signature } of signatures) {
    const key = known.find((candidate) => candidate.name === name && candidate.id === id);
    if (key === undefined) continue;
    if (!cryptography().verifiesEd25519(key.publicKey, bytes, signature))
      throw new NoteNotVerified('bad-signature', `the signature of ${name} (${id}) is wrong`);
    signedBy.add(key);
  }
  if (signedBy.size === 0) {
    const found = signatures.map(({ name, id }) => `${name} (${id})`).join(', ');
    throw new NoteNotVerified('unknown-keys', `it is signed by no known key, but by ${found}`);
  }
  return { text, signatures, signedBy: [...signedBy] };
}

/** Below U+0020, but for the newline. */
function hasControls(text: string): boolean {
  for (const character of text) if (character < ' ' && character !== '\n') return true;
  return false;
}
