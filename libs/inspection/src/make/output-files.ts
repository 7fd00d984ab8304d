import { createHash, type Hash } from 'node:crypto';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ListedFile } from '../format/manifest.js';

/** What is written to a file at once. */
const CHUNK_BYTES = 256 * 1024;

interface OpenFile {
  readonly handle: FileHandle;
  readonly hash: Hash;
  size: number;
  held: Uint8Array[];
  heldBytes: number;
}

/** Bytes, or a text, which may come in parts. */
export type Content = Uint8Array | string | readonly string[];

/** The files of a package as they are written, in any number at a time, each with its size and hash. */
export class OutputFiles {
  readonly #folder: string;
  readonly #open = new Map<string, OpenFile>();
  readonly #done: ListedFile[] = [];
  readonly #folders = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Adds to the end of a file, which is made if it is not there. */
  async add(path: string, content: Content): Promise<void> {
    if (typeof content !== 'string' && !(content instanceof Uint8Array)) {
      for (const part of content) await this.add(path, part);
      return;
    }
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    const file = this.#open.get(path) ?? (await this.#create(path));
    file.hash.update(bytes);
    file.size += bytes.byteLength;
    file.held.push(bytes);
    file.heldBytes += bytes.byteLength;
    if (file.heldBytes >= CHUNK_BYTES) await flush(file);
  }

  /** A file with all that is in it. */
  async whole(path: string, content: Content): Promise<void> {
    await this.add(path, content);
    await this.end(path);
  }

  /** Closes a file that is complete. */
  async end(path: string): Promise<void> {
    const file = this.#open.get(path) ?? (await this.#create(path));
    await flush(file);
    await file.handle.close();
    this.#open.delete(path);
    this.#done.push({ path, size: file.size, sha256: file.hash.digest('hex') });
  }

  /** Closes what is still open. @returns every file, in the order of their paths' UTF-16 code units. */
  async finish(): Promise<readonly ListedFile[]> {
    for (const path of [...this.#open.keys()]) await this.end(path);
    return this.#done.toSorted(({ path: one }, { path: other }) => (one < other ? -1 : 1));
  }

  /** Lets go of everything: what was written is of no use. */
  async abandon(): Promise<void> {
    for (const { handle } of this.#open.values()) await handle.close();
    this.#open.clear();
  }

  async #create(path: string): Promise<OpenFile> {
    const place = join(this.#folder, path);
    const folder = dirname(place);
    if (!this.#folders.has(folder)) await mkdir(folder, { recursive: true, mode: 0o700 });
    this.#folders.add(folder);
    const handle = await open(place, 'wx', 0o600);
    const file: OpenFile = { handle, hash: createHash('sha256'), size: 0, held: [], heldBytes: 0 };
    this.#open.set(path, file);
    return file;
  }
}

async function flush(file: OpenFile): Promise<void> {
  if (file.heldBytes === 0) return;
  const bytes = Buffer.concat(file.held);
  file.held = [];
  file.heldBytes = 0;
  await file.handle.writeFile(bytes);
}
