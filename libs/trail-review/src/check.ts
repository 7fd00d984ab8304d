import type { Ledger, LedgerRecord } from '@bali/ledger';
import type { ReviewThresholds } from './thresholds.js';
import type { Trail } from './trail.js';

/** The ledgers that are looked at. Nothing of the sealed one is: what is found may be read by whoever is blinded. */
export type ReviewedLedger = Exclude<Ledger, 'sealed'>;

export const CHECK_GROUPS = ['access', 'collection', 'change', 'review', 'system'] as const;
export type CheckGroup = (typeof CHECK_GROUPS)[number];

/** A record of a ledger, and its place. */
export interface Seen {
  readonly ledger: ReviewedLedger;
  readonly position: number;
  readonly record: LedgerRecord;
}

/** A record that a check points at: somebody has to look at it, and it may well be right. */
export interface Found {
  readonly ledger: ReviewedLedger;
  readonly position: number;
  readonly event: string;
  readonly type: string;
  readonly recordedAt: string;
  readonly person: string;
  readonly role: string;
  readonly patient?: string;
  readonly site?: string;
  /** The corrected field, where it is a correction (a JSON pointer). */
  readonly field?: string;
  /** What there is to look at, as a sentence. */
  readonly note: string;
}

/** As of when the ledgers are looked at, and what they cannot say of themselves. */
export interface AsOf {
  readonly now: string;
  /** How many events of each ledger a signed checkpoint covers. Absent: it is not known, and nothing is said about it. */
  readonly signedSizes?: Readonly<Partial<Record<ReviewedLedger, number>>>;
  /** How many events of the trial ledger a quorum of witnesses has seen. Absent: nobody asks for witnesses here. */
  readonly witnessedSize?: number;
  /** A free text by its hash, where the reader may know it. Absent: no text is looked at. */
  readonly textOf?: (hash: string) => string | undefined;
}

/** A check at work on the ledgers of one trial. */
export interface CheckRun {
  /**
   * Takes the next record of a ledger of the check. The trail is as it was before this record.
   * @returns whether the record is one of those that the check looks at.
   */
  take(seen: Seen, trail: Trail): boolean;
  /** The records that it points at among those taken, in the order of their places. */
  found(trail: Trail, asOf: AsOf): readonly Found[];
}

/** A computed check of the audit trail: a pure function over the ledgers. */
export interface TrailCheck {
  readonly id: string;
  readonly group: CheckGroup;
  readonly title: string;
  /** What it points at, as a sentence that names the thresholds. */
  readonly says: (thresholds: ReviewThresholds) => string;
  readonly ledgers: readonly ReviewedLedger[];
  begin(thresholds: ReviewThresholds): CheckRun;
}
