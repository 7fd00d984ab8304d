import { parseProof } from '@bali/ledger';
import type { WitnessPolicy } from '@bali/witness';
import { NotVerified } from './not-verified.js';
import { cosignedUnder } from './witnessed-head.js';

/** Who has witnessed the checkpoint of a receipt. @throws NotVerified below the quorum. */
export function witnessesOfReceipt(receipt: string, file: string, policy: WitnessPolicy): readonly string[] {
  const proof = /^\s*\{/.test(receipt) ? (JSON.parse(receipt) as { readonly proof: string }).proof : receipt;
  const { isMet, by } = cosignedUnder(policy, { note: parseProof(proof).checkpoint, file });
  if (isMet) return by;
  const detail = 'Ask for the receipt again later: it then has the checkpoint with its cosignatures';
  const found = by.length === 0 ? 'nobody' : by.join(', ');
  throw new NotVerified({ fault: 'not-witnessed', file, detail, expected: policy.rule, found });
}
