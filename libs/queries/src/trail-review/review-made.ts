import type { ReviewVerdict } from '@bali/access';
import type { Actor, FreeText, LedgerRecord } from '@bali/ledger';
import type { ReviewedLedger } from '@bali/trail-review';

/** A review of a check, as it was recorded. */
export interface ReviewMade {
  readonly event: string;
  readonly check: string;
  readonly from?: string;
  readonly before: string;
  /** Number of records that the check pointed at in that period, then. */
  readonly counted: number;
  readonly treeSize: number;
  readonly verdict: ReviewVerdict;
  readonly records?: readonly { readonly ledger: ReviewedLedger; readonly position: number }[];
  /** What was found, in words; absent: nothing was said, or it was erased. */
  readonly findings?: string;
  readonly person: Actor;
  readonly recordedAt: string;
}

type ReviewData = Omit<ReviewMade, 'event' | 'findings' | 'person' | 'recordedAt'>;

export function isReview(record: LedgerRecord): record is LedgerRecord & { readonly data: ReviewData } {
  return record.type === 'AuditTrailReviewed';
}

/** @param texts those that are kept, by their hashes. */
export function reviewMade(
  { id, data, metadata }: LedgerRecord & { readonly data: ReviewData },
  texts: ReadonlyMap<string, Pick<FreeText, 'text'>>,
): ReviewMade {
  const findings = metadata.reason === undefined ? undefined : texts.get(metadata.reason)?.text;
  const { actor: person, recordedAt } = metadata;
  return { event: id, ...data, ...(findings === undefined ? {} : { findings }), person, recordedAt };
}
