import {
  type Checkpoint,
  cosign,
  EMPTY_ROOT,
  equalBytes,
  Malformed,
  NoteNotVerified,
  openNote,
  parseCheckpoint,
  parseNote,
  signatureLine,
  strictBase64,
  toBase64,
  type TreeHead,
  type VerifierKey,
  verifyConsistency,
  type WitnessKey,
} from '@bali/ledger';
import { parseAddCheckpoint } from './add-checkpoint.js';

/** The newest tree of a log that a witness has cosigned. */
export interface Seen {
  readonly size: number;
  /** Base64, as in a checkpoint. */
  readonly root: string;
  /** The checkpoint, with the signatures of the log's known keys, and this witness's own. */
  readonly note: string;
  /** Of the cosignature, in seconds since 1970. */
  readonly time: number;
}

/** A checkpoint that a known key of the log has signed, and that does not go with what this witness has cosigned: proof of a log that lies. */
export interface Contradiction {
  readonly note: string;
  /** When it came, in seconds since 1970. */
  readonly time: number;
  /** The size of the tree that was cosigned before. */
  readonly against: number;
}

/** What a witness knows of one log. */
export interface LogSeen {
  readonly latest?: Seen;
  readonly contradictions: readonly Contradiction[];
}

/** What a witness has to have at hand to judge a checkpoint. */
export interface WitnessAtWork {
  readonly key: WitnessKey;
  readonly sign: (bytes: Uint8Array) => Uint8Array;
  /** The keys of a log; undefined where the witness does not know the log. */
  readonly keysOf: (origin: string) => readonly VerifierKey[] | undefined;
  readonly seenOf: (origin: string) => LogSeen;
  /** Seconds since 1970. */
  readonly now: number;
  /** The newest time that this witness has put into a cosignature, of whichever log. */
  readonly lastTime: number;
}

/** What a witness answers, as C2SP tlog-witness has it. */
export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422 | 503;
  readonly contentType: string;
  readonly body: string;
}

/** An answer, and what has to be durable before it is given. */
export interface Judged {
  readonly answer: WitnessAnswer;
  readonly keep?: { readonly origin: string; readonly seen: LogSeen };
}

/** By how much a clock may go back before a witness stops putting its time under checkpoints. */
const CLOCK_TOLERANCE_SECONDS = 300;
/** How many contradictions are kept of a log: the first ones, since one is enough. */
const CONTRADICTIONS_KEPT = 8;
const PLAIN = 'text/plain; charset=utf-8';

/** Judges a request to cosign a checkpoint. It keeps nothing and sends nothing: whoever calls it does, in this order. */
export function judgeCheckpoint(body: Uint8Array, witness: WitnessAtWork): Judged {
  try {
    const { oldSize, proof, checkpoint: note } = parseAddCheckpoint(body);
    const checkpoint = parseCheckpoint(parseNote(note).text);
    const keys = witness.keysOf(checkpoint.origin);
    if (keys === undefined) return refused(404, 'This witness does not know a log of this origin.');
    const own = signedByLog(note, keys);
    if (own === undefined)
      return refused(403, 'The checkpoint is not signed by a key that this witness trusts for its origin.');
    const seen = witness.seenOf(checkpoint.origin);
    const fault = faultOf({ oldSize, proof, checkpoint }, seen.latest);
    if (fault !== undefined) return keptAgainst(fault, { checkpoint, note: own, seen, witness });
    return cosigned(checkpoint, own, seen, witness);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return refused(400, `${error.message}.`);
  }
}

/** The note with the signatures of known keys alone, or undefined where there is none, or a wrong one. */
function signedByLog(note: string, keys: readonly VerifierKey[]): string | undefined {
  try {
    const { text, signatures, signedBy } = openNote(note, keys);
    const ofKnown = signatures.filter(({ name, id }) => signedBy.some((key) => key.name === name && key.id === id));
    return `${text}\n${ofKnown.map(signatureLine).join('')}`;
  } catch (error) {
    if (error instanceof NoteNotVerified) return undefined;
    throw error;
  }
}

interface Fault {
  readonly answer: Judged;
  /** Whether the log has signed two trees of which the one does not extend the other. */
  readonly contradicts: boolean;
}

interface Extension {
  readonly oldSize: number;
  readonly proof: readonly Uint8Array[];
  readonly checkpoint: Checkpoint;
}

/** What is wrong with a checkpoint of a known log, in the order of C2SP tlog-witness. */
function faultOf(extension: Extension, latest: Seen | undefined): Fault | undefined {
  const { size, root } = extension.checkpoint;
  const seen = latest === undefined ? { size: 0, root: EMPTY_ROOT } : { size: latest.size, root: rootIn(latest) };
  // Of one size there is one root, whatever the request says of an older one.
  const contradicts = latest !== undefined && size === seen.size && !equalBytes(root, seen.root);
  const answer = refusalOf(extension, seen, contradicts);
  return answer && { answer, contradicts };
}

function rootIn({ root }: Seen): Uint8Array {
  const bytes = strictBase64(root);
  if (bytes === undefined) throw new Error('the state of a witness holds a root that is no base64');
  return bytes;
}

function refusalOf(
  { oldSize, proof, checkpoint }: Extension,
  seen: TreeHead,
  contradicts: boolean,
): Judged | undefined {
  const { size, root } = checkpoint;
  if (oldSize > size) return refused(400, 'The old size is larger than that of the checkpoint.');
  if (oldSize !== seen.size) return conflict(seen.size);
  if (size === 0 && !equalBytes(root, EMPTY_ROOT))
    return refused(422, 'The root of an empty tree is the hash of nothing.');
  if (contradicts) return refused(422, 'This witness has cosigned another root of this size.');
  if (oldSize === 0) return proof.length === 0 ? undefined : refused(422, 'Nothing has to be proved of an empty tree.');
  if (verifyConsistency(seen, { size, root }, proof)) return undefined;
  return refused(422, 'The proof does not show that this tree extends the one that this witness cosigned last.');
}

interface Given {
  readonly checkpoint: Checkpoint;
  readonly note: string;
  readonly seen: LogSeen;
  readonly witness: WitnessAtWork;
}

/** A second root of one size, under the signature of the log, proves that the log lies: it is kept. */
function keptAgainst({ answer, contradicts }: Fault, { checkpoint, note, seen, witness }: Given): Judged {
  const { latest, contradictions } = seen;
  const isKept = contradictions.some((other) => other.note === note);
  if (!contradicts || latest === undefined || isKept || contradictions.length >= CONTRADICTIONS_KEPT) return answer;
  const against: Contradiction = { note, time: witness.now, against: latest.size };
  return {
    ...answer,
    keep: { origin: checkpoint.origin, seen: { latest, contradictions: [...contradictions, against] } },
  };
}

function cosigned(checkpoint: Checkpoint, note: string, seen: LogSeen, witness: WitnessAtWork): Judged {
  const { key, sign, now, lastTime } = witness;
  if (now < lastTime - CLOCK_TOLERANCE_SECONDS)
    return refused(
      503,
      `The clock of this witness stands behind ${new Date(lastTime * 1000).toISOString()}, which it has signed. If the clock is wrong, its ` +
        'operator sets it right. If that time was wrong, this key has signed it for good: its operator makes another witness.',
    );
  const time = Math.max(now, lastTime);
  const { text } = parseNote(note);
  const line = cosign(text, time, { key, sign });
  const latest: Seen = { size: checkpoint.size, root: toBase64(checkpoint.root), note: `${note}${line}`, time };
  const answer: WitnessAnswer = { status: 200, contentType: PLAIN, body: line };
  // The same again, within a second: it is kept already, and nobody wears a disk out by asking.
  if (seen.latest?.note === latest.note) return { answer };
  return { answer, keep: { origin: checkpoint.origin, seen: { ...seen, latest } } };
}

function conflict(size: number): Judged {
  return { answer: { status: 409, contentType: 'text/x.tlog.size', body: `${size}\n` } };
}

function refused(status: Exclude<WitnessAnswer['status'], 200 | 409>, sentence: string): Judged {
  return { answer: { status, contentType: PLAIN, body: `${sentence}\n` } };
}
