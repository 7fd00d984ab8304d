import { lstat } from 'node:fs/promises';
import { NotVerified } from '../verify/not-verified.js';
import type { PackageFiles } from '../verify/package-files.js';
import { openFolder } from './folder-files.js';
import { openZip } from './zip-files.js';

/** Opens a package that is a directory or a zip file. @throws NotVerified */
export async function openPackageFiles(path: string): Promise<PackageFiles> {
  const found = await lstat(path).catch(() => undefined);
  if (found?.isDirectory() === true) return openFolder(path);
  if (found?.isFile() === true) return openZip(path);
  throw new NotVerified({ fault: 'not-a-package', file: path, detail: 'There is no such directory or file' });
}
