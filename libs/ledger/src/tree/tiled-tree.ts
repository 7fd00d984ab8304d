import { checkWhole } from '../arithmetic.js';
import { EMPTY_ROOT, HASH_BYTES, leafHash, nodeHash } from './merkle-tree.js';
import { tilePeaks, tileRoot } from './tile-subtrees.js';
import { hashesAt, TILE_WIDTH, type TileCoordinates } from './tiles.js';

/** A tile with its hashes, one after the other. */
export interface Tile extends TileCoordinates {
  readonly hashes: Uint8Array;
}

interface GrowingTile {
  index: number;
  width: number;
  readonly hashes: Uint8Array;
}

/**
 * A Merkle tree that is kept as tiles (C2SP tlog-tiles), grown leaf by leaf: it gives the tiles that have changed since
 * they were last taken, to be stored, and needs no more than the last tile of each level to go on.
 */
export class TiledTree {
  #size: number;
  /** The last tile of each level, from 0: never full. A level that has no hashes since its last full tile has width 0. */
  readonly #edge: GrowingTile[] = [];
  #full: Tile[] = [];
  /** How many hashes of each level's last tile were taken. */
  #taken: number[] = [];

  /**
   * Goes on where a tree ended.
   * @param lastTile gives the tile at a place, as wide as the tree's size asks for; it is asked for partial ones only.
   */
  constructor(size = 0, lastTile?: (tile: TileCoordinates) => Uint8Array) {
    checkWhole(size, 'a tree size');
    this.#size = size;
    for (let level = 0; hashesAt(level, size) > 0; level += 1) {
      const index = Math.floor(hashesAt(level, size) / TILE_WIDTH);
      const width = hashesAt(level, size) % TILE_WIDTH;
      const stored = width === 0 ? new Uint8Array() : lastTile?.({ level, index, width });
      if (stored?.byteLength !== width * HASH_BYTES)
        throw new RangeError(`tile ${level}/${index} is not ${width} wide`);
      const hashes = new Uint8Array(TILE_WIDTH * HASH_BYTES);
      hashes.set(stored);
      this.#edge.push({ index, width, hashes });
      this.#taken.push(width);
    }
  }

  get size(): number {
    return this.#size;
  }

  append(leaf: Uint8Array): void {
    this.appendHash(leafHash(leaf));
  }

  appendHash(hash: Uint8Array): void {
    this.#add(0, hash);
    this.#size += 1;
  }

  /** The Merkle tree hash, 32 raw bytes, computed from the last tile of each level. */
  root(): Uint8Array {
    const peaks = this.#edge
      .toReversed()
      .flatMap(({ width, hashes }) => tilePeaks(hashes.subarray(0, width * HASH_BYTES), width));
    if (peaks.length === 0) return Uint8Array.from(EMPTY_ROOT);
    return peaks.reduceRight((right, left) => nodeHash(left, right));
  }

  /** The tiles that are new or wider than when they were last taken: what to store. */
  takeChanged(): readonly Tile[] {
    const partial = this.#edge.flatMap(({ index, width, hashes }, level) =>
      width > 0 && width !== this.#taken[level]
        ? [{ level, index, width, hashes: Uint8Array.from(hashes.subarray(0, width * HASH_BYTES)) }]
        : [],
    );
    const changed = [...this.#full, ...partial];
    this.#full = [];
    this.#taken = this.#edge.map(({ width }) => width);
    return changed;
  }

  #add(level: number, hash: Uint8Array): void {
    const tile = (this.#edge[level] ??= { index: 0, width: 0, hashes: new Uint8Array(TILE_WIDTH * HASH_BYTES) });
    tile.hashes.set(hash, tile.width * HASH_BYTES);
    tile.width += 1;
    if (tile.width < TILE_WIDTH) return;
    const hashes = Uint8Array.from(tile.hashes);
    this.#full.push({ level, index: tile.index, width: TILE_WIDTH, hashes });
    this.#taken[level] = 0;
    tile.index += 1;
    tile.width = 0;
    this.#add(level + 1, tileRoot(hashes));
  }
}
