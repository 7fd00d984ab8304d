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

const WHY_NOT_READY: Readonly<Record<JobStatus, string>> = {
  waiting: 'It waits for its turn. Ask what has become of it until its `status` is `ready`.',
  making: 'It is being made. Ask what has become of it until its `status` is `ready`.',
  cancelled: 'It was cancelled. Ask for a new one.',
  interrupted: 'The server ended while it was being made. Ask for a new one.',
  failed: 'It could not be made, and its `failure` says why. Ask for a new one.',
  ready: 'Its file was altered or lost on the disk of the server. Ask for a new one.',
};

/** Why the file of a job cannot be fetched, and what to do. */
export function whyNotReady({ status }: Pick<Job, 'status'>): string {
  return WHY_NOT_READY[status];
}
