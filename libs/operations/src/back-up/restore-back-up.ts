import { syncToDisk } from '@bali/event-store';
import type { DataDirectory } from '@bali/installation';
import { type Ledger, LEDGERS } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { KnownKeys } from '../checked-tree.js';
import { OperationRefused } from '../operation-refused.js';
import {
  type BackUpManifest,
  ChecksummedDirectory,
  CREDENTIALS,
  ledgerFile,
  MANIFEST,
  parseManifest,
} from './back-up-directory.js';
import { refuseOtherStores } from './other-stores.js';
import { openFile, summariesIn } from './summaries.js';
import { openingSealed, textsOfLedgers, type TextsOfLedgers, type TextsState } from './texts-of-ledgers.js';

export interface RestoreOptions {
  /** The directory of the back-up; it is only read. */
  readonly from: string;
  /** Where to: it must not be there, or be empty but for the keys. */
  readonly directory: DataDirectory;
  /** The keys that must have signed the checkpoints in it, where they are known: signatures are not verified otherwise. */
  readonly keys?: Readonly<Partial<Record<Ledger, KnownKeys>>>;
  /** With which the texts of the sealed ledger are looked for; none: those of the directory. */
  readonly sealingKeys?: DataDirectory['sealingKeys'];
}

export interface Restored extends Pick<BackUpManifest, 'madeAt' | 'software' | 'ledgers'> {
  readonly fingerprint: string;
  /** What was found of the free texts in what is restored. */
  readonly texts: TextsOfLedgers;
}

/**
 * Puts a back-up where an installation looks for its data. Every file is compared with its checksum while it is copied,
 * and every ledger is read from the copy and compared with its size and root, and with its signed checkpoints. Only then does
 * anything get its name.
 *
 * Killed in between, it leaves `restoring/` in the data directory: as long as that is there, no ledger is opened.
 *
 * @throws OperationRefused naming the file, what was expected and what was found; nothing is left behind then.
 */
export async function restoreBackUp({ from, directory, keys, sealingKeys }: RestoreOptions): Promise<Restored> {
  refuseOtherStores(directory);
  refuseUnlessEmpty(directory);
  const backUp = new ChecksummedDirectory(from);
  const manifest = parseManifest(backUp.text(MANIFEST), TRIAL.id);
  refuseOtherFiles(backUp, manifest);
  mkdirSync(directory.path, { recursive: true, mode: 0o700 });
  mkdirSync(directory.restoring, { mode: 0o700 });
  let texts: TextsOfLedgers;
  try {
    for (const [name, { bytes }] of Object.entries(manifest.files))
      await backUp.copyOut(name, join(directory.restoring, name), bytes);
    await refuseOtherLedgers(directory, manifest, keys);
    texts = await textsRestored({ ...directory, ...(sealingKeys && { sealingKeys }) }, manifest);
  } catch (error) {
    rmSync(directory.restoring, { recursive: true, force: true });
    throw error;
  }
  for (const name of Object.keys(manifest.files))
    renameSync(join(directory.restoring, name), join(directory.path, name));
  syncToDisk(directory.path);
  rmdirSync(directory.restoring);
  syncToDisk(directory.path);
  const { madeAt, software, ledgers } = manifest;
  return { madeAt, software, ledgers, texts, fingerprint: backUp.fingerprint };
}

function refuseUnlessEmpty({ path, keys, restoring }: DataDirectory): void {
  if (existsSync(restoring))
    throw new OperationRefused(
      `${path} has a restore in it that was not finished: take away everything but ${keys}, and restore again`,
    );
  const inTheWay = existsSync(path) ? readdirSync(path).filter((name) => name !== basename(keys)) : [];
  if (inTheWay.length === 0) return;
  throw new OperationRefused(
    `${path} is not empty (${inTheWay.slice(0, 5).join(', ')}): a back-up is restored beside ${basename(keys)}/ or nothing at all`,
  );
}

function refuseOtherFiles(backUp: ChecksummedDirectory, { files }: BackUpManifest): void {
  const listed = backUp.files.filter((name) => name !== MANIFEST).toSorted();
  const known = [...LEDGERS.map(ledgerFile), CREDENTIALS];
  const odd = Object.keys(files).find((name) => !known.includes(name));
  const lacking = LEDGERS.map(ledgerFile).find((name) => !(name in files));
  if (odd !== undefined || lacking !== undefined || listed.join() !== Object.keys(files).toSorted().join())
    throw new OperationRefused(`${MANIFEST} does not speak of the files of a back-up`);
}

async function refuseOtherLedgers(
  { restoring, store }: DataDirectory,
  { ledgers }: BackUpManifest,
  keys: RestoreOptions['keys'],
): Promise<void> {
  const found = await summariesIn(restoring, store, keys);
  for (const ledger of LEDGERS) {
    const [expected, restored] = [ledgers[ledger], found[ledger]];
    if (expected.treeSize === restored.treeSize && expected.root === restored.root) continue;
    throw new OperationRefused(
      `${ledgerFile(ledger)} is not the ledger that was backed up: ${expected.treeSize} events with the root ` +
        `${expected.root} were expected, and it has ${restored.treeSize} with ${restored.root}`,
    );
  }
}

/**
 * The texts as they are in what is restored. What was damaged when the back-up was made is restored as it is.
 * @throws OperationRefused when a text is missing or altered that was there when the back-up was made.
 */
async function textsRestored(directory: DataDirectory, { texts: before }: BackUpManifest): Promise<TextsOfLedgers> {
  const { restoring, store } = directory;
  const openCopy = (ledger: Ledger) => openFile(store, join(restoring, ledgerFile(ledger)), ledger);
  const texts = await textsOfLedgers(openCopy, openingSealed(directory));
  for (const ledger of LEDGERS) {
    if (before === undefined || isAsBefore(before[ledger], texts[ledger])) continue;
    throw new OperationRefused(
      `${ledgerFile(ledger)} has free texts that are missing or altered, and were not when it was backed up`,
    );
  }
  return texts;
}

function isAsBefore(before: TextsState, now: TextsState): boolean {
  if (now.state !== 'damaged' || before.state === 'unknown') return true;
  const known = new Set(before.faulty?.map((text) => JSON.stringify(text)));
  return before.state === 'damaged' && (now.faulty ?? []).every((text) => known.has(JSON.stringify(text)));
}
