import { sha256Hex } from '@bali/ledger';
import { FILES, isPackagePath } from '../format/layout.js';
import type { AnyManifest, ListedFile } from '../format/manifest.js';
import { ByteReader } from './byte-reader.js';
import { NotVerified } from './not-verified.js';
import type { PackageFiles } from './package-files.js';

export const MAX_MANIFEST_BYTES = 64 * 1024 * 1024;

/** Reads the manifest, which is the first thing to be looked at and believed in nothing. @param parse throws for what is none. @throws NotVerified */
export async function readManifest<Kind>(files: PackageFiles, parse: (text: string) => Kind): Promise<Kind> {
  const file = FILES.manifest;
  const size = files.sizes.get(file);
  if (size === undefined) throw new NotVerified({ fault: 'not-a-package', file, detail: 'It is not there' });
  if (size > MAX_MANIFEST_BYTES)
    throw new NotVerified({ fault: 'manifest-malformed', file, detail: 'It is too large' });
  const bytes = await files.whole(file);
  try {
    return parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new NotVerified({ fault: 'manifest-malformed', file, detail }, { cause: error });
  }
}

/**
 * What is known of a file when all of it was looked at: every byte is right, because the events or the tree give it, and then it
 * is the manifest that is wrong where they differ; or nothing but what the manifest says.
 */
export type Shown = 'right' | 'as-listed';

/**
 * The files of a package as its manifest lists them. What a file holds is looked at first, since that tells most; whether
 * it is the listed one is settled after it. No file is left that nobody has looked at.
 */
export class ListedFiles {
  readonly #files: PackageFiles;
  readonly #listed = new Map<string, ListedFile>();
  readonly #settled = new Set<string>();

  /** @throws NotVerified when there are others than the manifest lists, or it lists what no package has. */
  constructor(files: PackageFiles, manifest: Pick<AnyManifest, 'files'>) {
    this.#files = files;
    let before = '';
    for (const file of manifest.files) {
      const { path } = file;
      if (!isPackagePath(path) || path === FILES.manifest || path <= before) {
        throw new NotVerified({ fault: 'manifest-malformed', file: FILES.manifest, detail: `It lists ${path}` });
      }
      if (!files.sizes.has(path)) throw new NotVerified({ fault: 'missing-file', file: path });
      this.#listed.set(path, file);
      before = path;
    }
    for (const file of files.sizes.keys()) {
      if (file !== FILES.manifest && !this.#listed.has(file)) throw new NotVerified({ fault: 'unknown-file', file });
    }
  }

  /** What file managers left beside the package: nobody looks at it. */
  get ignored(): readonly string[] {
    return this.#files.ignored ?? [];
  }

  has(path: string): boolean {
    return this.#listed.has(path);
  }

  /** In bytes. @throws NotVerified when it is not there. */
  sizeOf(path: string): number {
    this.#find(path);
    return this.#files.sizes.get(path) ?? 0;
  }

  /** The files whose names begin so. */
  under(folder: string): readonly string[] {
    return [...this.#listed.keys()].filter((path) => path.startsWith(folder));
  }

  /** Reads a file piece by piece. @throws NotVerified when it is not there. */
  read(path: string): ByteReader {
    this.#find(path);
    return new ByteReader(this.#files.open(path), this.#files.sizes.get(path) ?? 0);
  }

  /** Reads a file that was settled already once more. @throws NotVerified when it is not there. */
  readAgain(path: string): ByteReader {
    this.#find(path);
    return new ByteReader(this.#files.open(path), this.#files.sizes.get(path) ?? 0, { hashed: false });
  }

  /** A small file at once. @throws NotVerified when it is not there, or larger than it may be. */
  async whole(path: string, maxBytes: number): Promise<Uint8Array> {
    this.#find(path);
    const size = this.#files.sizes.get(path) ?? 0;
    if (size > maxBytes) {
      throw new NotVerified({
        fault: 'file-altered',
        file: path,
        expected: `at most ${maxBytes} bytes`,
        found: `${size}`,
      });
    }
    return this.#files.whole(path);
  }

  /** Notes that a file was looked at, all of it. @throws NotVerified when it is not the listed one. */
  settle(path: string, bytes: Uint8Array, shown: Shown): void {
    this.settleRead(path, { size: bytes.byteLength, sha256: sha256Hex(bytes) }, shown);
  }

  settleRead(path: string, found: { readonly size: number; readonly sha256: string }, shown: Shown): void {
    const { size, sha256 } = this.#find(path);
    this.#settled.add(path);
    if (found.size === size && found.sha256 === sha256) return;
    const [listed, is] = [`${size} bytes, SHA-256 ${sha256}`, `${found.size} bytes, SHA-256 ${found.sha256}`];
    if (shown === 'as-listed') {
      throw new NotVerified({ fault: 'file-altered', file: path, expected: listed, found: is });
    }
    const about = { file: FILES.manifest, detail: `What it says of ${path}`, expected: is, found: listed };
    throw new NotVerified({ fault: 'manifest-differs', ...about });
  }

  /** Whether a file is the one that the manifest lists: asked to tell which of two is wrong. */
  async isAsListed(path: string): Promise<boolean> {
    const { size, sha256 } = await this.read(path).finish();
    const listed = this.#find(path);
    return listed.size === size && listed.sha256 === sha256;
  }

  isListedAs(path: string, bytes: Uint8Array): boolean {
    return this.#find(path).sha256 === sha256Hex(bytes);
  }

  /** @throws NotVerified for a file that belongs to no part of the package. */
  allSettled(): void {
    for (const file of this.#listed.keys()) {
      if (!this.#settled.has(file))
        throw new NotVerified({ fault: 'unknown-file', file, detail: 'Nothing asks for it' });
    }
  }

  #find(path: string): ListedFile {
    const listed = this.#listed.get(path);
    if (listed === undefined) throw new NotVerified({ fault: 'missing-file', file: path });
    return listed;
  }
}
