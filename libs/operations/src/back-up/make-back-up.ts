import type { Clock, Software } from '@bali/commands';
import { syncToDisk } from '@bali/event-store';
import type { DataDirectory } from '@bali/installation';
import { LEDGERS } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { digestOfFile, type FileDigest, writeFileDurably } from '../durable-files.js';
import { OperationRefused } from '../operation-refused.js';
import {
  type BackUpManifest,
  CREDENTIALS,
  ledgerFile,
  MANIFEST,
  manifestOf,
  writeChecksums,
} from './back-up-directory.js';
import { snapshotsOfOneInstant } from './one-instant.js';
import { refuseOtherStores } from './other-stores.js';
import { makeWholeDirectory } from './staging.js';
import { openFile, summariesIn } from './summaries.js';

/** How many pages are copied at a time: 4 MiB. */
const PAGES_AT_A_TIME = 1_024;

export interface BackUpOptions {
  readonly directory: DataDirectory;
  /** Where the back-up will be: a directory that is not there yet, or empty. */
  readonly out: string;
  readonly now: Clock;
  readonly software: Software;
  /** Told how far the copy of a file has come, in pages. */
  readonly progress?: (file: string, done: number, of: number) => void;
}

export interface BackUpMade {
  readonly ledgers: BackUpManifest['ledgers'];
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
  if (!relative(resolve(directory.path), resolve(out)).startsWith('..'))
    throw new OperationRefused(`${out} is within the data directory: whoever loses one would lose the other`);
  refuseOtherStores(directory);
  // Says clearly what is wrong with a ledger that cannot be copied.
  for (const ledger of LEDGERS) await (await openFile(directory.store, directory.ledgers[ledger], ledger)).close();
  return makeWholeDirectory(out, (staging) => fill(staging, options));
}

async function fill(staging: string, { directory, now, software, progress }: BackUpOptions): Promise<BackUpMade> {
  const sources = new Map<string, string>(LEDGERS.map((ledger) => [ledgerFile(ledger), directory.ledgers[ledger]]));
  if (existsSync(directory.credentials)) sources.set(CREDENTIALS, directory.credentials);
  const madeAt = now().toISOString();
  await copyAll(staging, sources, progress);
  const files = new Map<string, FileDigest>();
  for (const name of sources.keys()) files.set(name, await digestOfFile(join(staging, name)));
  const ledgers = await summariesIn(staging, directory.store);
  const bytes = [...files.values()].reduce((sum, file) => sum + file.bytes, 0);
  const manifest = manifestOf({ trial: TRIAL.id, madeAt, software, ledgers, files: Object.fromEntries(files) });
  writeFileDurably(join(staging, MANIFEST), manifest);
  files.set(MANIFEST, await digestOfFile(join(staging, MANIFEST)));
  return { ledgers, bytes, fingerprint: writeChecksums(staging, files) };
}

async function copyAll(
  staging: string,
  sources: ReadonlyMap<string, string>,
  progress: BackUpOptions['progress'],
): Promise<void> {
  using snapshots = snapshotsOfOneInstant([...sources.values()]);
  for (const [index, name] of [...sources.keys()].entries()) {
    const database = snapshots.databases[index];
    if (database === undefined) throw new Error(`there is no snapshot of ${name}`);
    await copySnapshot(database, join(staging, name), (done, of) => progress?.(name, done, of));
  }
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
