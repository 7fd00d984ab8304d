import { type Tile, TILE_WIDTH, TiledTree, tilePath } from '@bali/ledger';
import type { OutputFiles } from './output-files.js';

/** The tiles of a growing tree, each written once: when it is full, or at the end. */
export class TileFiles {
  readonly #tree = new TiledTree();
  readonly #files: OutputFiles;
  readonly #partial = new Map<number, Tile>();

  constructor(files: OutputFiles) {
    this.#files = files;
  }

  append(leaf: Uint8Array): void {
    this.#tree.append(leaf);
  }

  get size(): number {
    return this.#tree.size;
  }

  root(): Uint8Array {
    return this.#tree.root();
  }

  async writeFull(): Promise<void> {
    for (const tile of this.#tree.takeChanged()) {
      if (tile.width < TILE_WIDTH) this.#partial.set(tile.level, tile);
      else {
        this.#partial.delete(tile.level);
        await this.#write(tile);
      }
    }
  }

  async writePartial(): Promise<void> {
    await this.writeFull();
    for (const tile of this.#partial.values()) await this.#write(tile);
  }

  #write({ level, index, width, hashes }: Tile): Promise<void> {
    return this.#files.whole(tilePath(level, index, width), hashes);
  }
}
