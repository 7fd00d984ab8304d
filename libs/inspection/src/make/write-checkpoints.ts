import { formatVerifierKey, openNote, parseCheckpoint } from '@bali/ledger';
import { checkpointPath, FILES } from '../format/layout.js';
import type { OutputFiles } from './output-files.js';
import type { PackageSource } from './package-source.js';

/** Writes the checkpoint, the keys, and every earlier checkpoint of a tree of this size. @returns how many earlier ones. */
export async function writeCheckpoints(
  files: OutputFiles,
  source: Pick<PackageSource, 'checkpoint' | 'earlier' | 'keys'>,
  treeSize: number,
): Promise<number> {
  await files.whole(FILES.checkpoint, source.checkpoint);
  await files.whole(FILES.verifierKeys, source.keys.map((key) => `${formatVerifierKey(key)}\n`).join(''));
  let count = 0;
  let before = { size: -1, place: 0 };
  for await (const note of source.earlier) {
    const { size } = parseCheckpoint(openNote(note, source.keys).text);
    if (size > treeSize) continue;
    before = { size, place: size === before.size ? before.place + 1 : 0 };
    await files.whole(checkpointPath(size, before.place), note);
    count += 1;
  }
  return count;
}
