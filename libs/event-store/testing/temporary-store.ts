import { openSqliteEventStore, type SqliteEventStore, type SqliteEventStoreOptions } from '@bali/event-store';
import type { Ledger } from '@bali/ledger';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory that is gone when it is disposed of. */
export interface TemporaryDirectory extends Disposable {
  readonly path: string;
}

export function temporaryDirectory(): TemporaryDirectory {
  const path = mkdtempSync(join(tmpdir(), 'bali-'));
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
  const store = openSqliteEventStore({ path, trialId: 'NCT00904501', ledger, ...options });
  const dispose = async () => {
    await store.close();
    directory[Symbol.dispose]();
  };
  return { path, store, [Symbol.asyncDispose]: dispose };
}
