import type { KnownCheckpoint } from './checkpoints.js';
import { FILES } from '../format/layout.js';
import { NotVerified } from './not-verified.js';

/** Verifies the time stamps of known authorities under a note, and throws an Error where one is wrong. */
export type StampReader = (note: string) => Promise<readonly { readonly authority: string; readonly at: Date }[]>;

/** The newest checkpoint that an authority stamped. */
export interface StampedHead {
  readonly authority: string;
  readonly treeSize: number;
  /** RFC 3339, UTC: the tree was there then. */
  readonly at: string;
}

/** The newest checkpoint that each known authority has stamped. @throws NotVerified where there is none, or a stamp is wrong. */
export async function lastStamped(
  checkpoints: readonly KnownCheckpoint[],
  read: StampReader,
): Promise<readonly StampedHead[]> {
  const newest = new Map<string, StampedHead>();
  for (const { checkpoint, note, file } of checkpoints) {
    for (const { authority, at } of note === undefined ? [] : await stampsOf(note, file, read)) {
      const known = newest.get(authority);
      const isNewer = known === undefined || known.at < at.toISOString();
      if (isNewer) newest.set(authority, { authority, treeSize: checkpoint.size, at: at.toISOString() });
    }
  }
  if (newest.size > 0) return [...newest.values()];
  throw new NotVerified({ fault: 'not-stamped', file: FILES.checkpoint });
}

async function stampsOf(note: string, file: string, read: StampReader): ReturnType<StampReader> {
  try {
    return await read(note);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new NotVerified({ fault: 'stamp-wrong', file, detail: error.message }, { cause: error });
  }
}
