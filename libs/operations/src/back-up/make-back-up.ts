import type { Clock, Software } from '@bali/commands';
import type { DataDirectory } from '@bali/installation';
import { type Ledger, LEDGERS } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { digestOfFile, type FileDigest, writeFileDurably } from '../durable-files.js';
import { damageIn } from '../check/damage.js';
import { OperationRefused } from '../operation-refused.js';
import { makeWholeDirectory } from '../whole-directory.js';
import {
  type BackUpManifest,
  CREDENTIALS,
  ledgerFile,
  MANIFEST,
  manifestOf,
  writeChecksums,
} from './back-up-directory.js';
import { type CopyProgress, copyOfOneInstant } from './copy-of-one-instant.js';
import { refuseOtherStores } from './other-stores.js';
import { openFile, summariesIn } from './summaries.js';
import { openingSealed, textsOfLedgers, type TextsOfLedgers } from './texts-of-ledgers.js';

export interface BackUpOptions {
  readonly directory: DataDirectory;
  /** Where the back-up will be: a directory that is not there yet, or empty. */
  readonly out: string;
  readonly now: Clock;
  readonly software: Software;
  readonly progress?: CopyProgress;
}

export interface BackUpMade {
  readonly ledgers: BackUpManifest['ledgers'];
  /** A back-up of a ledger whose texts are damaged is better than none, and it says so. */
  readonly texts: TextsOfLedgers;
  readonly bytes: number;
  /** SHA-256 over everything: kept elsewhere, it shows that the back-up is the one that was made. */
  readonly fingerprint: string;
}

/**
 * Copies all that is primary and not a key, while the APIs run and write: the three ledgers, with their free texts and
 * checkpoints, and what accounts are checked with, all as they were at one instant. It is in its place complete, checked
 * and on the disk, or not at all.
 *
 * @throws OperationRefused, NotThisLedger, StoreUnavailable
 */
export async function makeBackUp(options: BackUpOptions): Promise<BackUpMade> {
  const { directory, out } = options;
  refuseOtherStores(directory);
  if (!relative(resolve(directory.path), resolve(out)).startsWith('..'))
    throw new OperationRefused(`${out} is within the data directory: whoever loses one would lose the other`);
  // Opening a ledger says clearly what is wrong with it, if it cannot be copied.
  for (const ledger of LEDGERS) await (await openFile(directory.store, directory.ledgers[ledger], ledger)).close();
  return makeWholeDirectory(out, (staging) => fill(staging, options));
}

/** A copy of a file whose pages or indexes are damaged would be restored as it is. @throws OperationRefused naming the file. */
function refuseDamaged(staging: string, names: readonly string[]): void {
  for (const name of names) {
    const damage = damageIn(join(staging, name));
    if (damage === undefined) continue;
    // SQLite says which page and which row: of the sealed ledger that would tell how large it is.
    const what = name === ledgerFile('sealed') ? 'is damaged' : `is damaged (${damage})`;
    throw new OperationRefused(
      `${name} ${what}: nothing was backed up. Keep the last back-up, and go on as \`bali check\` says`,
    );
  }
}

async function fill(staging: string, { directory, now, software, progress }: BackUpOptions): Promise<BackUpMade> {
  const sources = new Map<string, string>(LEDGERS.map((ledger) => [ledgerFile(ledger), directory.ledgers[ledger]]));
  if (existsSync(directory.credentials)) sources.set(CREDENTIALS, directory.credentials);
  const madeAt = now().toISOString();
  await copyOfOneInstant(sources, staging, progress);
  refuseDamaged(staging, [...sources.keys()]);
  const files = new Map<string, FileDigest>();
  for (const name of sources.keys()) files.set(name, await digestOfFile(join(staging, name)));
  const ledgers = await summariesIn(staging, directory.store);
  const openCopy = (ledger: Ledger) => openFile(directory.store, join(staging, ledgerFile(ledger)), ledger);
  const texts = await textsOfLedgers(openCopy, openingSealed(directory));
  const bytes = [...files.values()].reduce((sum, file) => sum + file.bytes, 0);
  const listed = Object.fromEntries(files);
  const manifest = manifestOf({ trial: TRIAL.id, madeAt, software, ledgers, files: listed, texts });
  writeFileDurably(join(staging, MANIFEST), manifest);
  files.set(MANIFEST, await digestOfFile(join(staging, MANIFEST)));
  return { ledgers, texts, bytes, fingerprint: writeChecksums(staging, files) };
}
