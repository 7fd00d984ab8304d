import { formatVerifierKey, parseProof } from '@bali/ledger';
import type { WitnessPolicy } from '@bali/witness';
import { NotVerified } from './not-verified.js';
import { cosignedUnder } from './witnessed-head.js';

/** The lines of the keys that a receipt is verified with: the one that was given, or those of the logs that a policy names. */
export function keysForReceipt(key: string | undefined, policy: WitnessPolicy | undefined): readonly string[] {
  return key === undefined ? (policy?.logs ?? []).map((log) => formatVerifierKey(log.key)) : [key];
}

/** Who has witnessed the checkpoint of a receipt; undefined where nobody asks for that. @throws NotVerified below the quorum. */
export function witnessesOfReceipt(
  receipt: string,
  file: string,
  policy: WitnessPolicy | undefined,
): readonly string[] | undefined {
  if (policy === undefined || policy.asksForNobody) return undefined;
  const proof = /^\s*\{/.test(receipt) ? (JSON.parse(receipt) as { readonly proof: string }).proof : receipt;
  const { isMet, by } = cosignedUnder(policy, { note: parseProof(proof).checkpoint, file });
  if (isMet) return by;
  const detail = 'Ask for the receipt again later: it then has the checkpoint with its cosignatures';
  const found = by.length === 0 ? 'nobody' : by.join(', ');
  throw new NotVerified({ fault: 'not-witnessed', file, detail, expected: policy.rule, found });
}
