import { type Checkpoint, HASH_BYTES, sha256Hex, TILE_WIDTH, TiledTree, tilePath, tilesOf } from '@bali/ledger';
import type { KnownHeads } from './known-heads.js';
import type { ListedFiles } from './listed-files.js';
import { NotVerified } from './not-verified.js';
import { TilesAbove } from './tiles-above.js';

export interface TilesGiven {
  readonly files: ListedFiles;
  readonly head: Checkpoint;
  readonly heads: KnownHeads;
  readonly progress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Holds the tiles to one another and to every checkpoint: after it, the hashes at their foot are those of the leaves that the
 * signed tree has, whoever holds the leaves. @throws NotVerified
 */
export async function verifyTiles(given: TilesGiven): Promise<void> {
  const { files, head } = given;
  const seen = await compareTiles(given).catch(async (error: unknown) => {
    throw error instanceof NotVerified ? ((await unlistedTile(files, head)) ?? error) : error;
  });
  for (const [path, sha256] of seen) files.settleRead(path, { size: files.sizeOf(path), sha256 }, 'right');
}

/** @returns what each tile at the foot of the tree has for a hash. */
async function compareTiles({ files, head, heads, progress, signal }: TilesGiven): Promise<Map<string, string>> {
  const tree = new TiledTree();
  const above = new TilesAbove(tree, files);
  const seen = new Map<string, string>();
  heads.check(tree);
  while (tree.size < head.size) {
    signal?.throwIfAborted();
    const { path, bytes } = await tileAt(files, head, tree.size);
    seen.set(path, sha256Hex(bytes));
    for (let place = 0; place < bytes.byteLength; place += HASH_BYTES) {
      tree.appendHash(bytes.subarray(place, place + HASH_BYTES));
      heads.check(tree);
    }
    await above.verifyFull();
    progress?.(tree.size);
  }
  await above.verifyPartial();
  return seen;
}

/** The tile in which the hash of a leaf stands. @throws NotVerified when it is not as wide as it must be. */
export async function tileAt(
  files: ListedFiles,
  { size }: Pick<Checkpoint, 'size'>,
  index: number,
): Promise<{ readonly path: string; readonly first: number; readonly bytes: Uint8Array }> {
  const place = Math.floor(index / TILE_WIDTH);
  const first = place * TILE_WIDTH;
  const width = Math.min(TILE_WIDTH, size - first);
  const path = tilePath(0, place, width);
  const bytes = await files.whole(path, TILE_WIDTH * HASH_BYTES);
  if (bytes.byteLength === width * HASH_BYTES) return { path, first, bytes };
  const [expected, found] = [`${width * HASH_BYTES} bytes`, `${bytes.byteLength}`];
  throw new NotVerified({ fault: 'tile-altered', file: path, expected, found });
}

/** Where tiles do not fit together, the one that is not as the manifest lists it is the altered one. */
async function unlistedTile(files: ListedFiles, { size }: Checkpoint): Promise<NotVerified | undefined> {
  for (const { level, index, width } of tilesOf(size)) {
    const file = tilePath(level, index, width);
    if (!files.has(file)) return new NotVerified({ fault: 'missing-file', file });
    if (await files.isAsListed(file)) continue;
    const detail = 'It is not the one that the manifest lists, and the checkpoint is of another tree';
    return new NotVerified({ fault: 'tile-altered', file, detail });
  }
  return undefined;
}
