import { putAside, storageFailureOf } from '@bali/event-store';
import { Buffer } from 'node:buffer';
import { closeSync, openSync, readSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { NotAProjectionsFile, ProjectionsInUse } from './errors.js';

/** SQLite's code for "somebody else holds it". */
const SQLITE_BUSY = 5;

/** "BALp": marks a SQLite file as projections of ours. */
const APPLICATION_ID = 0x42414c70;
const APPLICATION_ID_AT = 68;
const HEADER_BYTES = 100;

/** The form of the runner's own table. A file of another form is ours, but is made anew. */
const FORMAT = 1;

/** What the runner keeps of each projection: how far it has come. */
export const CHECKPOINT_TABLE = `CREATE TABLE projection (
  name TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  tables TEXT NOT NULL,
  position INTEGER NOT NULL,
  leaf_hash BLOB,
  indexed INTEGER NOT NULL
) STRICT, WITHOUT ROWID`;

/** A projections file that this process holds: one connection writes, another sees only what is committed. */
export interface ProjectionsFile {
  readonly writer: DatabaseSync;
  readonly reader: DatabaseSync;
  close(): void;
}

/**
 * Opens a projections file, or makes one, and holds it until it is closed (or the process ends, however it ends).
 *
 * @throws ProjectionsInUse when somebody holds it already.
 * @throws NotAProjectionsFile when it is not a projections file of ours, or is damaged; it is left as it is.
 */
export function openProjectionsFile(path: string): ProjectionsFile {
  const lock = lockOf(path);
  try {
    const writer = openWriter(path);
    const reader = new DatabaseSync(path, { readOnly: true });
    const close = (): void => {
      for (const database of [reader, writer, lock]) database.close();
    };
    return { writer, reader, close };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/**
 * Opens a projections file as {@link openProjectionsFile} does. One of ours that is damaged is put aside, since everything in it is
 * computed, and a new one is made.
 * @param anew is told where the damaged one is now.
 */
export function openOrMakeProjectionsFile(path: string, anew: (aside: string) => void): ProjectionsFile {
  try {
    return openProjectionsFile(path);
  } catch (error) {
    if (!(error instanceof NotAProjectionsFile && error.isOurs)) throw error;
    const aside = putAsideProjectionsFile(path);
    if (aside !== undefined) anew(aside);
    return openProjectionsFile(path);
  }
}

/**
 * Renames a projections file that cannot be used, so that a new one can be made in its place.
 *
 * @returns where it is now, or undefined if there was none.
 * @throws ProjectionsInUse when a process works on it.
 */
export function putAsideProjectionsFile(path: string): string | undefined {
  const lock = lockOf(path);
  try {
    return putAside(path);
  } finally {
    lock.close();
  }
}

/** An exclusive transaction on an empty database beside the file: the system lets go of it even after a SIGKILL. */
function lockOf(path: string): DatabaseSync {
  let lock: DatabaseSync | undefined;
  try {
    lock = open(`${path}.lock`);
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) throw new ProjectionsInUse(path, { cause: error });
    throw new NotAProjectionsFile(path, `cannot be opened (${(error as Error).message})`, { cause: error });
  }
}

/** Made for its owner's eyes only, as the ledgers are; what SQLite puts beside it takes over the mode. */
function open(path: string): DatabaseSync {
  closeSync(openSync(path, 'a', 0o600));
  return new DatabaseSync(path, { timeout: 0 });
}

function openWriter(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = open(path);
    refuseForeign(database, path);
    // NORMAL loses the last transactions if the power fails, never their order: what is lost is computed again. Pages
    // of 8 KiB, because a patient's document then fits into one or two.
    database.exec(`PRAGMA page_size = 8192; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768;
                   PRAGMA trusted_schema = OFF`);
    prepare(database);
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof NotAProjectionsFile) throw error;
    const isOurs = storageFailureOf(error) === 'damaged' && isMarkedAsOurs(path);
    throw new NotAProjectionsFile(path, `cannot be used (${(error as Error).message})`, { cause: error, isOurs });
  }
}

/** SQLite's header has the application in bytes 68 to 71: it can be read also where nothing else of a file can. */
function isMarkedAsOurs(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    return readSync(file, header) === HEADER_BYTES && header.readUInt32BE(APPLICATION_ID_AT) === APPLICATION_ID;
  } finally {
    closeSync(file);
  }
}

function refuseForeign(database: DatabaseSync, path: string): void {
  const applicationId = numberOf(database, 'PRAGMA application_id');
  const objects = numberOf(database, 'SELECT count(*) FROM sqlite_schema');
  if (applicationId !== APPLICATION_ID && (applicationId !== 0 || objects > 0)) {
    throw new NotAProjectionsFile(path, 'is a database of another application');
  }
  const [fault] = database.prepare('PRAGMA quick_check(1)').all();
  if (fault?.['quick_check'] !== 'ok') throw new NotAProjectionsFile(path, 'is damaged', { isOurs: true });
}

function prepare(database: DatabaseSync): void {
  if (numberOf(database, 'PRAGMA user_version') === FORMAT) return;
  database.exec('BEGIN IMMEDIATE');
  for (const row of database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all()) {
    database.exec(`DROP TABLE "${String(row['name'])}"`);
  }
  database.exec(
    `${CHECKPOINT_TABLE}; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT}; COMMIT`,
  );
}

function numberOf(database: DatabaseSync, query: string): number {
  return Number(Object.values(database.prepare(query).get() ?? {})[0]);
}
