import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Waits until a file, or the names in a directory, are on the disk: they then survive a power cut. */
export function syncToDisk(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
