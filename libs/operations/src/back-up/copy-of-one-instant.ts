import { syncToDisk } from '@bali/event-store';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { writeFileDurably } from '../durable-files.js';
import { type FilesByName, snapshotsOfOneInstant } from './snapshots.js';

/** How many pages are copied at a time: 4 MiB. */
const PAGES_AT_A_TIME = 1_024;

/** Called with how far the copy of a file has come, in pages. */
export type CopyProgress = (file: string, done: number, of: number) => void;

/** Copies SQLite files into a directory, all as they were at one instant, durably. @throws OperationRefused */
export async function copyOfOneInstant(files: FilesByName, directory: string, progress?: CopyProgress): Promise<void> {
  using snapshots = snapshotsOfOneInstant(files);
  for (const [name, database] of snapshots.databases)
    await copySnapshot(database, join(directory, name), (done, of) => progress?.(name, done, of));
}

async function copySnapshot(
  database: DatabaseSync,
  path: string,
  progress: (done: number, of: number) => void,
): Promise<void> {
  // SQLite itself would create it readable for everybody.
  writeFileDurably(path, '');
  progress(0, Number(database.prepare('PRAGMA page_count').get()?.['page_count']));
  await backup(database, path, {
    rate: PAGES_AT_A_TIME,
    progress: ({ totalPages, remainingPages }) => progress(totalPages - remainingPages, totalPages),
  });
  // A copy is one file, whole without a write-ahead log beside it.
  const copy = new DatabaseSync(path);
  copy.exec('PRAGMA journal_mode = DELETE');
  copy.close();
  syncToDisk(path);
}
