import type { Software } from '@bali/commands';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Written by the build beside what it builds. */
const BUILD_RECORD = 'software.json';

/**
 * Which software this is, as each event records it (21 CFR 11.10(k)): what the build wrote down. Run from its source
 * without a build, its version is known and its commit is not.
 */
export function thisSoftware(): Software {
  const directories = upwards(import.meta.dirname);
  const built = directories.map((directory) => join(directory, BUILD_RECORD)).find((path) => existsSync(path));
  if (built !== undefined) return JSON.parse(readFileSync(built, 'utf8')) as Software;
  const manifest = directories.map((directory) => join(directory, 'package.json')).find((path) => existsSync(path));
  if (manifest === undefined) return { version: 'unknown', commit: 'unknown' };
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  return { version, commit: 'unknown' };
}

/** Written by the build below what it builds. */
const PAGES = 'pages';
const BUILT = 'dist';

/** Where the build left the pages; where there is no build, a directory that is not there. */
export function pagesDirectory(): string {
  const places = upwards(import.meta.dirname).flatMap((directory) => [
    join(directory, PAGES),
    join(directory, BUILT, PAGES),
  ]);
  return places.find((path) => existsSync(join(path, 'index.html'))) ?? join(import.meta.dirname, PAGES);
}

function upwards(directory: string): readonly string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...upwards(parent)];
}
