import { existsSync, renameSync } from 'node:fs';

/**
 * Renames a SQLite file that cannot be used, with the files that SQLite keeps beside it, so that a new one can be made in its
 * place and somebody can still look at it.
 * @returns where it is now, or undefined if there was none.
 */
export function putAside(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  let attempt = 1;
  while (existsSync(`${path}.aside-${attempt}`)) attempt += 1;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, `${path}.aside-${attempt}${suffix}`);
  }
  return `${path}.aside-${attempt}`;
}
