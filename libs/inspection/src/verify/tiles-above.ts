import { HASH_BYTES, type Tile, TILE_WIDTH, type TiledTree, tilePath, toHex } from '@bali/ledger';
import { firstDifference } from './first-difference.js';
import type { ListedFiles } from './listed-files.js';
import { NotVerified } from './not-verified.js';

/** The tiles above the leaves' own, each held to what the events give. */
export class TilesAbove {
  readonly #tree: TiledTree;
  readonly #files: ListedFiles;
  readonly #partial = new Map<number, Tile>();

  constructor(tree: TiledTree, files: ListedFiles) {
    this.#tree = tree;
    this.#files = files;
  }

  async verifyFull(): Promise<void> {
    for (const tile of this.#tree.takeChanged()) {
      if (tile.width < TILE_WIDTH) {
        this.#partial.set(tile.level, tile);
        continue;
      }
      this.#partial.delete(tile.level);
      await this.#verify(tile);
    }
  }

  async verifyPartial(): Promise<void> {
    for (const tile of this.#partial.values()) await this.#verify(tile);
  }

  async #verify({ level, index, width, hashes }: Tile): Promise<void> {
    if (level === 0) return;
    const file = tilePath(level, index, width);
    const found = await this.#files.whole(file, TILE_WIDTH * HASH_BYTES);
    const place = firstDifference(found, hashes);
    if (place !== undefined) {
      const at = Math.floor(place / HASH_BYTES);
      const hexAt = (bytes: Uint8Array): string => toHex(bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES));
      const detail = `Hash ${at}`;
      throw new NotVerified({ fault: 'tile-altered', file, detail, expected: hexAt(hashes), found: hexAt(found) });
    }
    this.#files.settle(file, found, 'right');
  }
}
