import { syncToDisk } from '@bali/event-store';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { OperationRefused } from './operation-refused.js';

/**
 * Makes a directory that is there complete or not at all: it is filled under another name (with `.unfinished-` in it), and
 * gets its own at the end, when all of it is on the disk. If the process is killed in between, the directory that
 * stays has a name that says that it is unfinished.
 *
 * @throws OperationRefused if something is there already; whatever `fill` throws, after taking away what it wrote.
 */
export async function makeWholeDirectory<Made>(path: string, fill: (staging: string) => Promise<Made>): Promise<Made> {
  const target = resolve(path);
  if (existsSync(target) && readdirSync(target).length > 0)
    throw new OperationRefused(`${path} is not empty: nothing that is there is overwritten`);
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  const staging = mkdtempSync(`${target}.unfinished-`);
  try {
    const made = await fill(staging);
    syncToDisk(staging);
    renameSync(staging, target);
    syncToDisk(dirname(target));
    return made;
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    throw error;
  }
}
