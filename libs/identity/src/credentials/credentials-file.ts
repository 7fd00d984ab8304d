import { syncToDisk } from '@bali/event-store';
import { closeSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** "BALc": marks a SQLite file as credentials of ours. */
const APPLICATION_ID = 0x42414c63;

/** A file of a later format is refused, never guessed at; one of an earlier format is upgraded. */
const FORMAT = 2;

const PASSWORD = `
CREATE TABLE password (
  event TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`;

const ONE_TIME_CODE = `
CREATE TABLE one_time_code (
  event TEXT PRIMARY KEY,
  user_id TEXT NOT NULL,
  secret BLOB NOT NULL,
  last_step INTEGER NOT NULL,
  seal TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
`;

/** What changes without an event, and is sealed; and which installation it is of. */
const SEALED = `
CREATE TABLE enrolment (
  user_id TEXT PRIMARY KEY,
  session TEXT NOT NULL,
  secret BLOB NOT NULL,
  until INTEGER NOT NULL,
  seal TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE passkey_registration (
  user_id TEXT PRIMARY KEY,
  session TEXT NOT NULL,
  challenge TEXT NOT NULL,
  until INTEGER NOT NULL,
  seal TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  token_hash TEXT PRIMARY KEY,
  session TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL,
  role TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  seen_seal TEXT NOT NULL,
  signed INTEGER NOT NULL DEFAULT 0 CHECK (signed IN (0, 1)),
  signed_seal TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE TABLE installation (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  id TEXT NOT NULL
) STRICT;
`;

/**
 * What was pending is begun again, and who was in a session signs in again: nothing of before says whether it is ours. Passwords and
 * codes stay as they are, and count once they are bound.
 */
const UPGRADE_FROM_1 = `
DROP TABLE enrolment;
DROP TABLE IF EXISTS passkey_registration;
DROP TABLE session;
ALTER TABLE one_time_code ADD COLUMN seal TEXT NOT NULL DEFAULT '';
`;

/** What is at the given place is no credentials file of ours, of a later format, or damaged. It is left as it is. */
export class NotACredentialsFile extends Error {
  constructor(path: string, why: string, options?: ErrorOptions) {
    super(`${path} ${why}`, options);
    this.name = 'NotACredentialsFile';
  }
}

export interface CredentialsFileOptions {
  readonly path: string;
  /** The identity of the installation that it is of. */
  readonly installation: string;
  /** Whether it is made where there is none. False: there was one, and whoever takes it away is not helped by a new one. */
  readonly mayBeMade: boolean;
}

/** Opens a credentials file, or makes it, readable by its owner alone. @throws NotACredentialsFile */
export function openCredentialsFile({ path, installation, mayBeMade }: CredentialsFileOptions): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    findFile(path, mayBeMade);
    database = new DatabaseSync(path, { timeout: 5_000, defensive: true });
    database.exec('PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY');
    if (numberOf(database, 'PRAGMA page_count') === 0) {
      if (!mayBeMade) throw gone(path);
      make(database, PASSWORD + ONE_TIME_CODE, installation);
    }
    check(database, path);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    if (formatOf(database) === 1) make(database, UPGRADE_FROM_1, installation);
    checkInstallation(database, path, installation);
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof NotACredentialsFile) throw error;
    throw new NotACredentialsFile(path, 'cannot be used', { cause: error });
  }
}

function findFile(path: string, mayBeMade: boolean): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    if (!mayBeMade) throw gone(path);
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

function gone(path: string): NotACredentialsFile {
  return new NotACredentialsFile(
    path,
    'is gone or empty, and the access ledger has accounts whose passwords were in it. It is not made anew: ' +
      'restore it from a back-up of this installation (bali restore), or put the file back',
  );
}

function checkInstallation(database: DatabaseSync, path: string, installation: string): void {
  const { id } = database.prepare('SELECT id FROM installation').get() ?? {};
  if (id === installation) return;
  throw new NotACredentialsFile(
    path,
    'belongs to another installation, whose accounts are not those of this one. ' +
      'Restore the file of this installation from a back-up (bali restore), or put it back',
  );
}

/** Makes the tables of now, or makes them of those of format 1. Two processes may try at once: the second finds it done. */
function make(database: DatabaseSync, first: string, installation: string): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    if (formatOf(database) !== FORMAT) {
      database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT}; ${first} ${SEALED}`);
      database.prepare('INSERT INTO installation (only_row, id) VALUES (1, ?)').run(installation);
    }
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

function check(database: DatabaseSync, path: string): void {
  if (numberOf(database, 'PRAGMA application_id') !== APPLICATION_ID) {
    throw new NotACredentialsFile(path, 'belongs to another application');
  }
  const format = formatOf(database);
  if (format < 1 || format > FORMAT) {
    throw new NotACredentialsFile(path, `has the format ${format}; this software knows 1 to ${FORMAT}`);
  }
  const [fault] = database.prepare('PRAGMA quick_check(1)').all();
  if (fault?.['quick_check'] !== 'ok') throw new NotACredentialsFile(path, 'is damaged');
}

function formatOf(database: DatabaseSync): number {
  return numberOf(database, 'PRAGMA user_version');
}

function numberOf(database: DatabaseSync, query: string): number {
  return Number(Object.values(database.prepare(query).get() ?? {})[0]);
}

/**
 * Gives the file to another installation. What changes without an event (sessions, steps of one-time codes) was sealed by the former
 * one, and counts as absent; passwords are bound to their accounts and stay. This is for copies of a file alone, which nobody has open.
 */
export function giveCredentialsTo(path: string, installation: string): void {
  const database = new DatabaseSync(path);
  try {
    database.prepare('UPDATE installation SET id = ?').run(installation);
  } finally {
    database.close();
  }
}
