import type { ConsistencyView, LedgerView } from '@bali/queries';
import {
  type Checkpoint,
  type Ledger,
  openNote,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  strictBase64,
  toHex,
  formatVerifierKey,
  fingerprintOf,
  verifyConsistency,
} from '@bali/ledger';
import { get, getText } from '../api/client.js';
import { useBrowserCryptography } from './browser-cryptography.js';
import { keepCheckpoint, keptCheckpoint } from './kept-checkpoints.js';

/** How the log that the server shows stands to the checkpoint that this browser saw last. */
export type Since =
  | { readonly kind: 'first' }
  | { readonly kind: 'same' }
  | { readonly kind: 'grown'; readonly size: number }
  | { readonly kind: 'fork'; readonly size: number; readonly kept: string };

/** What was computed of a checkpoint, in this browser. */
export interface CheckedCheckpoint {
  readonly note: string;
  readonly origin: string;
  readonly size: number;
  /** Lower-case hex. */
  readonly root: string;
  /** The keys by which it is signed, of those that the server names; none: the signature is wrong. */
  readonly keys: readonly { readonly line: string; readonly fingerprint: string }[];
  readonly since: Since;
}

/** @returns nothing where no checkpoint was signed yet. @throws Problem */
export async function checkCheckpoint(
  installation: string,
  ledger: Ledger,
  signal?: AbortSignal,
): Promise<CheckedCheckpoint | undefined> {
  useBrowserCryptography();
  const sending = signal === undefined ? {} : { signal };
  const views = await get<readonly LedgerView[]>('/v1/ledgers', sending);
  const view = views.find((candidate) => candidate.ledger === ledger);
  if (view?.signedSize === undefined) return undefined;
  const note = await getText(`/v1/ledgers/${ledger}/checkpoint`, sending);
  const checkpoint = parseCheckpoint(parseNote(note).text);
  const keys = signersOf(note, view);
  const since = await sinceLastTime({ installation, ledger, note, checkpoint }, sending);
  const isRight = keys.length > 0 && checkpoint.origin === view.origin;
  if (isRight && since.kind !== 'fork' && since.kind !== 'same') keepCheckpoint(installation, checkpoint.origin, note);
  const { origin, size, root } = checkpoint;
  return { note, origin, size, root: toHex(root), keys: isRight ? keys : [], since };
}

function signersOf(note: string, { keys, origin }: LedgerView): CheckedCheckpoint['keys'] {
  try {
    const known = keys.map(({ verifierKey }) => parseVerifierKey(verifierKey)).filter(({ name }) => name === origin);
    const { signedBy } = openNote(note, known);
    return signedBy.map((key) => ({ line: formatVerifierKey(key), fingerprint: fingerprintOf(key) }));
  } catch {
    return [];
  }
}

interface Shown {
  readonly installation: string;
  readonly ledger: Ledger;
  readonly note: string;
  readonly checkpoint: Checkpoint;
}

async function sinceLastTime(
  { installation, ledger, note, checkpoint }: Shown,
  sending: { signal?: AbortSignal },
): Promise<Since> {
  const kept = keptCheckpoint(installation, checkpoint.origin);
  if (kept === undefined) return { kind: 'first' };
  if (kept === note) return { kind: 'same' };
  const before = parseCheckpoint(parseNote(kept).text);
  const { size } = before;
  if (before.size === checkpoint.size && toHex(before.root) === toHex(checkpoint.root)) return { kind: 'same' };
  const isContinued = before.size <= checkpoint.size && (await isConsistent(ledger, before, checkpoint, sending));
  return isContinued ? { kind: 'grown', size } : { kind: 'fork', size, kept };
}

/** Only what the proof shows counts; the roots are those of the signed notes. */
async function isConsistent(
  ledger: Ledger,
  from: Checkpoint,
  to: Checkpoint,
  sending: { signal?: AbortSignal },
): Promise<boolean> {
  const query = { from: from.size, to: to.size };
  const { hashes } = await get<ConsistencyView>(`/v1/ledgers/${ledger}/proofs/consistency`, { ...sending, query });
  const proof = hashes.map((hash) => strictBase64(hash) ?? new Uint8Array());
  return verifyConsistency(from, to, proof);
}
