import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** The permissions of everybody but the owner: group and others. */
const ANYBODY_ELSE = 0o077;

/** Waits until a file, or the names in a directory, are on the disk: they then survive a power cut. */
export function syncToDisk(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Puts a text at a path, whole or not at all, for its owner alone. It is durable when this returns. */
export function writeDurably(path: string, text: string): void {
  const next = `${path}.${process.pid}.new`;
  writeSynced(next, text);
  renameSync(next, path);
  syncToDisk(dirname(path));
}

/** Puts a text at a path where there is none, whole and durably. @returns false where another process was quicker. */
export function makeDurably(path: string, text: string): boolean {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const made = `${path}.${process.pid}.made`;
  writeSynced(made, text);
  try {
    // Unlike renaming, this fails where the name is taken.
    linkSync(made, path);
    syncToDisk(dirname(path));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(made);
  }
}

/** The text of a file that only its owner may read or write; `undefined` if there is none, `'unprotected'` if others may. */
export function readProtected(path: string): { readonly text: string } | 'unprotected' | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  return (found.mode & ANYBODY_ELSE) === 0 ? { text: readFileSync(path, 'utf8') } : 'unprotected';
}

/** Writes all of a text to a file, or throws and leaves no file: the place that half of it takes may be the last that there is. */
function writeSynced(path: string, text: string): void {
  const file = openSync(path, 'w', 0o600);
  try {
    // Where a disk is nearly full, `writeSync` writes what there is room for, and does not throw. This one goes on until it throws.
    writeFileSync(file, Buffer.from(text, 'utf8'));
    fsyncSync(file);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
}
