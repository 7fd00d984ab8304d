import { LRUCache } from 'lru-cache';
import { HASH_BYTES, nodeHash } from './merkle-tree.js';
import type { SubtreeRoots } from './proofs.js';
import { TILE_HEIGHT, TILE_WIDTH, type TileCoordinates, tileWidth } from './tiles.js';

/** Gives a tile's bytes: its `width` hashes, one after the other. */
export type TileReader = (tile: TileCoordinates) => Uint8Array;

/** How many tiles are kept, with the nodes above their hashes: enough for proofs of leaves that lie near one another. */
const KEPT_TILES = 64;

/**
 * The roots of complete subtrees, computed from the tiles of a tree of this size, each tile being read once while it is
 * among the last used.
 * @throws RangeError when a tile is not as wide as it must be.
 */
export function subtreesFromTiles(size: number, read: TileReader): SubtreeRoots {
  const kept = new LRUCache<string, readonly Uint8Array[][]>({ max: KEPT_TILES });
  return (level, index) => {
    const tileLevel = Math.floor(level / TILE_HEIGHT);
    const height = level % TILE_HEIGHT;
    const perTile = TILE_WIDTH / 2 ** height;
    const tileIndex = Math.floor(index / perTile);
    const name = `${tileLevel}/${tileIndex}`;
    let nodes = kept.get(name);
    if (nodes === undefined) {
      const width = tileWidth(tileLevel, tileIndex, size);
      nodes = nodesOfTile(read({ level: tileLevel, index: tileIndex, width }), width);
      kept.set(name, nodes);
    }
    const node = nodes[height]?.[index % perTile];
    if (node === undefined)
      throw new RangeError(`a tree of ${size} leaves has no complete subtree ${index} at ${level}`);
    return node;
  };
}

/** The root of a full tile: the hash that stands for it in the level above. */
export function tileRoot(tile: Uint8Array): Uint8Array {
  const nodes = nodesOfTile(tile, TILE_WIDTH);
  const [left, right] = nodes[TILE_HEIGHT - 1] ?? [];
  if (left === undefined || right === undefined) throw new RangeError('only a full tile has a root');
  return nodeHash(left, right);
}

/** The roots of the largest complete subtrees that a tile's hashes make, from the left: one for each binary digit of its width. */
export function tilePeaks(tile: Uint8Array, width: number): readonly Uint8Array[] {
  const nodes = nodesOfTile(tile, width);
  const heights = Array.from({ length: TILE_HEIGHT }, (_, height) => height).toReversed();
  return heights
    .filter((height) => Math.floor(width / 2 ** height) % 2 === 1)
    .map((height) => nodes[height]?.[Math.floor(width / 2 ** height) - 1])
    .filter((node) => node !== undefined);
}

/** A tile's hashes, and above them level by level the nodes whose leaves are all there. */
function nodesOfTile(tile: Uint8Array, width: number): Uint8Array[][] {
  if (tile.byteLength !== width * HASH_BYTES)
    throw new RangeError(`a tile of width ${width} has ${width * HASH_BYTES} bytes`);
  let below = Array.from({ length: width }, (_, place) => tile.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES));
  const nodes = [below];
  for (let height = 1; height < TILE_HEIGHT; height += 1) {
    below = pairsOf(below);
    nodes.push(below);
  }
  return nodes;
}

function pairsOf(hashes: readonly Uint8Array[]): Uint8Array[] {
  const pairs: Uint8Array[] = [];
  for (let place = 0; place + 1 < hashes.length; place += 2) {
    const [left, right] = [hashes[place], hashes[place + 1]];
    if (left !== undefined && right !== undefined) pairs.push(nodeHash(left, right));
  }
  return pairs;
}
