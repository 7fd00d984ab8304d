import { DatabaseSync } from 'node:sqlite';
import { NotThisLedger } from '../errors.js';
import { APPLICATION_ID } from './schema.js';

/** What keeps an installation from being renamed in a ledger's file. */
const GUARD = 'installation_is_never_renamed';

/** The installation that a ledger's file is of. @throws NotThisLedger where it names none. */
export function installationOf(path: string): string {
  using database = opened(path, true);
  return idIn(database.database, path);
}

/**
 * Gives a ledger's file to another installation. No head of its own fits it any more: it is held until one is made for it. This is for
 * copies of a file alone, which nobody has open. @throws NotThisLedger
 */
export function renameInstallation(path: string, installation: string): void {
  using file = opened(path, false);
  const { database } = file;
  idIn(database, path);
  database.exec('PRAGMA synchronous = FULL; BEGIN IMMEDIATE');
  try {
    const guard = database.prepare('SELECT sql FROM sqlite_schema WHERE name = ?').get(GUARD)?.['sql'];
    if (typeof guard !== 'string')
      throw new NotThisLedger(`${path} is damaged: its triggers are not those of a ledger`);
    database.exec(`DROP TRIGGER ${GUARD}`);
    database.prepare('UPDATE installation SET id = ?').run(installation);
    database.exec(`${guard}; COMMIT`);
  } finally {
    if (database.isTransaction) database.exec('ROLLBACK');
  }
}

function opened(path: string, readOnly: boolean): Disposable & { readonly database: DatabaseSync } {
  const database = new DatabaseSync(path, { readOnly });
  return { database, [Symbol.dispose]: () => database.close() };
}

function idIn(database: DatabaseSync, path: string): string {
  const application = Number(Object.values(database.prepare('PRAGMA application_id').get() ?? {})[0]);
  const id = application === APPLICATION_ID && database.prepare('SELECT id FROM installation').get()?.['id'];
  if (typeof id === 'string') return id;
  throw new NotThisLedger(`${path} names no installation: it is of an earlier version, or no ledger`);
}
