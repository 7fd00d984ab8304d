import { type DataDirectory, signerFiles } from '@bali/installation';
import { type Ledger, Malformed, parseCheckpoint, parseNote } from '@bali/ledger';
import { existsSync, readFileSync } from 'node:fs';

/** What the signer of a ledger remembers to have signed last, in the keys' directory: undefined for nothing. */
export function lastSigned(directory: DataDirectory, ledger: Ledger): string | undefined {
  const { lastSigned: path } = signerFiles(directory, ledger);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** Whether a text is the note of a checkpoint, whoever signed it: one that was cut is not. */
export function isCheckpointNote(text: string): boolean {
  try {
    parseCheckpoint(parseNote(text).text);
    return true;
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}
