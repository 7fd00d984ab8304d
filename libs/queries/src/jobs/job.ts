export const JOB_STATUSES = ['waiting', 'making', 'ready', 'cancelled', 'failed', 'interrupted'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** A file that somebody asked for: made in the background, then kept to be fetched. */
export interface Job {
  readonly id: string;
  /** The user id. */
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly status: JobStatus;
  /** How far it has come. */
  readonly progress?: { readonly step: string; readonly done: number; readonly of: number };
  /** Of the zip file, once it is ready. */
  readonly bytes?: number;
  readonly sha256?: string;
  /** What went wrong. */
  readonly failure?: string;
}

export function isOver({ status }: Pick<Job, 'status'>): boolean {
  return status !== 'waiting' && status !== 'making';
}
