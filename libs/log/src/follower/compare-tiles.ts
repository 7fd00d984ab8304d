import type { EventStore } from '@bali/event-store';
import { equalBytes, type TileCoordinates, TiledTree } from '@bali/ledger';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** Number of leaves after which the tiles that are full are compared. */
const LEAVES_AT_ONCE = 25_000;

/**
 * Compares a file of tiles with the tree of its ledger, also while a server works with it: it is read as it is when this begins.
 * @returns a tile that is not what the ledger says, `another-ledger` when it is of more events than there are, or undefined.
 * @throws an error of SQLite when the file cannot be read, or is no file of tiles.
 */
export async function compareTiles(
  path: string,
  store: Pick<EventStore, 'read'>,
): Promise<TileCoordinates | 'another-ledger' | undefined> {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    database.exec('BEGIN'); // All is read as of one commit.
    const size = Number(database.prepare('SELECT size FROM tree').get()?.['size']);
    const find = database.prepare('SELECT hashes FROM tile WHERE level = ? AND place = ?');
    const tree = new TiledTree();
    for await (const page of store.read()) {
      for (const { leaf } of page) {
        if (tree.size === size) break;
        tree.append(leaf);
        if (tree.size % LEAVES_AT_ONCE > 0) continue;
        const wrong = wrongTile(tree, find);
        if (wrong !== undefined) return wrong;
      }
      if (tree.size === size) break;
    }
    return wrongTile(tree, find) ?? (tree.size < size ? 'another-ledger' : undefined);
  } finally {
    database.close();
  }
}

function wrongTile(tree: TiledTree, find: StatementSync): TileCoordinates | undefined {
  return tree.takeChanged().find(({ level, index, hashes }) => {
    const stored = find.get(level, index)?.['hashes'] as Uint8Array | undefined;
    // A tile that is not full yet may be wider in the file: it has grown since.
    return stored === undefined || !equalBytes(stored.subarray(0, hashes.byteLength), hashes);
  });
}
