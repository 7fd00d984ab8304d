import type { History } from './history.js';
import type { Installation } from './installation.js';
import { armsOf, play, swapOf } from './play.js';
import { difference, type Transcript } from './transcript.js';

/** What was seen of a history in two worlds. */
export interface Compared {
  /** Where the blinded see a difference. Absent: nowhere. */
  readonly difference?: string;
  readonly differingBytes: number;
  /** Number of patients who had another arm in the other world. None: then there was nobody to be swapped, and nothing was compared. */
  readonly swapped: number;
  /** In each world. */
  readonly responses: number;
  readonly bytes: number;
}

const SLOTS = 8;

/** Plays a history with two lists, and compares what the blinded see. @param hold is given what was seen in the first world. */
export async function compareWorlds(
  installation: Installation,
  history: History,
  listSeed: string,
  hold?: (transcript: Transcript) => void,
): Promise<Compared> {
  const one = await play(installation, history, listSeed);
  hold?.(one.transcript);
  const swapped = swapOf(listSeed, one, history);
  if (swapped === undefined) return { differingBytes: 0, swapped: 0, responses: 0, bytes: 0 };
  const other = await play(installation, history, swapped);
  const [mine, theirs] = [armsOf(listSeed, SLOTS), armsOf(swapped, SLOTS)];
  const found = difference(one.transcript, other.transcript);
  return {
    ...one.transcript.size,
    swapped: [...one.slots.values()].filter((slot) => mine[slot] !== theirs[slot]).length,
    differingBytes: differingBytes(one.transcript, other.transcript),
    ...(found === undefined ? {} : { difference: found }),
  };
}

/** Number of bytes that are not the same at their place, or that only one of both has. */
function differingBytes(one: Transcript, other: Transcript): number {
  let differing = 0;
  for (let place = 0; place < Math.max(one.seen.length, other.seen.length); place += 1) {
    const [mine, theirs] = [one.seen[place]?.bytes ?? Buffer.alloc(0), other.seen[place]?.bytes ?? Buffer.alloc(0)];
    if (mine.equals(theirs)) continue;
    const length = Math.max(mine.byteLength, theirs.byteLength);
    for (let at = 0; at < length; at += 1) differing += mine[at] === theirs[at] ? 0 : 1;
  }
  return differing;
}
