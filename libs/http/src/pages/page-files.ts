import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A file of our pages, in memory: all of them together are some hundred kilobytes. */
export interface PageFile {
  readonly bytes: Buffer;
  readonly gzipped: Buffer;
  readonly type: string;
  /** Its name says what is in it, so that it never changes. */
  readonly isImmutable: boolean;
}

/** The files of our pages by their paths below `/pages/`. */
export type PageFiles = ReadonlyMap<string, PageFile>;

/** The page that is shown at every address below `/pages/` at which no file is. */
export const INDEX = 'index.html';

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Reads the pages that a build left in a directory; undefined where there are none. */
export function readPageFiles(directory: string): PageFiles | undefined {
  if (!existsSync(join(directory, INDEX))) return undefined;
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  const files = names.flatMap((name) => {
    const type = TYPES[name.split('.').at(-1) ?? ''];
    if (type === undefined) return [];
    const bytes = readFileSync(join(directory, name));
    const path = name.replaceAll('\\', '/');
    return [[path, { bytes, gzipped: gzipSync(bytes), type, isImmutable: path.startsWith('assets/') }] as const];
  });
  return new Map(files);
}
