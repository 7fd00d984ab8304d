import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const SUMS = 'SHA256SUMS';

/** The directory of a validation pack. Whatever is put there is listed with its SHA-256 in the end. */
export class Evidence {
  readonly path: string;

  /** A pack that is there already is replaced. @throws Error where the directory holds anything else. */
  constructor(path: string) {
    this.path = path;
    const found = existsSync(path) ? readdirSync(path) : [];
    if (found.length > 0 && !found.includes(SUMS))
      throw new Error(`${path} holds something that is no validation pack`);
    rmSync(path, { recursive: true, force: true });
    this.put(SUMS, '');
  }

  put(name: string, content: string | Uint8Array): string {
    mkdirSync(dirname(join(this.path, name)), { recursive: true });
    writeFileSync(join(this.path, name), content);
    return name;
  }

  /** Writes SHA256SUMS, as `sha256sum -c` reads it. */
  seal(): void {
    const lines = filesIn(this.path)
      .filter((path) => relative(this.path, path) !== SUMS)
      .map((path) => `${sha256Of(path)}  ${relative(this.path, path)}\n`);
    this.put(SUMS, lines.join(''));
  }
}

function sha256Of(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** One hash for all files of a directory: that of the lines of their hashes and paths, in the order of the paths. */
export function sha256OfTree(path: string): string {
  const hash = createHash('sha256');
  for (const file of filesIn(path)) hash.update(`${sha256Of(file)}  ${relative(path, file)}\n`);
  return hash.digest('hex');
}

function filesIn(path: string): readonly string[] {
  return readdirSync(path, { recursive: true })
    .map((name) => join(path, String(name)))
    .filter((file) => statSync(file).isFile())
    .toSorted();
}
