import { open } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Has the disk hold these files before one of them gets its name, and then the name: after a power cut a file under its final name is
 * never empty or cut off.
 * @param rename gives the name.
 */
export async function durably(files: readonly string[], place: string, rename: () => Promise<void>): Promise<void> {
  for (const file of files) await synced(file);
  await rename();
  await synced(dirname(place));
}

async function synced(path: string): Promise<void> {
  await using file = await open(path, 'r');
  await file.sync();
}
