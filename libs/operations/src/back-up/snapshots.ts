import { DatabaseSync } from 'node:sqlite';
import { OperationRefused } from '../operation-refused.js';

/** An attempt takes far less than a millisecond: if none of these falls between two commits, there is no pause to wait for. */
const MAX_ATTEMPTS = 10_000;
/** How long each connection waits for a lock: longer than another process takes to commit, or to empty its write-ahead log. */
const LOCK_PATIENCE_MS = 5_000;

/** SQLite files by their names. */
export type FilesByName = ReadonlyMap<string, string>;

/**
 * Several SQLite files as they were at one instant. Each connection has a read transaction open: it sees what was
 * committed then, and goes on seeing it while others write.
 */
export class Snapshots implements Disposable {
  /** By the names of their files. */
  readonly databases: ReadonlyMap<string, DatabaseSync>;

  constructor(databases: ReadonlyMap<string, DatabaseSync>) {
    this.databases = databases;
  }

  [Symbol.dispose](): void {
    for (const database of this.databases.values()) database.close();
  }
}

/**
 * Takes the snapshots one after another, and takes them again until nothing was committed to any of the files from
 * before the first to after the last. So nothing in one of them can refer to what another does not have yet, in
 * whichever direction it refers.
 *
 * @throws OperationRefused if the files are written to without any pause.
 */
export function snapshotsOfOneInstant(files: FilesByName): Snapshots {
  const opened: DatabaseSync[] = [];
  const open = (path: string): DatabaseSync => {
    const database = new DatabaseSync(path, { readOnly: true, timeout: LOCK_PATIENCE_MS, defensive: true });
    opened.push(database);
    return database;
  };
  try {
    const watching = [...files.values()].map(open);
    const databases = new Map([...files].map(([name, path]) => [name, open(path)]));
    begin([...databases.values()], watching);
    for (const database of watching) database.close();
    return new Snapshots(databases);
  } catch (error) {
    for (const database of opened) if (database.isOpen) database.close();
    throw error;
  }
}

function begin(databases: readonly DatabaseSync[], watching: readonly DatabaseSync[]): void {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const before = versionsOf(watching);
    for (const database of databases) {
      database.exec('BEGIN');
      // A transaction begins with what it first reads.
      database.prepare('SELECT count(*) FROM sqlite_schema').get();
    }
    if (versionsOf(watching) === before) return;
    for (const database of databases) database.exec('ROLLBACK');
  }
  throw new OperationRefused('the ledgers are written to without any pause: try again when there is less load');
}

/** Differs after any other connection has committed to any of the files. */
function versionsOf(databases: readonly DatabaseSync[]): string {
  return databases.map((database) => String(database.prepare('PRAGMA data_version').get()?.['data_version'])).join();
}
