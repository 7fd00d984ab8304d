import type { Ledger } from '@bali/ledger';
import type { Job } from '../jobs/job.js';

/** An inspection package that somebody asked for: made in the background, then kept to be fetched. */
export interface PackageJob extends Job {
  readonly ledger: Ledger;
  readonly reason: string;
  readonly treeSize: number;
  readonly root: string;
  readonly texts: 'included' | 'withheld';
  /** Number of events that were acknowledged when it was asked for and are not in it. Absent: none. */
  readonly missing?: number;
  /** Why they are not in it, and what to do. */
  readonly missingBecause?: string;
  /** Number of free texts that are not in it although no event in it says that they were redacted; absent where there are none. */
  readonly missingTexts?: number;
  /** Number of free texts that are not in it because the person may not know them; absent where there are none. */
  readonly withheldTexts?: number;
}
