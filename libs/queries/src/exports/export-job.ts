import type { ExportFormatId, Separator } from '@bali/exports';
import type { Job } from '../jobs/job.js';

/** An export of the trial's data that somebody asked for: made in the background, then kept to be fetched. */
export interface ExportJob extends Job {
  readonly format: ExportFormatId;
  /** The last event of the trial ledger that is in it. */
  readonly position: number;
  readonly arms: 'masked' | 'shown';
  readonly separator: Separator;
  /** The root of the ledger's tree up to that event, once it is ready. */
  readonly root?: string;
  /** How many files are in it, once it is ready. */
  readonly files?: number;
}
