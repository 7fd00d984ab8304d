import { type EventStore, openSqliteEventStore } from '@bali/event-store';
import type { Ledger } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import { mkdir } from 'node:fs/promises';
import type { DataDirectory } from './data-directory.js';

/**
 * Opens a ledger of an installation, and makes it if it is not there.
 * @throws NotThisLedger when something else is there; StoreUnavailable when it cannot be read or written.
 */
export async function openLedger(directory: DataDirectory, ledger: Ledger): Promise<EventStore> {
  await mkdir(directory.path, { recursive: true, mode: 0o700 });
  return openSqliteEventStore({ path: directory.ledgers[ledger], trialId: TRIAL.id, ledger });
}

/** Opens a ledger that is there already, to read it only. @throws as {@link openLedger}. */
export async function openLedgerToRead(directory: DataDirectory, ledger: Ledger): Promise<EventStore> {
  return Promise.resolve(
    openSqliteEventStore({ path: directory.ledgers[ledger], trialId: TRIAL.id, ledger, readOnly: true }),
  );
}
