import { DatabaseSync } from 'node:sqlite';
import { reasonOf } from './check.js';

/** What is wrong with a database as such, by SQLite's own full check; undefined if nothing is. */
export function damageIn(path: string): string | undefined {
  try {
    using database = new DatabaseSync(path, { readOnly: true });
    const [first] = database.prepare('PRAGMA integrity_check(1)').all();
    const found = String(first?.['integrity_check']);
    return found === 'ok' ? undefined : found;
  } catch (error) {
    return reasonOf(error);
  }
}
