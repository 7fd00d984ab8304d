import { type LedgerRecord, NotCanonical, type RecordSignature } from '@bali/ledger';
import { mayMean, supersedes } from '@bali/trial';
import { contentHash } from './content-hash.js';
import { assertionFault } from './passkey-assertion.js';
import { passkeyChallengeOf } from './passkey-statement.js';

/** What can be wrong with a signature, and what that shows. A code never changes its meaning. */
export const SIGNATURE_PROBLEMS = {
  'not-signed': 'The record is not signed.',
  'content-differs': 'The record is not the one that was signed: it was changed, or the signature is that of another.',
  'another-name': 'The name under the signature is not that of the person who acted.',
  'another-moment': 'The signature was not given when the record was made.',
  'another-meaning': 'The meaning of the signature is not one that such a record is signed with.',
  'assertion-missing': 'What the passkey signed is missing, or stands where no passkey was used.',
  'assertion-differs': 'The passkey signed something else than this record.',
  'assertion-wrong': 'The signature is not one that the key in it made, with its holder verified.',
} as const;

export type SignatureProblem = keyof typeof SIGNATURE_PROBLEMS;

export type SignatureVerdict =
  { readonly valid: true } | { readonly valid: false; readonly problem: SignatureProblem; readonly sentence: string };

/**
 * Whether the signature in a record is one of this very record, from the record alone, which may come from anywhere: one
 * that was copied or moved from another record, or whose record was changed in any value, is not valid (21 CFR 11.70).
 * Whether a record must be signed at all is said by `mustBeSigned`.
 *
 * The hash is no secret: who can write whole records could make a consistent forgery, but of a signature by a passkey. That
 * none was made afterwards is what the ledger proves, its tree and the checkpoints in other hands. Whose passkey it is, say
 * the records of the access ledger: `isPasskeyOfSigner`.
 */
export function verifySignature(record: LedgerRecord): SignatureVerdict {
  const { signature, actor, recordedAt } = record.metadata;
  if (signature === undefined) return invalid('not-signed');
  if (signature.contentHash !== hashOf(record)) return invalid('content-differs');
  if (signature.name !== actor.name) return invalid('another-name');
  if (signature.signedAt !== recordedAt) return invalid('another-moment');
  if (!mayMean(record, signature.meaning)) return invalid('another-meaning');
  const problem = assertionProblem(record, signature);
  return problem === undefined ? { valid: true } : invalid(problem);
}

/** A passkey's signature is one of this record's data by mathematics, whoever wrote the record. */
function assertionProblem(record: LedgerRecord, { method, assertion }: RecordSignature): SignatureProblem | undefined {
  if ((method === 'passkey') !== (assertion !== undefined)) return 'assertion-missing';
  const fault = assertion && assertionFault(assertion, passkeyChallengeOf(record));
  return fault && `assertion-${fault}`;
}

/** Where a signature stands. What was superseded was valid, and stands in the record as it was given. */
export type Standing = 'valid' | 'superseded' | 'invalid';

/** A signature of a stream, as every view shows it. */
export interface SignatureStanding {
  /** The id of the signed event. */
  readonly event: string;
  readonly revision: number;
  readonly type: string;
  readonly name: string;
  readonly userId: string;
  readonly signedAt: string;
  readonly meaning: string;
  readonly method: string;
  readonly contentHash: string;
  readonly standing: Standing;
  /** What is wrong, if it is invalid. */
  readonly problem?: SignatureProblem;
  /** The first later event that changed what was signed. */
  readonly supersededBy?: { readonly event: string; readonly revision: number; readonly recordedAt: string };
}

/**
 * Every signature of a stream, in its order, and whether it still stands for what was signed.
 * @param records the stream, whole and in order.
 */
export function signatureStandings(records: readonly LedgerRecord[]): readonly SignatureStanding[] {
  return records.flatMap((record) => {
    const { signature, actor } = record.metadata;
    if (signature === undefined) return [];
    const { id: event, revision, type } = record;
    const { assertion: _, ...shown } = signature;
    return [{ event, revision, type, userId: actor.userId, ...shown, ...standingOf(record, records) }];
  });
}

function standingOf(
  record: LedgerRecord,
  records: readonly LedgerRecord[],
): Pick<SignatureStanding, 'standing' | 'problem' | 'supersededBy'> {
  const verdict = verifySignature(record);
  if (!verdict.valid) return { standing: 'invalid', problem: verdict.problem };
  const later = records.find((other) => supersedes(other, record));
  if (later === undefined) return { standing: 'valid' };
  const { id: event, revision, metadata } = later;
  return { standing: 'superseded', supersededBy: { event, revision, recordedAt: metadata.recordedAt } };
}

function invalid(problem: SignatureProblem): SignatureVerdict {
  return { valid: false, problem, sentence: SIGNATURE_PROBLEMS[problem] };
}

function hashOf(record: LedgerRecord): string | undefined {
  try {
    return contentHash(record);
  } catch (error) {
    if (error instanceof NotCanonical) return undefined;
    throw error;
  }
}
