import { type EventStore, type LedgerPlace, StoreUnavailable } from '@bali/event-store';
import type { Ledger } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import type { DataDirectory } from './data-directory.js';

/** What is told of while a ledger is open. */
export type Watching = Pick<LedgerPlace, 'onForeignEvent'>;

/**
 * Opens a ledger of an installation, on the store that it is configured for, and makes it if it is not there.
 * @throws NotThisLedger when something else is there; StoreUnavailable when it cannot be read or written.
 */
export async function openLedger(
  directory: DataDirectory,
  ledger: Ledger,
  { onForeignEvent }: Watching = {},
): Promise<EventStore> {
  refuseUnfinishedRestore(directory);
  await mkdir(directory.path, { recursive: true, mode: 0o700 });
  return open(directory, ledger, { readOnly: false, ...(onForeignEvent && { onForeignEvent }) });
}

/** Opens a ledger that is there already, to read it only. @throws as {@link openLedger}. */
export async function openLedgerToRead(
  directory: DataDirectory,
  ledger: Ledger,
  { onForeignEvent }: Watching = {},
): Promise<EventStore> {
  refuseUnfinishedRestore(directory);
  return open(directory, ledger, { readOnly: true, ...(onForeignEvent && { onForeignEvent }) });
}

/** Whether a ledger was certainly never made. False also where only its store could tell. */
export function wasNeverMade({ store, ledgers }: DataDirectory, ledger: Ledger): boolean {
  return store.driver.capabilities.keepsLedgersInDataDirectory && !existsSync(ledgers[ledger]);
}

function open(
  { store, ledgers, replicas }: DataDirectory,
  ledger: Ledger,
  how: Pick<LedgerPlace, 'readOnly' | 'onForeignEvent'>,
): Promise<EventStore> {
  return store.open({ trialId: TRIAL.id, ledger, file: ledgers[ledger], copies: replicas, ...how });
}

function refuseUnfinishedRestore({ path, restoring, keys }: DataDirectory): void {
  if (!existsSync(restoring)) return;
  throw new StoreUnavailable(
    `a back-up is being restored into ${path}. If nothing is at work there any more, it was not finished: ` +
      `take away everything but ${keys}, and restore again`,
  );
}
