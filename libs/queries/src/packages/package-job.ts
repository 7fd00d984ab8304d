import type { Ledger } from '@bali/ledger';

export const JOB_STATUSES = ['waiting', 'making', 'ready', 'cancelled', 'failed', 'interrupted'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** An inspection package that somebody asked for: made in the background, then kept to be fetched. */
export interface PackageJob {
  readonly id: string;
  readonly ledger: Ledger;
  readonly reason: string;
  /** The user id. */
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly treeSize: number;
  readonly root: string;
  readonly texts: 'included' | 'withheld';
  /** Number of events that were acknowledged when it was asked for and are not in it. Absent: none. */
  readonly missing?: number;
  /** Why they are not in it, and what to do. */
  readonly missingBecause?: string;
  readonly status: JobStatus;
  /** How far it has come. */
  readonly progress?: { readonly step: string; readonly done: number; readonly of: number };
  /** Of the zip file, once it is ready. */
  readonly bytes?: number;
  readonly sha256?: string;
  /** Number of free texts that are not in it although no event in it says that they were redacted; absent where there are none. */
  readonly missingTexts?: number;
  /** Number of free texts that are not in it because the person may not know them; absent where there are none. */
  readonly withheldTexts?: number;
  /** What went wrong. */
  readonly failure?: string;
}

export function isOver({ status }: PackageJob): boolean {
  return status !== 'waiting' && status !== 'making';
}
