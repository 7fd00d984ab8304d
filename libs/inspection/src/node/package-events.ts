import type { StoredEvent } from '@bali/event-store';
import { type Ledger, MAX_LEAF_BYTES, recordOf, TILE_WIDTH } from '@bali/ledger';
import { FILES } from '../format/layout.js';
import { parseManifest } from '../format/ledger-manifest.js';
import { ByteReader } from '../verify/byte-reader.js';
import { readManifest } from '../verify/listed-files.js';
import type { PackageFiles } from '../verify/package-files.js';
import { openPackageFiles } from './open-package.js';

/** The events of a package, read as those of a ledger are. They are not verified by this. */
export class PackageEvents implements AsyncDisposable {
  readonly ledger: Ledger;
  readonly treeSize: number;
  readonly #files: PackageFiles;

  private constructor(files: PackageFiles, ledger: Ledger, treeSize: number) {
    this.#files = files;
    this.ledger = ledger;
    this.treeSize = treeSize;
  }

  /** @throws NotVerified when it is no package. */
  static async open(path: string): Promise<PackageEvents> {
    const files = await openPackageFiles(path);
    try {
      const { ledger, treeSize } = await readManifest(files, parseManifest);
      return new PackageEvents(files, ledger, treeSize);
    } catch (error) {
      await files.close();
      throw error;
    }
  }

  lastPosition(): Promise<number> {
    return Promise.resolve(this.treeSize - 1);
  }

  /** The events in order from a position, in pages. What lies before it is read over: a package has no index. */
  async *read(fromPosition = 0): AsyncGenerator<readonly StoredEvent[]> {
    const reader = new ByteReader(this.#files.open(FILES.events), Number.POSITIVE_INFINITY);
    try {
      for (let position = 0; position < this.treeSize;) {
        const lines = await reader.lines(Math.min(TILE_WIDTH, this.treeSize - position), MAX_LEAF_BYTES);
        if (lines.length === 0) return;
        const page = lines.map((leaf, place) => eventOf(leaf, position + place));
        position += lines.length;
        const wanted = page.filter((event) => event.position >= fromPosition);
        if (wanted.length > 0) yield wanted;
      }
    } finally {
      await reader.close();
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#files.close();
  }
}

function eventOf(leaf: Uint8Array, position: number): StoredEvent {
  const { stream, revision, id, type } = recordOf(leaf);
  return { position, stream, revision, id, type, leaf };
}
