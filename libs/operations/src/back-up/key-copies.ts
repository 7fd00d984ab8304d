import { syncToDisk } from '@bali/event-store';
import type { DataDirectory } from '@bali/installation';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { copyFileDurably, type FileDigest } from '../durable-files.js';
import { OperationRefused } from '../operation-refused.js';
import { makeWholeDirectory } from '../whole-directory.js';
import { ChecksummedDirectory, writeChecksums } from './back-up-directory.js';

/**
 * Copies the installation's keys into a directory of their own, for its owner alone. Whoever has it and a back-up can
 * unseal what would unblind the trial, and sign in its name: the two belong into different hands.
 *
 * @returns the names of the files. @throws OperationRefused if there are no keys, or something is there already.
 */
export async function copyKeys({ keys }: DataDirectory, out: string): Promise<readonly string[]> {
  const names = keyFilesIn(keys);
  if (names.length === 0) throw new OperationRefused(`there are no keys in ${keys}`);
  return makeWholeDirectory(out, async (staging) => {
    const files = new Map<string, FileDigest>();
    for (const name of names) files.set(name, await copyFileDurably(join(keys, name), join(staging, name)));
    writeChecksums(staging, files);
    return names;
  });
}

/** Puts copied keys back where there are none. @throws OperationRefused naming what is not as it was copied. */
export async function restoreKeys(from: string, { path, keys }: DataDirectory): Promise<readonly string[]> {
  if (existsSync(keys) && readdirSync(keys).length > 0)
    throw new OperationRefused(`there are keys in ${keys} already: they are never overwritten`);
  const copy = new ChecksummedDirectory(from);
  mkdirSync(path, { recursive: true, mode: 0o700 });
  await makeWholeDirectory(keys, async (staging) => {
    for (const name of copy.files) await copy.copyOut(name, join(staging, name));
  });
  syncToDisk(path);
  return copy.files;
}

/** Where the sealing keys are while a back-up is restored: in the copy that is about to be put back, where there are none yet. */
export function keysToRestore({ sealingKeys }: DataDirectory, from: string | undefined): DataDirectory['sealingKeys'] {
  if (from === undefined || !('path' in sealingKeys) || existsSync(sealingKeys.path)) return sealingKeys;
  return { path: join(from, basename(sealingKeys.path)) };
}

/** Locks and sockets are no keys, and belong to a process. */
function keyFilesIn(directory: string): readonly string[] {
  if (!existsSync(directory)) return [];
  const entries = readdirSync(directory, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.lock')).map(({ name }) => name);
}
