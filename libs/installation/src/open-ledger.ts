import {
  type EventStore,
  HeadMark,
  InstallationKeysRefused,
  ledgerFormat,
  type LedgerHeads,
  type LedgerPlace,
  readInstallationKeys,
  StoreUnavailable,
} from '@bali/event-store';
import type { Ledger } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import type { DataDirectory } from './data-directory.js';
import { installationKeysOf, refuseLost } from './identity/installation-keys-of.js';
import { headMarkPath } from './identity/key-files.js';
import { signedLastOf } from './identity/older-ledgers.js';

/** What is called while a ledger is open, when something is found that is not as it should be. */
export type Watching = Pick<LedgerPlace, 'onForeignEvent'> & Pick<LedgerHeads, 'onHeld'>;

/**
 * Opens a ledger of an installation, on the store that it is configured for, and makes it if it is not there and never was. A
 * ledger that is not what was written into it is opened, and takes no event: `held` says why.
 * @param isCopiedTo whether the ledger is copied from another store, which has what was signed last: it may be shorter until then.
 * @throws NotThisLedger when something else is there; StoreUnavailable when it cannot be read or written; InstallationKeysRefused
 */
export async function openLedger(
  directory: DataDirectory,
  ledger: Ledger,
  watching: Watching = {},
  isCopiedTo = false,
): Promise<EventStore> {
  refuseUnfinishedRestore(directory);
  await mkdir(directory.path, { recursive: true, mode: 0o700 });
  const keys = await installationKeysOf(directory);
  refuseLost(directory, ledger);
  const ofOlderLedger = mayBeOlder(directory, ledger)
    ? { signedLast: isCopiedTo ? undefined : await signedLastOf(directory, ledger) }
    : 'refused';
  return open(directory, ledger, {
    ...about(watching),
    heads: headsOf(directory, ledger, { keys, ofOlderLedger, ...watching }),
  });
}

/** Opens a ledger that is there already, to read it only. @throws as {@link openLedger}. */
export async function openLedgerToRead(
  directory: DataDirectory,
  ledger: Ledger,
  watching: Watching = {},
): Promise<EventStore> {
  refuseUnfinishedRestore(directory);
  const keys = readInstallationKeys(directory.installationKeys);
  if (keys !== undefined)
    return open(directory, ledger, {
      readOnly: true,
      ...about(watching),
      heads: headsOf(directory, ledger, { keys, ofOlderLedger: 'refused', ...watching }),
    });
  const format = ledgerFormat(directory.ledgers[ledger]);
  if (format !== undefined && format >= 3)
    throw new InstallationKeysRefused(
      'installation-keys-missing',
      `${directory.installationKeys} is missing, without which no ledger is believed: put it back from where the keys are kept.`,
    );
  // Either there is no such ledger, or it is of a time before there were heads.
  return open(directory, ledger, { readOnly: true, ...about(watching), heads: 'not-verified' });
}

/** Makes a head for a ledger as it is found: for a person's decision. @throws NotThisLedger, StoreUnavailable */
export async function acceptLedgerAsFound(directory: DataDirectory, ledger: Ledger): Promise<void> {
  const { store, ledgers, replicas } = directory;
  const keys = await installationKeysOf(directory);
  const heads = headsOf(directory, ledger, { keys, ofOlderLedger: 'refused' });
  await store.acceptAsFound({ trialId: TRIAL.id, ledger, file: ledgers[ledger], copies: replicas, heads });
}

/** Whether a ledger was certainly never made. False also where only its store could tell. */
export function wasNeverMade({ store, ledgers }: DataDirectory, ledger: Ledger): boolean {
  return store.driver.capabilities.keepsLedgersInDataDirectory && !existsSync(ledgers[ledger]);
}

/** Whether a ledger has to be opened for writing once before it can be read: it is not there yet, or of an older form. */
export function isToBeMade({ store, ledgers }: DataDirectory, ledger: Ledger): boolean {
  if (!store.driver.capabilities.keepsLedgersInDataDirectory) return true;
  return (ledgerFormat(ledgers[ledger]) ?? 0) < 3;
}

function about({ onForeignEvent }: Watching): Pick<LedgerPlace, 'onForeignEvent'> {
  return onForeignEvent === undefined ? {} : { onForeignEvent };
}

function headsOf(
  directory: DataDirectory,
  ledger: Ledger,
  { keys, ofOlderLedger, onHeld }: Omit<LedgerHeads, 'mark'>,
): LedgerHeads {
  const mark = new HeadMark(headMarkPath(directory, ledger));
  return { keys, mark, ofOlderLedger, ...(onHeld && { onHeld }) };
}

/** Whether a ledger is, or may be, of a time before there were heads. A store elsewhere finds out by itself. */
function mayBeOlder({ store, ledgers }: DataDirectory, ledger: Ledger): boolean {
  if (!store.driver.capabilities.keepsLedgersInDataDirectory) return true;
  const format = ledgerFormat(ledgers[ledger]);
  return format !== undefined && format < 3;
}

function open(
  { store, ledgers, replicas }: DataDirectory,
  ledger: Ledger,
  how: Pick<LedgerPlace, 'heads' | 'readOnly' | 'onForeignEvent'>,
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
