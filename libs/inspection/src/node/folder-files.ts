import { createReadStream, readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { NotVerified } from '../verify/not-verified.js';
import type { PackageFiles } from '../verify/package-files.js';
import { carried } from '../carried/carried.js';

const PIECE_BYTES = 1024 * 1024;

/** @throws NotVerified for what is no ordinary file, or has no name of a package's file. */
export async function openFolder(folder: string): Promise<PackageFiles> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/');
    if (entry.isDirectory()) continue;
    if (!entry.isFile()) throw new NotVerified({ fault: 'not-a-file', file: path });
    found.push(path);
  }
  const { places, ignored } = carried(found);
  const placeOf = (path: string): string => join(folder, places.get(path) ?? path);
  const sizes = new Map<string, number>();
  for (const path of places.keys()) sizes.set(path, (await stat(placeOf(path))).size);
  return {
    ...{ sizes, ignored },
    open: (path) => piecesOf(placeOf(path)),
    // At once: a package has thousands of small files, and waiting for each takes longer than reading it.
    whole: (path) => Promise.resolve(readFileSync(placeOf(path))),
    close: () => Promise.resolve(),
  };
}

/** Opened by whoever reads the first piece: a file that nobody reads is not open when its folder is gone. */
async function* piecesOf(path: string): AsyncGenerator<Buffer, void, undefined> {
  yield* createReadStream(path, { highWaterMark: PIECE_BYTES }) as AsyncIterable<Buffer>;
}
