import {
  cosignaturesOf,
  Malformed,
  NoteNotVerified,
  parseNote,
  signatureLine,
  type WitnessKey,
  withSignatures,
} from '@bali/ledger';
import { formatAddCheckpoint, MAX_WITNESS_BYTES, type PolicyWitness } from '@bali/witness';
import type { KeptCheckpoint } from '@bali/event-store';
import { askBounded, NoAnswer } from './bounded-request.js';
import { CLOCKS_APART_SECONDS } from './handed-log.js';

/** Why a witness did not cosign: the label of a metric. */
export type WitnessFailure =
  | NoAnswer['why']
  /** It has seen more events than the ledger has: the ledger was cut, or restored from an older copy. */
  | 'has-seen-more'
  /** It has seen other events: the ledger was rewritten, or the witness lies. */
  | 'has-seen-others'
  /** It does not know the log, or the log's key. */
  | 'does-not-know-the-log'
  | 'refused'
  /** What it answered is no cosignature of its key on this checkpoint. */
  | 'wrong-answer'
  /** Its clock and ours are more than an hour apart. */
  | 'wrong-time';

/** What came of asking a witness: signature lines, or why there are none. */
export type WitnessOutcome = { readonly lines: string } | { readonly failure: WitnessFailure };

export interface AskingWitness {
  readonly kept: KeptCheckpoint;
  /** The size that the witness is thought to have seen last. */
  readonly from: number;
  readonly proof: (from: number, to: number) => readonly Uint8Array[];
  /** Seconds since 1970. */
  readonly now: number;
  /** How long the witness has, in all. */
  readonly timeoutMs: number;
}

/** Asks a witness for its cosignature (C2SP tlog-witness); from the size that it names, if it has seen another one. */
export async function askWitness(
  witness: PolicyWitness & { readonly url: string },
  asking: AskingWitness,
): Promise<WitnessOutcome> {
  const until = performance.now() + asking.timeoutMs;
  try {
    const first = await send(witness, asking, asking.from, asking.timeoutMs);
    if (first.status !== 409) return outcomeOf(first, witness.key, asking);
    const seen = sizeIn(first.text);
    if (seen === undefined) return { failure: 'wrong-answer' };
    if (seen > asking.kept.size) return { failure: 'has-seen-more' };
    const second = await send(witness, asking, seen, Math.max(1, Math.ceil(until - performance.now())));
    return outcomeOf(second, witness.key, asking);
  } catch (error) {
    if (error instanceof NoAnswer) return { failure: error.why };
    throw error;
  }
}

async function send(
  { url }: { readonly url: string },
  { kept, proof }: AskingWitness,
  from: number,
  timeoutMs: number,
): Promise<{ readonly status: number; readonly text: string }> {
  const body = formatAddCheckpoint({ oldSize: from, proof: proof(from, kept.size), checkpoint: kept.note });
  const place = `${url.replace(/\/$/, '')}/add-checkpoint`;
  const limits = { timeoutMs, maxBytes: MAX_WITNESS_BYTES };
  const answer = await askBounded({
    ...limits,
    url: place,
    method: 'POST',
    body,
    contentType: 'text/plain; charset=utf-8',
  });
  return { status: answer.status, text: new TextDecoder().decode(answer.body) };
}

function sizeIn(text: string): number | undefined {
  const size = /^(0|[1-9][0-9]{0,15})\n$/.exec(text)?.[1];
  return size === undefined || !Number.isSafeInteger(Number(size)) ? undefined : Number(size);
}

function outcomeOf(
  { status, text }: { status: number; text: string },
  key: WitnessKey,
  asking: AskingWitness,
): WitnessOutcome {
  switch (status) {
    case 200:
      return linesIn(text, key, asking);
    case 422:
      return { failure: 'has-seen-others' };
    case 403:
    case 404:
      return { failure: 'does-not-know-the-log' };
    default:
      return { failure: 'refused' };
  }
}

/** The cosignature of this witness alone, if it is right. */
function linesIn(answer: string, key: WitnessKey, { kept, now }: AskingWitness): WitnessOutcome {
  try {
    const lines = cosignatureLines(kept.note, answer, [key]);
    const [cosignature] = cosignaturesOf(withSignatures(kept.note, lines), [key]);
    if (lines === '' || cosignature === undefined) return { failure: 'wrong-answer' };
    return Math.abs(cosignature.time - now) > CLOCKS_APART_SECONDS ? { failure: 'wrong-time' } : { lines };
  } catch (error) {
    if (error instanceof Malformed || error instanceof NoteNotVerified) return { failure: 'wrong-answer' };
    throw error;
  }
}

/**
 * Of lines of signatures, those of known witnesses, each of which is a cosignature on the checkpoint.
 * @throws Malformed; NoteNotVerified when one of them is wrong.
 */
export function cosignatureLines(note: string, lines: string, known: readonly WitnessKey[]): string {
  const { text } = parseNote(note);
  const ofKnown = parseNote(`${text}\n${lines}`).signatures.filter(({ name, id }) =>
    known.some((key) => key.name === name && key.id === id),
  );
  const taken = ofKnown.map(signatureLine).join('');
  if (taken !== '') cosignaturesOf(`${text}\n${taken}`, known);
  return taken;
}
