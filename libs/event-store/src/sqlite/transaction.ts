import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable } from '../errors.js';
import { isBusy } from './sqlite-error.js';

/** With longer pauses, a lock that has become free would be left unused; with shorter ones, waiting would cost more. */
const LONGEST_PAUSE_MS = 25;

/**
 * Does the work in one write transaction. When another process holds the lock, it waits without blocking this one, and
 * tries again: the work may run several times, but is committed at most once, and all of it within one turn of the
 * event loop, so that no other use of the connection can fall into the transaction.
 *
 * @param committed is called after the commit, in the same turn of the event loop.
 * @param patienceMs how long to wait for other processes' locks before giving up.
 * @throws StoreUnavailable when it could not be committed; whatever the work itself throws, after rolling back.
 */
export async function inTransaction<Result>(
  database: DatabaseSync,
  patienceMs: number,
  work: () => Result,
  committed: (result: Result) => void = () => undefined,
): Promise<Result> {
  const commit = () => {
    const result = transact(database, work);
    committed(result);
    return { result };
  };
  return (await untilFree(patienceMs, commit)).result;
}

/**
 * Repeats the call until no other connection is in its way: until it neither throws that the database is busy, nor returns
 * false.
 * @throws StoreUnavailable when the patience is at its end.
 */
export async function untilFree<Result>(patienceMs: number, call: () => Result | false): Promise<Result> {
  let waitedMs = 0;
  for (let pauseMs = 1; waitedMs <= patienceMs; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const result = unlessBusy(call);
    if (result !== false) return result;
    await sleep(pauseMs);
    waitedMs += pauseMs;
  }
  throw new StoreUnavailable('another process holds the lock of the ledger');
}

function unlessBusy<Result>(call: () => Result | false): Result | false {
  try {
    return call();
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  }
}

function transact<Result>(database: DatabaseSync, work: () => Result): Result {
  // A transaction that could not even be rolled back, on a disk that failed, must not stand in the way for ever.
  rollBack(database);
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

/** After a full disk or a failed write SQLite may have rolled back by itself. */
function rollBack(database: DatabaseSync): void {
  if (database.isTransaction) database.exec('ROLLBACK');
}
