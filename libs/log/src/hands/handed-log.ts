import type { CheckpointSigning } from '../signer/checkpoint-signing.js';
import type { LogReader } from '../reader/log-reader.js';

/** What is asked of the log whose checkpoints others sign as well. */
export interface HandedLog {
  readonly origin: string;
  readonly reader: Pick<LogReader, 'size' | 'checkpoints' | 'latestCheckpoint' | 'consistencyProof'>;
  readonly signing: Pick<CheckpointSigning, 'canSign' | 'collect' | 'take'>;
}

/** How far the time that another party puts under a checkpoint may be from ours. */
export const CLOCKS_APART_SECONDS = 3_600;
