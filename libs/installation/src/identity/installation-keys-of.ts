import {
  EMBEDDED_STORE,
  HEAD_KEY_BYTES,
  type InstallationKeys,
  InstallationKeysRefused,
  ledgerFormat,
  makeInstallationKeys,
  NotThisLedger,
  readInstallationKeys,
} from '@bali/event-store';
import { type Ledger, LEDGERS } from '@bali/ledger';
import { existsSync } from 'node:fs';
import { SYSTEM } from '../ambient.js';
import type { DataDirectory } from '../data-directory.js';
import { refuseDisagreeing } from './older-ledgers.js';
import { headMarkPath, signerFiles } from './key-files.js';

/** The first format of a ledger's file that names its installation. */
const NAMES_ITS_INSTALLATION = 3;

/**
 * The identity and head keys of an installation. They are made at the first start, and when ledgers of an older form are opened
 * for the first time, if what these say of each other agrees.
 * @throws InstallationKeysRefused when they are missing, although there are ledgers, or were; NotThisLedger
 */
export async function installationKeysOf(directory: DataDirectory): Promise<InstallationKeys> {
  const path = directory.installationKeys;
  const found = readInstallationKeys(path);
  if (found !== undefined) return found;
  const formats = LEDGERS.map((ledger) => ledgerFormat(directory.ledgers[ledger]));
  if (formats.some((format) => format !== undefined && format >= NAMES_ITS_INSTALLATION))
    throw new InstallationKeysRefused(
      'installation-keys-missing',
      `There are ledgers in ${directory.path}, and ${path} is missing: put it back from where the keys are kept.`,
    );
  // Whatever the store is that is used from now on: these are files.
  if (formats.some((format) => format !== undefined)) await refuseDisagreeing({ ...directory, store: EMBEDDED_STORE });
  for (const ledger of LEDGERS) refuseLost(directory, ledger);
  return makeInstallationKeys(path, {
    installation: SYSTEM.newRequestId(),
    key: SYSTEM.randomBytes(HEAD_KEY_BYTES, 'head key'),
    now: SYSTEM.now(),
  });
}

/**
 * A ledger is made only where there never was one: what was written last, or signed last, is remembered beside the keys.
 * @throws NotThisLedger
 */
export function refuseLost(directory: DataDirectory, ledger: Ledger): void {
  const { store, ledgers } = directory;
  if (!store.driver.capabilities.keepsLedgersInDataDirectory || existsSync(ledgers[ledger])) return;
  const witness = [headMarkPath(directory, ledger), signerFiles(directory, ledger).lastSigned].find((path) =>
    existsSync(path),
  );
  if (witness === undefined) return;
  throw new NotThisLedger(
    `${ledgers[ledger]} is gone: ${witness} says that there was a ledger. It is not made anew. ` +
      'Restore it from a back-up, or start an installation of its own with other keys.',
  );
}
