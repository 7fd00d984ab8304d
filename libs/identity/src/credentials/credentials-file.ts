import { syncToDisk } from '@bali/event-store';
import { closeSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** "BALc": marks a SQLite file as credentials of ours. */
const APPLICATION_ID = 0x42414c63;

/** A file of a later format is refused, never guessed at. */
const FORMAT = 1;

const SCHEMA = `
CREATE TABLE password (
  event TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE one_time_code (
  event TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  secret BLOB NOT NULL,
  last_step INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE enrolment (
  user_id TEXT PRIMARY KEY,
  secret BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  token_hash TEXT PRIMARY KEY,
  session TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL,
  role TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  signed INTEGER NOT NULL DEFAULT 0 CHECK (signed IN (0, 1))
) STRICT, WITHOUT ROWID;
`;

/** Came later. Files without it get it, and software that does not know of it does not mind it. */
const ADDED = `
CREATE TABLE IF NOT EXISTS passkey_registration (
  user_id TEXT PRIMARY KEY,
  challenge TEXT NOT NULL,
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;

/** What is at the given place is no credentials file of ours, of a later format, or damaged. It is left as it is. */
export class NotACredentialsFile extends Error {
  constructor(path: string, why: string, options?: ErrorOptions) {
    super(`${path} ${why}`, options);
    this.name = 'NotACredentialsFile';
  }
}

/** Opens a credentials file, or makes it, readable by its owner alone. @throws NotACredentialsFile */
export function openCredentialsFile(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    findFile(path);
    database = new DatabaseSync(path, { timeout: 5_000, defensive: true });
    database.exec('PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY');
    if (numberOf(database, 'PRAGMA page_count') === 0) create(database);
    check(database, path);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    database.exec(ADDED);
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof NotACredentialsFile) throw error;
    throw new NotACredentialsFile(path, 'cannot be used', { cause: error });
  }
}

function findFile(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    // SQLite itself would create it readable for everybody.
    closeSync(openSync(path, 'a', 0o600));
    syncToDisk(dirname(path));
    return;
  }
  if (!found.isFile()) throw new NotACredentialsFile(path, 'is not a file');
  // SQLite takes a single byte for an empty file, and would write over it.
  if (found.size === 1) throw new NotACredentialsFile(path, 'is no database');
  if ((found.mode & 0o077) !== 0) throw new NotACredentialsFile(path, 'is readable by others than its owner');
}

function create(database: DatabaseSync): void {
  database.exec(
    `BEGIN IMMEDIATE; PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT}; ${SCHEMA} COMMIT`,
  );
}

function check(database: DatabaseSync, path: string): void {
  if (numberOf(database, 'PRAGMA application_id') !== APPLICATION_ID) {
    throw new NotACredentialsFile(path, 'belongs to another application');
  }
  const format = numberOf(database, 'PRAGMA user_version');
  if (format !== FORMAT) {
    throw new NotACredentialsFile(path, `has the format ${format}; this software knows ${FORMAT}`);
  }
  const [fault] = database.prepare('PRAGMA quick_check(1)').all();
  if (fault?.['quick_check'] !== 'ok') throw new NotACredentialsFile(path, 'is damaged');
}

function numberOf(database: DatabaseSync, query: string): number {
  return Number(Object.values(database.prepare(query).get() ?? {})[0]);
}
