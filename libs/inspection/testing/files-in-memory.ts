import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { PackageFiles } from '../src/verify/package-files.js';

/** The files of a package in memory: changed and verified without a copy on disk. */
export class FilesInMemory implements PackageFiles {
  readonly files: ReadonlyMap<string, Buffer>;

  constructor(files: ReadonlyMap<string, Buffer>) {
    this.files = files;
  }

  static of(folder: string): FilesInMemory {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const places = entries.map((entry) => join(entry.parentPath, entry.name));
    return new FilesInMemory(new Map(places.map((place) => [relative(folder, place), readFileSync(place)])));
  }

  get sizes(): ReadonlyMap<string, number> {
    return new Map([...this.files].map(([path, bytes]) => [path, bytes.byteLength]));
  }

  /** The same with one file changed; `undefined` takes it away. */
  with(path: string, bytes: Buffer | string | undefined): FilesInMemory {
    const files = new Map(this.files);
    if (bytes === undefined) files.delete(path);
    else files.set(path, Buffer.from(bytes));
    return new FilesInMemory(files);
  }

  async *open(path: string): AsyncGenerator<Buffer> {
    yield await Promise.resolve(this.files.get(path) ?? Buffer.alloc(0));
  }

  whole(path: string): Promise<Buffer> {
    return Promise.resolve(this.files.get(path) ?? Buffer.alloc(0));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
