import { equalBytes } from '@bali/ledger';
import type { DatabaseSync } from 'node:sqlite';
import { NotThisLedger } from '../errors.js';
import type { LedgerHeads } from '../heads/ledger-heads.js';
import { VerifiedEvents } from '../heads/verified-events.js';
import { headedRows, type HeadedRows } from './head-verification.js';
import { markOf } from './head-writer.js';
import type { LedgerFile } from './ledger-file.js';
import {
  ADDED_BY_FORMAT_2,
  ADDED_BY_FORMAT_3,
  APPLICATION_ID,
  expectedSchema,
  FORMAT_VERSION,
  SCHEMA_OF_FORMAT_1,
  SCHEMA_OF_FORMAT_2,
  schemaOf,
} from './schema.js';

/** How many events are read and hashed at once. */
const EVENTS_AT_ONCE = 1_000;

/**
 * Brings a ledger of an earlier format up to date: format 2 added a table of checkpoints, format 3 the heads. What is no such
 * ledger is left as it is.
 * @throws NotThisLedger when there may be no heads made for it.
 */
export function upgrade(database: DatabaseSync, file: LedgerFile): void {
  if (formatOf(database) >= FORMAT_VERSION) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    if (formatOf(database) === 1 && isOurs(database, file, SCHEMA_OF_FORMAT_1))
      database.exec(`${ADDED_BY_FORMAT_2}; PRAGMA user_version = 2`);
    const hasHeads = formatOf(database) === 2 && isOurs(database, file, SCHEMA_OF_FORMAT_2) && addHeads(database, file);
    database.exec('COMMIT');
    if (hasHeads && file.heads !== 'not-verified') markNewest(database, file.heads);
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function isOurs(database: DatabaseSync, { trialId, ledger }: LedgerFile, schema: string): boolean {
  return (
    Number(valueOf(database, 'PRAGMA application_id')) === APPLICATION_ID &&
    schemaOf(database) === expectedSchema(schema) &&
    database.prepare('SELECT 1 FROM ledger WHERE trial_id = ? AND ledger = ?').get(trialId, ledger) !== undefined
  );
}

function addHeads(database: DatabaseSync, { path, ledger, heads }: LedgerFile): boolean {
  database.exec(`${ADDED_BY_FORMAT_3}; PRAGMA user_version = ${FORMAT_VERSION}`);
  if (heads === 'not-verified') return false;
  if (heads.ofOlderLedger === 'refused' || heads.mark.read() !== undefined)
    throw new NotThisLedger(
      `${path} is of a time before this installation had heads, and its other ledgers have them: restore the file that belongs here`,
    );
  nameInstallation(database, heads.keys.installation);
  const found = headedRows(database);
  const events = new VerifiedEvents(heads.keys, ledger);
  const { signedLast } = heads.ofOlderLedger;
  const last = found.rows.lastPosition();
  if (signedLast !== undefined) addUpTo(events, found, signedLast.size);
  if (signedLast !== undefined && !equalBytes(events.rootWithAdded(), signedLast.root))
    throw new NotThisLedger(`${path} does not begin with the events of the checkpoint that was signed last`);
  addUpTo(events, found, last + 1);
  if (last >= 0) found.heads.add({ number: 0, size: events.sizeWithAdded, ...events.seal(undefined) });
  return last >= 0;
}

export function nameInstallation(database: DatabaseSync, installation: string): void {
  database.prepare('INSERT INTO installation (only_row, id) VALUES (1, ?)').run(installation);
}

export function addUpTo(events: VerifiedEvents, { rows }: HeadedRows, size: number): void {
  while (events.sizeWithAdded < size) {
    const page = rows.page(events.sizeWithAdded, size - 1, EVENTS_AT_ONCE);
    if (page.length === 0) return;
    events.add(page);
  }
}

function markNewest(database: DatabaseSync, { mark }: LedgerHeads): void {
  const newest = headedRows(database).heads.newest();
  if (newest !== undefined) mark.write(markOf(newest));
}

function formatOf(database: DatabaseSync): number {
  return Number(valueOf(database, 'PRAGMA user_version'));
}

function valueOf(database: DatabaseSync, query: string): unknown {
  return Object.values(database.prepare(query).get() ?? {})[0];
}
