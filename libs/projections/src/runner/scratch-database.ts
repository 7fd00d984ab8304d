import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CHECKPOINT_TABLE } from './projections-file.js';

/** The directory of a scratch file begins so. It is there for an instant; a process that was killed in it leaves it empty. */
const SCRATCH = 'scratch-';

/**
 * Opens a database in a file that has no name any more: nobody who may write the directory can change what is in it, and the
 * space is free again when it is closed or when the process ends, however it ends. It is not durable, and nothing in it is ever
 * rolled back.
 *
 * @param directory where the space is taken. Without one, it is taken in memory: for when the disk has none.
 */
export function openScratchDatabase(directory: string | undefined): DatabaseSync {
  if (directory === undefined) return prepared(new DatabaseSync(':memory:'));
  const folder = mkdtempSync(join(directory, SCRATCH));
  const path = join(folder, 'scratch.db');
  try {
    closeSync(openSync(path, 'wx', 0o600));
    return prepared(new DatabaseSync(path));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** SQLite opens the file by its name once, at the first statement that reads or writes it. */
function prepared(database: DatabaseSync): DatabaseSync {
  try {
    database.exec(`PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
                   PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY;
                   PRAGMA trusted_schema = OFF; ${CHECKPOINT_TABLE}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
