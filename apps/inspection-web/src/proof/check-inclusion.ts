import type { InclusionView } from '@bali/queries';
import { fromHex, leafHash, strictBase64, toHex, verifyInclusion } from '@bali/ledger';
import { get, getBytes } from '../api/client.js';
import { type CheckedCheckpoint, checkCheckpoint } from './check-checkpoint.js';

/** What was computed of one event of the trial ledger, in this browser. */
export interface CheckedLeaf {
  /** The bytes as text: canonical JSON. */
  readonly text: string;
  readonly leafHash: string;
  readonly checkpoint: CheckedCheckpoint | undefined;
  /** Absent: no checkpoint covers the event yet. */
  readonly isIncluded?: boolean;
}

/** @throws Problem */
export async function checkLeaf(installation: string, index: number, signal: AbortSignal): Promise<CheckedLeaf> {
  const checkpoint = await checkCheckpoint(installation, 'trial', signal);
  const bytes = await getBytes(`/v1/ledgers/trial/leaves/${index}`, { signal });
  const hash = leafHash(bytes);
  const found = { text: new TextDecoder().decode(bytes), leafHash: toHex(hash), checkpoint };
  if (checkpoint === undefined || index >= checkpoint.size) return found;
  const query = { size: checkpoint.size };
  const path = `/v1/ledgers/trial/proofs/inclusion/${index}`;
  const { hashes } = await get<InclusionView>(path, { signal, query });
  const proof = hashes.map((text) => strictBase64(text) ?? new Uint8Array());
  return { ...found, isIncluded: verifyInclusion(hash, index, checkpoint.size, proof, fromHex(checkpoint.root)) };
}
