import { concatBytes, fromHex, utf8 } from '../bytes.js';
import { toBase64 } from '../base64.js';
import { cryptography } from '../cryptography.js';
import { Malformed } from '../malformed.js';
import { NoteNotVerified, type NoteSignature, parseNote } from './signed-note.js';
import type { WitnessKey } from './verifier-key.js';

const TIME_BYTES = 8;
const SIGNATURE_BYTES = 64;
const DASH = '\u2014';

/** A statement of a witness: at this time, this was the largest consistent tree of the log that it had seen. */
export interface Cosignature {
  readonly key: WitnessKey;
  /** Seconds since 1970, UTC. */
  readonly time: number;
}

/** What a witness signs (C2SP tlog-cosignature, Ed25519). @param text of a checkpoint, with its last newline. */
function cosignedBytes(text: string, time: number): Uint8Array {
  return utf8(`cosignature/v1\ntime ${time}\n${text}`);
}

/** The signature line of a witness under the text of a checkpoint. @param sign signs with the private key of `key`. */
export function cosign(
  text: string,
  time: number,
  { key, sign }: { readonly key: WitnessKey; readonly sign: (bytes: Uint8Array) => Uint8Array },
): string {
  if (!Number.isSafeInteger(time) || time < 1) throw new RangeError('a cosignature has a time');
  const stamped = new Uint8Array(TIME_BYTES);
  new DataView(stamped.buffer).setBigUint64(0, BigInt(time));
  return signatureLine({ ...key, signature: concatBytes([stamped, sign(cosignedBytes(text, time))]) });
}

/** A signature as it stands under a note, with its newline. */
export function signatureLine({ name, id, signature }: NoteSignature): string {
  return `${DASH} ${name} ${toBase64(concatBytes([fromHex(id), signature]))}\n`;
}

/**
 * The cosignatures of known witnesses under a checkpoint; those of others are ignored.
 * @throws Malformed; NoteNotVerified when a signature of a known witness is wrong.
 */
export function cosignaturesOf(note: string, known: readonly WitnessKey[]): readonly Cosignature[] {
  const { text, signatures } = parseNote(note);
  return signatures.flatMap(({ name, id, signature }) => {
    const key = known.find((candidate) => candidate.name === name && candidate.id === id);
    return key === undefined ? [] : [opened(text, signature, key)];
  });
}

function opened(text: string, signature: Uint8Array, key: WitnessKey): Cosignature {
  const { byteLength, byteOffset, buffer } = signature;
  const isWhole = byteLength === TIME_BYTES + SIGNATURE_BYTES;
  const time = isWhole ? Number(new DataView(buffer, byteOffset).getBigUint64(0)) : 0;
  if (!Number.isSafeInteger(time) || time < 1)
    throw new NoteNotVerified('bad-signature', `the cosignature of ${key.name} (${key.id}) has no time`);
  if (!cryptography().verifiesEd25519(key.publicKey, cosignedBytes(text, time), signature.subarray(TIME_BYTES)))
    throw new NoteNotVerified('bad-signature', `the cosignature of ${key.name} (${key.id}) is wrong`);
  return { key, time };
}

/**
 * A note with more signatures under it. One of a key that stands there takes the place of the former one.
 * @throws Malformed when a line is no signature.
 */
export function withSignatures(note: string, lines: string): string {
  const { text, signatures: former } = parseNote(note);
  if (lines !== '' && !lines.endsWith('\n')) throw new Malformed('signed note', 'it does not end with a newline');
  if (lines === '') return note;
  const added = parseNote(`${text}\n${lines}`).signatures;
  const isReplaced = (old: NoteSignature) => added.some(({ name, id }) => name === old.name && id === old.id);
  const all = [...former.filter((old) => !isReplaced(old)), ...added];
  return `${text}\n${all.map(signatureLine).join('')}`;
}
