import type { Ledger } from '@bali/ledger';
import { closeSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { NotThisLedger, StoreUnavailable } from '../errors.js';
import { syncToDisk } from '../durable-files.js';
import type { LedgerHeads } from '../heads/ledger-heads.js';
import { APPLICATION_ID, expectedSchemaOf, FORMAT_VERSION, SCHEMA, schemaOf } from './schema.js';
import { isBusy, isDamage } from './sqlite-error.js';
import { nameInstallation, upgrade } from './upgrade.js';

/** How long opening waits for other processes. It blocks: a process that opens a ledger has nothing else to do yet. */
const OPENING_PATIENCE_MS = 5_000;
/** How long a lock may block the event loop afterwards; what takes longer is waited for without blocking. */
const BLOCKING_MS = 10;
/** How many of the last events are read in full at opening. */
const LAST_EVENTS = 16;

export interface LedgerFile {
  readonly path: string;
  readonly trialId: string;
  readonly ledger: Ledger;
  /**
   * What seals the ledger's heads, and verifies them. `not-verified`: the events are read as they are found, which is for a
   * ledger that is compared with something else, and for a copy of one.
   */
  readonly heads: LedgerHeads | 'not-verified';
  /** Refuse a file that does not exist or is empty, instead of creating the ledger. */
  readonly mustExist?: boolean;
  /** Refuse to write. Implies `mustExist`. */
  readonly readOnly?: boolean;
}

/** The connections to a ledger's file. */
export interface Connections {
  /** Absent if the ledger was opened for reading only. */
  readonly writer: DatabaseSync | undefined;
  readonly reader: DatabaseSync;
}

/**
 * Opens a ledger's file, or creates it; nothing is changed in a file that is not this ledger.
 *
 * @throws NotThisLedger, StoreUnavailable
 */
export function openLedgerFile(file: LedgerFile): Connections {
  const opened: DatabaseSync[] = [];
  const connect = (readOnly: boolean) => {
    const database = connection(file.path, readOnly);
    opened.push(database);
    return database;
  };
  try {
    findFile(file);
    const connections = file.readOnly === true ? openedToRead(connect, file) : openedToWrite(connect, file);
    for (const database of opened) database.exec(`PRAGMA busy_timeout = ${BLOCKING_MS}`);
    return connections;
  } catch (error) {
    for (const database of opened) database.close();
    throw asOpeningError(error, file.path);
  }
}

/** The version of a ledger's file; `undefined` if there is none, or nothing in it yet. 0 for what is no ledger of ours. */
export function ledgerFormat(path: string): number | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || found.size === 0) return undefined;
  let database: DatabaseSync | undefined;
  try {
    database = connection(path, true);
    return pragma(database, 'application_id') === APPLICATION_ID ? Number(pragma(database, 'user_version')) : 0;
  } catch {
    // What is wrong with it is said when it is opened.
    return 0;
  } finally {
    database?.close();
  }
}

type Connect = (readOnly: boolean) => DatabaseSync;

function openedToRead(connect: Connect, file: LedgerFile): Connections {
  const reader = connect(true);
  checkLedger(reader, file);
  return { writer: undefined, reader };
}

function openedToWrite(connect: Connect, file: LedgerFile): Connections {
  const writer = connect(false);
  create(writer, file);
  upgrade(writer, file);
  checkLedger(writer, file);
  makeDurable(writer);
  return { writer, reader: connect(true) };
}

function connection(path: string, readOnly: boolean): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly, timeout: OPENING_PATIENCE_MS, defensive: true });
  database.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA foreign_keys = ON');
  if (readOnly) database.exec('PRAGMA query_only = ON');
  else database.exec('PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY');
  return database;
}

/** Makes sure that there is a file to open: SQLite itself would create it readable for everybody. */
function findFile({ path, mustExist, readOnly, heads }: LedgerFile): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found && !found.isFile()) throw new NotThisLedger(`${path} is not a file`);
  // SQLite takes a single byte for an empty file, and would write over it.
  if (found?.size === 1) throw new NotThisLedger(`${path} is no database`);
  if (found && found.size > 0) return;
  if (mustExist === true || readOnly === true) throw new NotThisLedger(`there is no ledger at ${path}`);
  refuseOrphanedLog(path);
  if (heads !== 'not-verified') refuseLost(path, heads);
  if (!found) createFile(path);
}

/** SQLite would delete such a log, and with it all that is left of the ledger. */
function refuseOrphanedLog(path: string): void {
  const log = statSync(`${path}-wal`, { throwIfNoEntry: false });
  if (log && log.size > 0) throw new NotThisLedger(`${path} is gone, but its write-ahead log is still there`);
}

/** A ledger is made only where there never was one. */
function refuseLost(path: string, { mark }: LedgerHeads): void {
  if (mark.read() === undefined) return;
  throw new NotThisLedger(
    `${path} is gone: the mark ${mark.path} says that there was a ledger. Restore it from a back-up; it is not made anew.`,
  );
}

function createFile(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
  syncToDisk(dirname(path));
}

/** Fills an empty file. When several processes open a new ledger at once, one of them does it. */
function create(database: DatabaseSync, { trialId, ledger, heads }: LedgerFile): void {
  if (pragma(database, 'page_count') !== 0) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    if (schemaOf(database) === '') {
      database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT_VERSION}; ${SCHEMA}`);
      database.prepare('INSERT INTO ledger (only_row, trial_id, ledger) VALUES (1, ?, ?)').run(trialId, ledger);
      if (heads !== 'not-verified') nameInstallation(database, heads.keys.installation);
    }
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function makeDurable(database: DatabaseSync): void {
  if (pragma(database, 'journal_mode = WAL') !== 'wal')
    throw new StoreUnavailable('this file system does not allow a write-ahead log');
  // After a large transaction the write-ahead log shrinks again.
  database.exec('PRAGMA journal_size_limit = 67108864');
}

/** @throws NotThisLedger naming what is wrong. */
function checkLedger(database: DatabaseSync, file: LedgerFile): void {
  const { path } = file;
  if (pragma(database, 'application_id') !== APPLICATION_ID)
    throw new NotThisLedger(`${path} belongs to another application`);
  const format = Number(pragma(database, 'user_version'));
  if (format > FORMAT_VERSION)
    throw new NotThisLedger(`${path} has the later format ${format}; this software knows ${FORMAT_VERSION}`);
  if (schemaOf(database) !== expectedSchemaOf(format))
    throw new NotThisLedger(`${path} is damaged: its tables or triggers are not those of a ledger`);
  checkName(database, file);
  const isReadAsItIs = format === 2 && file.heads === 'not-verified';
  if (format < FORMAT_VERSION && !isReadAsItIs)
    throw new NotThisLedger(
      `${path} has the earlier format ${format}: open it for writing once, which brings it up to date`,
    );
  if (format === FORMAT_VERSION) checkInstallation(database, file);
  checkEvents(database, path);
}

function checkName(database: DatabaseSync, { path, trialId, ledger }: LedgerFile): void {
  const name = database.prepare('SELECT trial_id, ledger FROM ledger').get();
  if (name?.['trial_id'] === trialId && name['ledger'] === ledger) return;
  throw new NotThisLedger(
    `${path} is the ledger ${String(name?.['ledger'])} of ${String(name?.['trial_id'])}, not ${ledger} of ${trialId}`,
  );
}

/** One installation has one identity, in every file: a ledger of another would be shown with the arms of this one. */
function checkInstallation(database: DatabaseSync, { path, heads }: LedgerFile): void {
  if (heads === 'not-verified') return;
  const id = database.prepare('SELECT id FROM installation').get()?.['id'];
  if (id === heads.keys.installation) return;
  throw new NotThisLedger(
    `${path} belongs to the installation ${String(id)}, and the keys to ${heads.keys.installation}: ` +
      'put back the file or the keys that belong here',
  );
}

/** Checks what can be checked at every start, also with a million events. The Merkle tree shows whether a byte was changed. */
function checkEvents(database: DatabaseSync, path: string): void {
  const counted = database.prepare('SELECT count(*) AS events, max(position) AS last FROM event').get();
  if (counted?.['events'] !== Number(counted?.['last'] ?? -1) + 1)
    throw new NotThisLedger(`${path} is damaged: its positions have gaps`);
  const kept = database.prepare('SELECT count(*) AS checkpoints, max(number) AS last FROM checkpoint').get();
  if (kept?.['checkpoints'] !== Number(kept?.['last'] ?? -1) + 1)
    throw new NotThisLedger(
      `${path} is damaged: checkpoints are missing in it. Restore it from a back-up that has them`,
    );
  database.prepare('SELECT * FROM event ORDER BY position DESC LIMIT ?').all(LAST_EVENTS);
}

function pragma(database: DatabaseSync, statement: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${statement}`).get() ?? {})[0];
}

function asOpeningError(error: unknown, path: string): Error {
  if (error instanceof NotThisLedger || error instanceof StoreUnavailable) return error;
  if (isDamage(error)) return new NotThisLedger(`${path} is no database, or a damaged one`, { cause: error });
  const reason = isBusy(error) ? 'is locked by another process' : 'cannot be opened';
  return new StoreUnavailable(`${path} ${reason}`, { cause: error });
}
