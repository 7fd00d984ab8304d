import { Buffer } from 'node:buffer';
import { putAside, storageFailureOf } from '@bali/event-store';
import { closeSync, openSync } from 'node:fs';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { HASH_BYTES, type TileCoordinates, TiledTree } from '@bali/ledger';
import { lockPath } from '../files.js';
import type { Log } from '../log.js';

/** "BALt": marks a SQLite file as tiles of ours. */
const APPLICATION_ID = 0x42414c74;
const FORMAT = 1;

const SCHEMA = `
CREATE TABLE tree (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), size INTEGER NOT NULL, last_leaf_hash BLOB) STRICT;
INSERT INTO tree VALUES (1, 0, NULL);
CREATE TABLE tile (level INTEGER, place INTEGER, hashes BLOB NOT NULL, PRIMARY KEY (level, place)) STRICT;
`;

const QUIET: Log = { info: () => undefined, error: () => undefined };

/**
 * The tiles of one tree, and how far it has come, in a file that this process holds: what is added is committed in one
 * transaction with the size. The file may be thrown away; it is made again from the ledger.
 */
export class TileFile {
  /** Undefined where the tiles are kept in memory. */
  readonly path: string | undefined;
  readonly #lock: Disposable | undefined;
  readonly #database: DatabaseSync;
  readonly #tile: StatementSync;
  readonly #saveTile: StatementSync;
  readonly #saveTree: StatementSync;
  /** How many leaves are committed. */
  #size: number;
  /** As it is committed, to be grown. Absent after a transaction that failed: it is then read again. */
  #tree: TiledTree | undefined;
  #lastLeafHash: Uint8Array | undefined;

  /**
   * @param path without one, the tiles are kept in memory.
   * @throws LogInUse
   */
  constructor(path?: string, log: Log = QUIET) {
    this.path = path;
    this.#lock = path === undefined ? undefined : lockPath(path);
    try {
      this.#database = path === undefined ? new DatabaseSync(':memory:') : usableDatabase(path, log);
    } catch (error) {
      this.#lock?.[Symbol.dispose]();
      throw error;
    }
    if (path === undefined) this.#database.exec(SCHEMA);
    this.#tile = this.#database.prepare('SELECT hashes FROM tile WHERE level = ? AND place = ?');
    this.#saveTile = this.#database.prepare('INSERT OR REPLACE INTO tile VALUES (?, ?, ?)');
    this.#saveTree = this.#database.prepare('UPDATE tree SET size = ?, last_leaf_hash = ?');
    const row = this.#database.prepare('SELECT size, last_leaf_hash FROM tree').get();
    this.#lastLeafHash = (row?.['last_leaf_hash'] ?? undefined) as Uint8Array | undefined;
    this.#size = Number(row?.['size']);
  }

  get size(): number {
    return this.#size;
  }

  /** The hash of the last leaf that was added, by which the ledger is recognized after a start. */
  get lastLeafHash(): Uint8Array | undefined {
    return this.#lastLeafHash;
  }

  /** Adds leaves by their hashes, all or none: what could not be committed is as if it had never been added. */
  add(leafHashes: readonly Uint8Array[]): void {
    const last = leafHashes.at(-1) ?? this.#lastLeafHash;
    this.#size = this.#inTransaction(() => {
      const tree = (this.#tree ??= new TiledTree(this.#size, (tile) => this.tile(tile)));
      for (const hash of leafHashes) tree.appendHash(hash);
      for (const { level, index, hashes } of tree.takeChanged()) this.#saveTile.run(level, index, hashes);
      this.#saveTree.run(tree.size, last ?? null);
      return tree.size;
    });
    this.#lastLeafHash = last;
  }

  /** A tile as it was when it had that width. @throws RangeError when the tree has no such tile. */
  tile({ level, index, width }: TileCoordinates): Uint8Array {
    const hashes = this.#tile.get(level, index)?.['hashes'] as Uint8Array | undefined;
    if (hashes === undefined || width < 1 || hashes.byteLength < width * HASH_BYTES)
      throw new RangeError(`there is no tile ${level}/${index} of width ${width}`);
    return Buffer.from(hashes.buffer, hashes.byteOffset, width * HASH_BYTES);
  }

  /** Begins anew, without leaves. */
  clear(): void {
    this.#tree = undefined;
    this.#inTransaction(() => this.#database.exec('DELETE FROM tile; UPDATE tree SET size = 0, last_leaf_hash = NULL'));
    this.#size = 0;
    this.#lastLeafHash = undefined;
  }

  close(): void {
    this.#database.close();
    this.#lock?.[Symbol.dispose]();
  }

  /** Commits the work, or lets the tree in memory go: it is ahead of what is committed. */
  #inTransaction<Result>(work: () => Result): Result {
    // One that could not even be rolled back, on a disk that failed, must not stand in the way for ever.
    this.#rollBack();
    try {
      this.#database.exec('BEGIN');
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#tree = undefined;
      this.#rollBack();
      throw error;
    }
  }

  /** After a full disk or a failed write SQLite may have rolled back by itself. */
  #rollBack(): void {
    if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
  }
}

/** What is no file of tiles of this format. */
class NotATileFile extends Error {}

/**
 * Puts a file aside that is no file of tiles of this format, or is damaged, and makes a new one: it holds nothing that the ledger does
 * not. A disk that is full, or fails, is another matter: then it is left as it is.
 */
function usableDatabase(path: string, log: Log): DatabaseSync {
  try {
    return openDatabase(path);
  } catch (error) {
    if (!(error instanceof NotATileFile) && storageFailureOf(error) !== 'damaged') throw error;
    const aside = putAside(path);
    log.error({ err: error, file: path, aside }, 'this file of tiles was damaged: it was put aside, and is made anew');
    return openDatabase(path);
  }
}

function openDatabase(path: string): DatabaseSync {
  closeSync(openSync(path, 'a', 0o600));
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    // NORMAL may lose the last transactions if the power fails, never their order: what is lost is computed again.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA trusted_schema = OFF');
    if (numberIn(database, 'SELECT count(*) FROM sqlite_schema') === 0)
      database.exec(
        `BEGIN; ${SCHEMA}; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT}; COMMIT`,
      );
    if (!isUsable(database)) throw new NotATileFile(`${path} is no file of tiles of this format, or is damaged`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function isUsable(database: DatabaseSync): boolean {
  if (numberIn(database, 'PRAGMA application_id') !== APPLICATION_ID) return false;
  if (numberIn(database, 'PRAGMA user_version') !== FORMAT) return false;
  if (database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] !== 'ok') return false;
  const read = database.prepare('SELECT hashes FROM tile WHERE level = ? AND place = ?');
  const size = numberIn(database, 'SELECT size FROM tree');
  const lastTile = ({ level, index, width }: TileCoordinates) => {
    const hashes = read.get(level, index)?.['hashes'] as Uint8Array | undefined;
    return (hashes ?? new Uint8Array()).subarray(0, width * HASH_BYTES);
  };
  try {
    return new TiledTree(size, lastTile).size === size;
  } catch (error) {
    // Its last tiles are not there, or not as wide as its size asks for.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function numberIn(database: DatabaseSync, query: string): number {
  return Number(Object.values(database.prepare(query).get() ?? {})[0]);
}
