import { createReadStream, readFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { isPackagePath } from '../format/layout.js';
import { NotVerified } from '../verify/not-verified.js';
import type { PackageFiles } from '../verify/package-files.js';

const PIECE_BYTES = 1024 * 1024;

/** @throws NotVerified for what is no ordinary file, or has no name of a package's file. */
export async function openFolder(folder: string): Promise<PackageFiles> {
  const sizes = new Map<string, number>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const place = join(entry.parentPath, entry.name);
    const path = relative(folder, place).split(sep).join('/');
    if (entry.isDirectory()) continue;
    if (!entry.isFile()) throw new NotVerified({ fault: 'not-a-file', file: path });
    if (!isPackagePath(path)) throw new NotVerified({ fault: 'unsafe-name', file: path });
    sizes.set(path, (await stat(place)).size);
  }
  return {
    sizes,
    open: (path) => createReadStream(join(folder, path), { highWaterMark: PIECE_BYTES }) as AsyncIterable<Buffer>,
    // At once: a package has thousands of small files, and waiting for each takes longer than reading it.
    whole: (path) => Promise.resolve(readFileSync(join(folder, path))),
    close: () => Promise.resolve(),
  };
}
