/**
 * Checks one SQLite file whole, its indexes included, and prints what is wrong with it: nothing, where all is well. It is a process
 * of its own, so that neither the event loop of the server waits for it nor a metric of the server shows how long it took.
 */
import { DatabaseSync } from 'node:sqlite';

const [, , path = ''] = process.argv;
const DAMAGE: readonly number[] = [11, 26];

function faultIn(): string {
  try {
    const database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
    const [first] = database.prepare('PRAGMA integrity_check(1)').all();
    database.close();
    const found = String(first?.['integrity_check']);
    return found === 'ok' ? '' : found;
  } catch (error) {
    const { errcode = 0, message } = error as { errcode?: number; message: string };
    // A file that is locked, or cannot be read just now, is looked at the next time.
    return DAMAGE.includes(errcode & 0xff) ? message : '';
  }
}

process.stdout.write(faultIn());
