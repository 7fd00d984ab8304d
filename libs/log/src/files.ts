import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LogInUse } from './errors.js';

/** SQLite's code for a database that another connection has locked. */
const SQLITE_BUSY = 5;

/**
 * Holds a path against all other processes until it is disposed of: an exclusive transaction on an empty database beside
 * it, which the system lets go of even after a SIGKILL.
 * @throws LogInUse
 */
export function lockPath(path: string): Disposable {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(`${path}.lock`, 'a', 0o600));
  const lock = new DatabaseSync(`${path}.lock`, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) throw new LogInUse(path, { cause: error });
    throw error;
  }
  return { [Symbol.dispose]: () => lock.close() };
}
