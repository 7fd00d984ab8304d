import type { Job } from '@bali/queries';

export function isUnderWay({ status }: Pick<Job, 'status'>): boolean {
  return status === 'making' || status === 'waiting';
}
