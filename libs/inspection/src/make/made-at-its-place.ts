import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { durably } from './durable.js';
import { zipFolder } from './zip-folder.js';

/** The place where a package was to be made is taken. */
export class PlaceTaken extends Error {
  constructor(path: string) {
    super(`there is something at ${path} already`);
    this.name = 'PlaceTaken';
  }
}

/** A file that was made, by its path in the folder. */
interface MadeFile {
  readonly path: string;
}

/** Where something is made, and how. */
export interface Place<Made> {
  /** A directory, or a file whose name ends with `.zip`: neither may be there. */
  readonly out: string;
  readonly madeAt: string;
  /** Files that come first in a zip file, and that what was made does not list. */
  readonly first?: readonly string[];
  /** Called once it is complete, and before it is at its place: what it throws keeps it from there. */
  readonly whenComplete?: (made: Made) => Promise<void>;
  readonly signal?: AbortSignal;
  readonly progress?: (progress: { readonly step: 'zip'; readonly done: number; readonly of: number }) => void;
}

/**
 * Makes a folder of files, or a zip file of it, which is at its place only once it is complete and on the disk; what was begun is
 * taken away.
 * @param write writes the files into a folder; it may make a scratch file beside it. @throws PlaceTaken, and what it throws.
 */
export async function madeAtItsPlace<Made extends { readonly files: readonly MadeFile[] }>(
  place: Place<Made>,
  write: (folder: string, scratch: string) => Promise<Made>,
): Promise<Made> {
  if (existsSync(place.out)) throw new PlaceTaken(place.out);
  await mkdir(dirname(place.out), { recursive: true });
  const work = await mkdtemp(`${place.out}.partial-`);
  try {
    const folder = join(work, 'package');
    await mkdir(folder, { mode: 0o700 });
    const made = await write(folder, join(work, 'state.db'));
    await place.whenComplete?.(made);
    await moved(folder, work, made.files, place);
    return made;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function moved(
  folder: string,
  work: string,
  files: readonly MadeFile[],
  place: Omit<Place<unknown>, 'whenComplete'>,
): Promise<void> {
  const { out, madeAt, first = [], signal, progress } = place;
  if (!out.endsWith('.zip')) {
    const all = files.map(({ path }) => join(folder, path));
    return durably(all, out, () => rename(folder, out));
  }
  const zip = join(work, 'package.zip');
  const paths = [...first, ...files.map(({ path }) => path)];
  progress?.({ step: 'zip', done: 0, of: paths.length });
  await zipFolder(folder, [...new Set(paths)], zip, { madeAt, ...(signal && { signal }) });
  return durably([zip], out, () => rename(zip, out));
}
