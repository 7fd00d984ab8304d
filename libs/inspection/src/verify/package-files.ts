import { lstat } from 'node:fs/promises';
import { openFolder } from './folder-files.js';
import { NotVerified } from './not-verified.js';
import { openZip } from './zip-files.js';

/** The files of a package, wherever they are. Nothing in them is believed. */
export interface PackageFiles {
  /** Every file, with its size. */
  readonly sizes: ReadonlyMap<string, number>;
  /** A file's bytes, in pieces. It can be asked for again, and beside others. */
  open(path: string): AsyncIterable<Buffer>;
  /** A file's bytes at once. */
  whole(path: string): Promise<Buffer>;
  close(): Promise<void>;
}

/** Opens a package that is a directory or a zip file. @throws NotVerified */
export async function openPackageFiles(path: string): Promise<PackageFiles> {
  const found = await lstat(path).catch(() => undefined);
  if (found?.isDirectory() === true) return openFolder(path);
  if (found?.isFile() === true) return openZip(path);
  throw new NotVerified({ fault: 'not-a-package', file: path, detail: 'There is no such directory or file' });
}
