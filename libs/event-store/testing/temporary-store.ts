import { openSqliteEventStore, type SqliteEventStore, type SqliteEventStoreOptions } from '@bali/event-store';
import type { Ledger } from '@bali/ledger';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testHeads } from './test-heads.js';

/** A directory that is gone when it is disposed of. */
export interface TemporaryDirectory extends Disposable {
  readonly path: string;
}

/** In memory where there is room: see `tools/jest/temporary-directories.mjs`. */
export function temporaryDirectory(): TemporaryDirectory {
  return directoryIn(tmpdir());
}

/** On a disk: for tests of what is left after a crash, or of a disk that is full. */
export function directoryOnDisk(): TemporaryDirectory {
  return directoryIn(process.env['BALI_DISK_TMPDIR'] ?? tmpdir());
}

function directoryIn(parent: string): TemporaryDirectory {
  const path = mkdtempSync(join(parent, 'bali-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** A ledger in a file of its own: `await using ledger = openTemporaryStore();`. Closed and removed at the end. */
export interface TemporaryStore extends AsyncDisposable {
  readonly path: string;
  readonly store: SqliteEventStore;
}

export function openTemporaryStore(
  ledger: Ledger = 'trial',
  options: Partial<SqliteEventStoreOptions> = {},
): TemporaryStore {
  const directory = temporaryDirectory();
  const path = join(directory.path, `${ledger}.db`);
  const store = openSqliteEventStore({ path, trialId: 'NCT00904501', ledger, heads: testHeads(path), ...options });
  const dispose = async () => {
    await store.close();
    directory[Symbol.dispose]();
  };
  return { path, store, [Symbol.asyncDispose]: dispose };
}
