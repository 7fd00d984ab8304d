import type { DataDirectory } from '@bali/installation';
import { type Ledger, LEDGERS } from '@bali/ledger';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** What a person does with a ledger's file who can write it, knows our schema, and has no key. The triggers are put back. */
export function tamper(path: string, sql: string): void {
  const database = new DatabaseSync(path);
  const triggers = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all();
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${String(name)}`);
  database.exec(sql);
  for (const { sql: trigger } of triggers) database.exec(String(trigger));
  database.close();
}

/** Deletes the newest commit of a ledger with its head, as if it had never been. */
export const DELETE_NEWEST_COMMIT = `
  DELETE FROM head WHERE number = (SELECT max(number) FROM head);
  DELETE FROM event WHERE position >= coalesce((SELECT size FROM head ORDER BY number DESC LIMIT 1), 0)`;

/** Makes an installation into one of a time before there were heads: what it has, older software could have written. */
export function makeOlder(directory: DataDirectory): void {
  for (const ledger of LEDGERS) {
    const database = new DatabaseSync(directory.ledgers[ledger]);
    database.exec('DROP TABLE head; DROP TABLE installation; PRAGMA user_version = 2');
    database.close();
    rmSync(headMark(directory, ledger));
  }
  rmSync(directory.installationKeys);
}

export function headMark({ keys }: DataDirectory, ledger: Ledger): string {
  return join(keys, `head-${ledger}`);
}
